import { IconAlertTriangle, IconCheck, IconCircle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Scenario } from '../../scenario/scenario.ts';
import { useResults } from '../samples/results.ts';
import classes from './Goals.module.css';
import { reportOf, type Told } from './goalReport.ts';
import { type JudgedClaim, type JudgedLesson, judgedNow } from './judged.ts';
import { MarkdownLine } from './Markdown.tsx';
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

export function GoalList({ judged: { goals, keep, broken }, told }: { judged: JudgedLesson; told: Told }) {
  const kept = keep.filter((each) => !broken.includes(each));
  return (
    <>
      <ul className={classes.list}>
        {goals.map((each) => (
          <Judged
            key={each.claim.text}
            {...each}
            told={told}
            mark={<Reached met={each.verdict?.holds === true} kept={broken.length === 0} />}
          />
        ))}
      </ul>
      {kept.length > 0 && (
        <p className={classes.keep}>
          Keep:{' '}
          {kept.map(({ claim }, i) => (
            <span key={claim.text}>
              {i > 0 && ' · '}
              <MarkdownLine text={claim.text.replace(/\.$/, '')} />
            </span>
          ))}
        </p>
      )}
      {broken.length > 0 && (
        <ul className={classes.list} aria-label="Not kept">
          {broken.map((each) => (
            <Judged
              key={each.claim.text}
              {...each}
              told={told}
              mark={<IconAlertTriangle size={13} className={classes.mark} data-lost aria-label="not kept" />}
            />
          ))}
        </ul>
      )}
    </>
  );
}

function Judged({ claim, verdict, told, mark }: JudgedClaim & { told: Told; mark: ReactNode }) {
  return (
    <li>
      {mark}
      <span>
        <MarkdownLine text={claim.text} />
        <small>{reportOf(claim, verdict, told)}</small>
      </span>
    </li>
  );
}

/** A goal is reached while everything is kept; met it may be before. */
function Reached({ met, kept }: { met: boolean; kept: boolean }) {
  if (!met) return <IconCircle size={13} className={classes.mark} aria-label="not reached" />;
  const label = kept ? 'reached' : 'met, but not everything is kept';
  return <IconCheck size={13} className={classes.mark} data-reached={kept || undefined} aria-label={label} />;
}
