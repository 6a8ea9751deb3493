import { IconCheck, IconCircle } from '@tabler/icons-react';
import { judge, type Verdict } from '../../scenario/claims.ts';
import type { ClaimDoc, Scenario } from '../../scenario/scenario.ts';
import { results, useResults } from '../samples/results.ts';
import { figureOf } from '../samples/simulate.ts';
import { useVeil } from './goToStep.ts';
import { inItsKind } from './inItsKind.ts';
import { MarkdownLine } from './Markdown.tsx';
import classes from './Story.module.css';

const UNKNOWN: Verdict = { holds: false, found: Number.NaN, limit: Number.NaN };

/** Claims set to the reader, judged on every run. */
export function Goals({ scenario }: { scenario: Scenario }) {
  useResults();
  const veiled = useVeil();
  if (scenario.goals.length === 0) return null;
  const judged = scenario.goals.map((goal) => ({ goal, verdict: veiled ? UNKNOWN : judge(goal, scenario.duration, figureOf) }));
  const reached = judged.filter(({ verdict }) => verdict.holds).length;
  return (
    <section className={classes.goals} aria-label="Goals">
      <h3>
        Goals
        <span>
          {reached} of {judged.length}
        </span>
      </h3>
      <ul>
        {judged.map(({ goal, verdict }) => (
          <li key={goal.text} data-reached={verdict.holds || undefined}>
            {verdict.holds ? <IconCheck size={13} aria-label="reached" /> : <IconCircle size={13} aria-label="not reached" />}
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
