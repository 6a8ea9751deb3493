import type { Param, PolicyParam } from '../sim/param/param.ts';
import { planOf } from './arm.ts';
import { policyOf } from './descriptions.ts';
import { same } from './same.ts';
import { armsOf, type Scenario } from './scenario.ts';
import { effective, targetOf } from './setting.ts';

type Policy = Readonly<{ kind: string; [param: string]: unknown }>;

/**
 * Another algorithm in the place of the present one. What is set of both keeps its value: who chooses what happens at a commit
 * has not asked for a quicker one. What is new is as in the first arm that has this algorithm at this place: with a default it
 * might be an algorithm without its fault. The rest is at its default.
 */
export function chosenPolicy(scenario: Scenario, path: string, param: PolicyParam, present: Policy, kind: string): Policy {
  const now = policyOf(param.seam, present.kind)?.params ?? {};
  const usual = (param.default.kind === kind ? param.default : { kind }) as Policy;
  const own = policyOf(param.seam, kind)?.params ?? {};
  const shown = firstWith(scenario, path, kind) ?? usual;
  const kept = Object.entries(own).flatMap(([name, each]) => {
    const value = Object.hasOwn(now, name) ? effective(now[name], present[name]) : undefined;
    // each algorithm has defaults of its own
    const isSet = value !== undefined && !same(value, now[name].default);
    const found = isSet && isLike(now[name], each) && fits(each, value) ? value : shown[name];
    return found === undefined || same(found, effective(each, usual[name])) ? [] : [[name, found] as const];
  });
  return { ...usual, ...Object.fromEntries(kept) };
}

/** The algorithm as an arm has it at the start. */
function firstWith(scenario: Scenario, path: string, kind: string): Policy | undefined {
  return armsOf(scenario)
    .map(({ id }) => targetOf(planOf(scenario, id).components, path))
    .flatMap((target) => (target.kind === 'param' ? [target.value as Policy] : []))
    .find((policy) => policy.kind === kind);
}

/** Whether two parameters of one name can be the same quantity. */
function isLike(a: Param, b: Param): boolean {
  if (a.type === 'policy') return b.type === 'policy' && a.seam === b.seam;
  return a.type === b.type && unitOf(a) === unitOf(b);
}

const unitOf = (param: Param) => ('unit' in param ? param.unit : undefined);

/** Whether a parameter can have a value that another of its type has. */
function fits(param: Param, value: unknown): boolean {
  if (value === null) return param.type === 'duration' && param.never !== undefined;
  if (typeof value === 'number' && 'min' in param) return value >= param.min && value <= param.max;
  return param.type === 'choice' ? Object.hasOwn(param.options, String(value)) : true;
}
