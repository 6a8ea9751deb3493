import { planOf } from '../../scenario/arm.ts';
import { changedIn, whyIdle } from '../../scenario/idle.ts';
import { watched } from '../../scenario/watched.ts';
import type { Param } from '../../sim/param/param.ts';
import { useResults } from '../samples/results.ts';
import { useDocument } from '../store/document.ts';
import { useSession } from '../store/session.ts';
import { useVeil } from '../story/goToStep.ts';
import classes from './Inspector.module.css';

/** Says so where a control does nothing, unless that would answer the question that is open. */
export function IdleNote({ path, param }: { path: string; param: Param }) {
  return param.idle ? <Why path={path} param={param} /> : null;
}

function Why({ path, param }: { path: string; param: Param }) {
  const results = useResults();
  const scenario = useDocument((state) => state.scenario);
  const arm = useSession((state) => state.arm);
  const veiled = useVeil();
  const [id] = path.split('.');
  const plan = planOf(scenario, arm);
  const component = plan.components[id];
  if (veiled || !component || !results.of(arm)?.finished) return null;
  const charted = new Set(watched(scenario).map(({ meter }) => meter));
  const why = whyIdle(param, {
    component,
    changed: changedIn(plan, id),
    whole: (meter) => results.whole(arm, `${id}.${meter}`),
    hasChart: (meter) => charted.has(`${id}.${meter}`),
  });
  return why === null ? null : <p className={classes.idle}>{why}</p>;
}
