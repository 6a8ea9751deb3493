import { IconCheck, IconCircle } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import { judge, type Verdict } from '../../scenario/claims.ts';
import type { ClaimDoc, Scenario } from '../../scenario/scenario.ts';
import { results, useResults } from '../samples/results.ts';
import { figureOf } from '../samples/simulate.ts';
import { useVeil } from './goToStep.ts';
import { inItsKind } from './inItsKind.ts';
import { MarkdownLine } from './Markdown.tsx';
import classes from './Story.module.css';
import { useGiven } from './useGiven.ts';

const UNKNOWN: Verdict = { holds: false, found: Number.NaN, limit: Number.NaN };

/** What is otherwise is worded only once something is. */
const NotAsGiven = lazy(() => import('./NotAsGiven.tsx'));

/**
 * Claims set to the reader, judged on every run: none is reached while what they take as given is otherwise.
 * @param withYours the numbers of the reader's own system are as good as the lesson's
 */
export function Goals({ scenario, withYours = false }: { scenario: Scenario; withYours?: boolean }) {
  useResults();
  const veiled = useVeil();
  const given = useGiven(scenario, withYours);
  if (scenario.goals.length === 0) return null;
  const judged = scenario.goals.map((goal) => {
    const verdict = veiled ? UNKNOWN : judge(goal, scenario.duration, figureOf);
    return { goal, verdict, isReached: verdict.holds && given === null };
  });
  const reached = judged.filter(({ isReached }) => isReached).length;
  return (
    <section className={classes.goals} aria-label="Goals">
      <h3>
        Goals
        <span>
          {reached} of {judged.length}
        </span>
      </h3>
      {given && (
        <Suspense>
          <NotAsGiven given={given} scenario={scenario} />
        </Suspense>
      )}
      <ul>
        {judged.map(({ goal, verdict, isReached }) => (
          <li key={goal.text} data-reached={isReached || undefined}>
            {isReached ? <IconCheck size={13} aria-label="reached" /> : <IconCircle size={13} aria-label="not reached" />}
            <span>
              <MarkdownLine text={goal.text} />
              <small>{shown(goal, verdict)}</small>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function shown(goal: ClaimDoc, verdict: Verdict): string {
  if (Number.isNaN(verdict.found)) return '';
  const arm = goal.arm ?? 'base';
  const unit = results.of(arm)?.series.find(({ id }) => id === goal.meter)?.unit ?? '';
  return `now ${inItsKind(goal, verdict, unit)}`;
}
