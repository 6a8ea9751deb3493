import { IconAlertTriangle, IconCheck, IconCircle } from '@tabler/icons-react';
import { lazy, type ReactNode, Suspense } from 'react';
import type { Scenario } from '../../scenario/scenario.ts';
import { useResults } from '../samples/results.ts';
import classes from './Goals.module.css';
import { reportOf, type Told } from './goalReport.ts';
import { type JudgedClaim, type JudgedLesson, judgedNow } from './judged.ts';
import { MarkdownLine } from './Markdown.tsx';
import { useGiven } from './useGiven.ts';
import { useTold } from './useTold.ts';

/** What is otherwise is worded only once something is. */
const NotAsGiven = lazy(() => import('./NotAsGiven.tsx'));

/** What there is to be said of the goals of a scenario now. */
interface Standing {
  judged: JudgedLesson;
  told: Told;
  /** The scenario with everything put back that its goals take as given; null if nothing of that is otherwise. */
  given: Scenario | null;
}

/** @param withYours the numbers of the reader's own system are as good as the lesson's */
export function useStanding(scenario: Scenario, withYours = false): Standing {
  useResults();
  return { judged: judgedNow(scenario), told: useTold(scenario), given: useGiven(scenario, withYours) };
}

/**
 * Claims set to the reader, judged on every run, and what must not be given up for them: none is reached while what they take
 * as given is otherwise.
 */
export function Goals({ scenario, withYours = false }: { scenario: Scenario; withYours?: boolean }) {
  const standing = useStanding(scenario, withYours);
  if (scenario.goals.length === 0) return null;
  return (
    <section className={classes.goals} aria-label="Goals">
      <h3>
        Goals
        <span>{countOf(standing)}</span>
      </h3>
      <GoalList {...standing} scenario={scenario} />
    </section>
  );
}

/** How many goals are reached, and whether they count: not as long as something is given up for them. */
export function countOf({ judged: { goals, met, broken }, given }: Standing): string {
  if (given) return `0 of ${goals.length}`;
  return `${met} of ${goals.length}${met > 0 && broken.length > 0 ? ', but not everything is kept' : ''}`;
}

export function GoalList({ judged: { goals, keep, broken }, told, given, scenario }: Standing & { scenario: Scenario }) {
  const kept = keep.filter((each) => !broken.includes(each));
  return (
    <>
      {given && (
        <Suspense>
          <NotAsGiven given={given} scenario={scenario} />
        </Suspense>
      )}
      <ul className={classes.list}>
        {goals.map((each) => (
          <Judged
            key={each.claim.text}
            {...each}
            told={told}
            mark={<Reached met={each.verdict?.holds === true && given === null} kept={broken.length === 0} />}
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
