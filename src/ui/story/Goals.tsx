import { IconAlertTriangle, IconCheck, IconCircle } from '@tabler/icons-react';
import type { Scenario } from '../../scenario/scenario.ts';
import { useResults } from '../samples/results.ts';
import { reportOf, type Told } from './goalReport.ts';
import { type JudgedClaim, type JudgedLesson, judgedNow } from './judged.ts';
import { MarkdownLine } from './Markdown.tsx';
import classes from './Story.module.css';
import { useTold } from './useTold.ts';

/** Claims set to the reader, judged on every run, and what must not be given up for them. */
export function Goals({ scenario }: { scenario: Scenario }) {
  useResults();
  const told = useTold(scenario);
  if (scenario.goals.length === 0) return null;
  const judged = judgedNow(scenario);
  return (
    <section className={classes.goals} aria-label="Goals">
      <h3>
        Goals
        <span>{countOf(judged)}</span>
      </h3>
      <GoalList judged={judged} told={told} />
    </section>
  );
}

/** How many goals are reached: none counts as long as something is given up for it. */
export function countOf({ goals, met, broken }: JudgedLesson): string {
  return `${met} of ${goals.length}${met > 0 && broken.length > 0 ? ', but not everything is kept' : ''}`;
}

export function GoalList({ judged, told }: { judged: JudgedLesson; told: Told }) {
  const isKept = judged.broken.length === 0;
  return (
    <>
      <ul>
        {judged.goals.map((each) => (
          <Goal key={each.claim.text} {...each} told={told} isKept={isKept} />
        ))}
      </ul>
      {judged.keep.length > 0 && <Keep judged={judged} told={told} />}
    </>
  );
}

function Goal({ claim, verdict, told, isKept }: JudgedClaim & { told: Told; isKept: boolean }) {
  const met = verdict?.holds === true;
  return (
    <li data-reached={(met && isKept) || undefined}>
      {met ? (
        <IconCheck size={13} aria-label={isKept ? 'reached' : 'met, but not everything is kept'} />
      ) : (
        <IconCircle size={13} aria-label="not reached" />
      )}
      <span>
        <MarkdownLine text={claim.text} />
        <small>{reportOf(claim, verdict, told)}</small>
      </span>
    </li>
  );
}

/** What must not be given up is one line, until it is. */
function Keep({ judged: { keep, broken }, told }: { judged: JudgedLesson; told: Told }) {
  return (
    <div className={classes.keep} data-broken={broken.length > 0 || undefined}>
      <p>
        Keep:{' '}
        {keep.map(({ claim }, i) => (
          <span key={claim.text} data-broken={broken.some((each) => each.claim === claim) || undefined}>
            {i > 0 && ' · '}
            <MarkdownLine text={claim.text.replace(/\.$/, '')} />
          </span>
        ))}
      </p>
      {broken.length > 0 && (
        <ul>
          {broken.map(({ claim, verdict }) => (
            <li key={claim.text}>
              <IconAlertTriangle size={13} className={classes.lost} aria-label="not kept" />
              <span>
                <MarkdownLine text={claim.text} />
                <small>{reportOf(claim, verdict, told)}</small>
              </span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
