import { lazy, type ReactNode, Suspense, useMemo, useSyncExternalStore } from 'react';
import { planOf } from '../../scenario/arm.ts';
import { whyIdle } from '../../scenario/idle.ts';
import { watched } from '../../scenario/watched.ts';
import type { Param } from '../../sim/param/param.ts';
import { leastOn } from '../param/sliderScale.ts';
import { useOriginal } from '../param/useOriginal.ts';
import { formatQuantity } from '../quantity.ts';
import { results, useResults } from '../samples/results.ts';
import { useDocument } from '../store/document.ts';
import { useSession } from '../store/session.ts';
import { useVeil } from '../story/goToStep.ts';
import classes from './Inspector.module.css';

/** Said of a move, seldom. */
const VainNote = lazy(() => import('./VainNote.tsx'));

/** Says so where a control does nothing, unless that would answer the question that is open. */
export function IdleNote({ path, param }: { path: string; param: Param }) {
  const moved = <Moved path={path} />;
  return param.idle ? (
    <Why path={path} param={param}>
      {moved}
    </Why>
  ) : (
    moved
  );
}

/** What came of the last move, where it was of this parameter. */
function Moved({ path }: { path: string }) {
  const isMoved = useSyncExternalStore(results.subscribeSlowly, () => results.isMoved(path));
  return isMoved ? (
    <Suspense>
      <VainNote path={path} />
    </Suspense>
  ) : null;
}

/** Why a parameter does nothing; where it may do something, what came of it. */
function Why({ path, param, children }: { path: string; param: Param; children: ReactNode }) {
  const results = useResults();
  const scenario = useDocument((state) => state.scenario);
  const arm = useSession((state) => state.arm);
  const original = useOriginal(path, param);
  const veiled = useVeil();
  const plan = useMemo(() => planOf(scenario, arm), [scenario, arm]);
  if (veiled || !results.of(arm)?.finished) return children;
  const charts = watched(scenario).map(({ meter }) => meter);
  const measured = {
    whole: (meter: string) => results.whole(arm, meter),
    peak: (name: string) => results.peak(arm, name),
    hasChart: (meter: string) => charts.includes(meter),
  };
  const why = whyIdle(plan, path, measured, leastOn(param, original), formatQuantity);
  // what holds for a whole policy is said of it, not of each of its parameters
  return why?.path === path ? <p className={classes.idle}>{why.sentence}</p> : children;
}
