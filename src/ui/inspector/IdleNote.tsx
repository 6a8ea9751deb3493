import { lazy, type ReactNode, Suspense, useSyncExternalStore } from 'react';
import { planOf } from '../../scenario/arm.ts';
import { changedIn, whyIdle } from '../../scenario/idle.ts';
import type { Param } from '../../sim/param/param.ts';
import { watched } from '../chart/watched.ts';
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
  const veiled = useVeil();
  const [id] = path.split('.');
  const plan = planOf(scenario, arm);
  const component = plan.components[id];
  if (veiled || !component || !results.of(arm)?.finished) return children;
  const why = whyIdle(param, {
    component,
    changed: changedIn(plan, id),
    whole: (meter) => results.whole(arm, `${id}.${meter}`),
    hasChart: (meter) => watched(scenario).some((watch) => watch.meter === `${id}.${meter}`),
  });
  return why === null ? children : <p className={classes.idle}>{why}</p>;
}
