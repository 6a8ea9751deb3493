import { wiresOf } from '../sim/param/wires.ts';
import { changeIn } from './arm.ts';
import { type Check, isId, join, oneOf, plain } from './check.ts';
import { checkWiring, wiresNamed } from './check-wiring.ts';
import type { Acts } from './component-doc.ts';
import { componentOf } from './descriptions.ts';
import { BASE, LIMITS } from './limits.ts';
import type { ArmDoc, Scenario } from './scenario.ts';
import { type Components, targetOf, withSetting } from './setting.ts';

/** Builds every arm up from its settings and changes, in their order, and checks what comes out. */
export function checkArms(check: Check, scenario: Scenario): void {
  checkArm(check, scenario, { id: BASE, title: '', set: {}, changes: [] }, '');
  scenario.arms.forEach((arm, i) => {
    if (check.problems.length > 0) return;
    if (arm.id !== BASE) checkArm(check, scenario, arm, `arms[${i}]`);
    else if (Object.keys(arm.set).length > 0 || arm.changes.length > 0)
      check.problem(`arms[${i}]`, plain('settings for the base arm'), 'only a title: the scenario itself is the base');
  });
  scenario.story.forEach((step, i) => {
    if (!step.set || check.problems.length > 0) return;
    let state: Components = scenario.components;
    for (const [path, value] of Object.entries(step.set)) state = apply(check, `story[${i}].set`, state, path, value, 'story');
  });
}

function checkArm(check: Check, scenario: Scenario, arm: ArmDoc, where: string): void {
  let state: Components = scenario.components;
  for (const [path, value] of Object.entries(arm.set)) state = apply(check, `${where}.set`, state, path, value, 'arm');
  if (check.problems.length > 0) return;
  checkWiring(check, where === '' ? 'components' : `${where}: components`, state);
  const own = arm.changes.map((change, i) => ({ change, path: `${where}.changes[${i}]` }));
  // what is changed everywhere must be there in the base; an arm may do without
  const base = scenario.changes.flatMap((change, i) =>
    (where === '' ? [change] : changeIn(state, change)).map((part) => ({ change: part, path: `changes[${i}]` })),
  );
  const ordered = [...base, ...own].sort((a, b) => a.change.at - b.change.at);
  for (const { change, path } of ordered) {
    for (const [target, value] of Object.entries(change.set)) {
      if (change.over) checkRamp(check, join(`${path}.set`, target), state, target, value);
      state = apply(check, `${path}.set`, state, target, value, 'change');
      if (check.problems.length > 0) return;
      if (mayNameWire(state, target)) checkWiresNamed(check, join(`${path}.set`, target), state, target.split('.')[0]);
    }
    checkActs(check, join(path, 'do'), state, change.do ?? {});
  }
}

/** Whether a setting can say which wire something goes over: a wire's name, or a policy that has one. */
function mayNameWire(state: Components, target: string): boolean {
  const found = targetOf(state, target);
  return found.kind === 'param' && (found.param.type === 'policy' || (found.param.type === 'text' && found.param.names === 'wire'));
}

function checkWiresNamed(check: Check, path: string, state: Components, id: string): void {
  const wires = wiresOf(state[id].calls).map(({ name }) => name);
  const lost = wiresNamed(state, id, id).find(({ wire }) => !wires.includes(wire));
  if (lost) check.problem(path, lost.wire, `one of "calls": ${wires.join(', ') || 'empty'}`);
}

function checkRamp(check: Check, path: string, state: Components, target: string, value: unknown): void {
  const found = targetOf(state, target);
  if (found.kind !== 'param') return;
  const type = found.param.type;
  if (
    (type !== 'number' && type !== 'ratio' && type !== 'integer' && type !== 'duration') ||
    typeof found.value !== 'number' ||
    typeof value !== 'number'
  ) {
    check.problem(path, value, 'a number that changes from a number, since the change is spread "over" a time');
  }
}

function checkActs(check: Check, where: string, state: Components, acts: Acts): void {
  for (const [id, act] of Object.entries(acts)) {
    const description = Object.hasOwn(state, id) ? componentOf(state[id].kind) : undefined;
    if (!description) {
      check.problem(join(where, id), plain(`there is no component ${id}`), oneOf(id, Object.keys(state)));
      continue;
    }
    const known = (description.acts ?? []).map(({ name }) => name);
    if (known.includes(act)) continue;
    const kind = description.title.toLowerCase();
    check.problem(
      join(where, id),
      act,
      known.length > 0 ? oneOf(act, known) : `nothing: a component of kind ${kind} does nothing on command`,
    );
  }
}

/**
 * Checks one setting and makes it. Components, wires and routines may change only in an arm's settings; what holds for
 * the whole run may also in a step of the story, which sets it for the whole run.
 */
function apply(
  check: Check,
  where: string,
  state: Components,
  path: string,
  value: unknown,
  place: 'arm' | 'story' | 'change',
): Components {
  const here = join(where, path);
  const target = targetOf(state, path);
  if (place !== 'arm' && ['component', 'wires', 'wire', 'routine'].includes(target.kind)) {
    if (target.kind === 'component')
      check.problem(here, plain('a whole component'), 'a parameter, as component.parameter: components come and go only in an arm’s "set"');
    else {
      const what = target.kind === 'wire' ? 'a wire' : target.kind;
      check.problem(here, plain(`a change of ${what}`), 'a parameter: wiring changes only in an arm’s "set"');
    }
    return state;
  }
  switch (target.kind) {
    case 'nowhere':
      check.problem(
        here,
        plain(target.reason),
        target.options.length > 0 ? oneOf(path.split('.').at(-1), target.options) : 'a path that exists',
      );
      return state;
    case 'param':
      if (place === 'change' && target.param.wholeRun)
        check.problem(here, plain('a change of what holds for the whole run'), 'this in the component itself, or in an arm’s "set"');
      else check.value(here, target.param, value);
      break;
    case 'undescribed':
      check.undescribed(here, value);
      break;
    case 'component':
      if (!isId(target.id))
        check.problem(here, plain(`the id ${JSON.stringify(target.id)}`), 'a lower-case letter, then letters, digits or hyphens');
      else if (value !== null) check.component(here, value);
      break;
    case 'wires':
      check.wires(here, value, componentOf(state[target.id].kind)!);
      break;
    case 'wire':
      if (!isId(target.wire))
        check.problem(here, plain(`the name ${JSON.stringify(target.wire)}`), 'a lower-case letter, then letters, digits or hyphens');
      else if (value !== null) check.wire(here, value, componentOf(state[target.id].kind)!);
      break;
    case 'routine':
      check.routine(here, value);
      break;
    case 'title':
      check.text(here, value, LIMITS.titleLength);
  }
  return check.problems.length > 0 ? state : withSetting(state, path, value);
}
