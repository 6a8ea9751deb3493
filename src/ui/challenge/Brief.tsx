import { Button, Group } from '@mantine/core';
import type { Scenario } from '../../scenario/scenario.ts';
import { useSession } from '../store/session.ts';
import { Markdown } from '../story/Markdown.tsx';
import story from '../story/Story.module.css';
import classes from './Challenge.module.css';
import { giveUp } from './challenge.ts';

/** What is wrong and what is wanted, with a hint for whoever asks for one, and the way out. */
export function Brief({ scenario }: { scenario: Scenario }) {
  const asked = useSession((state) => state.hints);
  if (!scenario.challenge) return null;
  const { brief, hints } = scenario.challenge;
  const shown = hints.slice(0, asked);
  return (
    <div className={story.story}>
      <div className={story.progress}>Challenge</div>
      <h2 className={story.title}>{scenario.title}</h2>
      <Markdown text={brief} />
      <p className={classes.how}>Change whatever you like in the controls: the goals follow.</p>
      <div className={story.foot}>
        <ol className={classes.hints} aria-label="Hints" aria-live="polite">
          {shown.map((hint) => (
            <li key={hint}>
              <Markdown text={hint} />
            </li>
          ))}
        </ol>
        <Group gap={6} mt={8}>
          {asked < hints.length && (
            <Button variant="default" onClick={() => useSession.getState().choose({ hints: asked + 1 })}>
              {asked === 0 ? 'A hint' : `Another hint (${asked + 1} of ${hints.length})`}
            </Button>
          )}
          <button type="button" className={`text-button ${classes.out}`} onClick={giveUp}>
            Give up and read the lesson
          </button>
        </Group>
      </div>
    </div>
  );
}
