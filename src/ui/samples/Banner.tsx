import { lazy, Suspense } from 'react';
import { formatClock } from '../quantity.ts';
import { useSession } from '../store/session.ts';
import classes from './Banner.module.css';
import { useResults } from './results.ts';

/** Few scenarios play a file. */
const MissingRecording = lazy(() => import('../recordings/MissingRecording.tsx'));

/** Says what is wrong with the run that is looked at, above the picture, which stays. */
export function Banner() {
  const results = useResults();
  const arm = useSession((state) => state.arm);
  const failure = results.failures.get(arm);
  const runaway = results.of(arm)?.runaway;
  const missing = results.missing.get(arm);
  if (missing) {
    return (
      <Suspense>
        <MissingRecording key={missing.hash} arm={arm} need={missing} />
      </Suspense>
    );
  }
  if (failure) {
    return (
      <p className={classes.banner} role="alert">
        The simulation stopped: {failure}. What you see is the last picture that worked. Undo the last change, or reload the page.
      </p>
    );
  }
  const warnings = results.of(arm)?.warnings ?? [];
  if (!runaway && warnings.length > 0) {
    return (
      <p className={classes.banner} data-tone="note" role="status">
        {warnings.join('. ')}.
      </p>
    );
  }
  if (!runaway) return null;
  return (
    <p className={classes.banner} role="status">
      This run was ended at {formatClock(runaway.at, true)}: {runaway.reason}.
    </p>
  );
}
