import type { ParamRecord, PolicyParam } from '../sim/param/param.ts';
import type { Look, Trait } from '../sim/param/trait.ts';
import { wiresOf } from '../sim/param/wires.ts';
import type { ArmPlan } from './arm.ts';
import { changedIn } from './changed-in.ts';
import { componentOf, descriptions, policyOf } from './descriptions.ts';
import { ownPolicyOf } from './own-policies.ts';
import { effective } from './setting.ts';

/** Whether anything in a run may go by a trait of requests, or is charted by it. */
export function isLookedAt(trait: Trait, plan: ArmPlan, hasChart: (meter: string) => boolean): boolean {
  return Object.keys(plan.components).some((id) => looks(trait, plan, id, hasChart));
}

function looks(trait: Trait, plan: ArmPlan, id: string, hasChart: (meter: string) => boolean): boolean {
  const doc = plan.components[id];
  const description = componentOf(doc.kind);
  const changed = changedIn(plan, id);
  if (!description || changed.has('calls')) return true;
  // what a routine asks for may have the name of a key or a tenant
  if (doc.routine && (trait === 'key' || trait === 'tenant' || trait === 'first-tenant')) return true;
  const { params, looksAt = {} } = description;
  /** What a parameter is, on its own or for one of its wires; null where that may change. */
  const valuesOf = (name: string) =>
    changed.has(name)
      ? null
      : [doc, ...wiresOf(doc.calls).map(({ settings }) => settings)]
          .filter((settings, i) => i === 0 || Object.hasOwn(settings, name))
          .map((settings) => effective(params[name], settings[name]));
  const isSet = ({ where = {}, present = [], charts }: Look) =>
    Object.entries(where).every(([name, wanted]) => valuesOf(name)?.some((value) => wanted.includes(value as never)) ?? true) &&
    present.every((name) => valuesOf(name)?.some((value) => kindOf(value) !== 'none') ?? true) &&
    (charts?.some((meter) => hasChart(`${id}.${meter}`)) ?? true);
  return (looksAt[trait] ?? []).some(isSet) || policiesIn(params).some(([name, param]) => anyLooks(trait, param, valuesOf(name)));
}

const policiesIn = (params: ParamRecord) =>
  Object.entries(params).filter((entry): entry is [string, PolicyParam] => entry[1].type === 'policy');

const kindOf = (value: unknown) => (value as { kind: string }).kind;

/** Whether a policy goes by a trait, or one that is a part of it; where it may be any of its seam, whether one of them may. */
function anyLooks(trait: Trait, { seam }: PolicyParam, values: readonly unknown[] | null): boolean {
  if (values === null) return seamLooks(trait, seam, new Set());
  return values.some((value) => {
    const policy = ownPolicyOf(seam, kindOf(value)) ? undefined : policyOf(seam, kindOf(value));
    // of code of the document's own nothing is known
    if (!policy) return true;
    const own = value as Readonly<Record<string, unknown>>;
    return (
      (policy.looksAt ?? []).includes(trait) ||
      policiesIn(policy.params).some(([name, param]) => anyLooks(trait, param, [effective(param, own[name])]))
    );
  });
}

/** Whether any policy of a seam goes by a trait, parts of it included. @param seen seams that were asked already */
function seamLooks(trait: Trait, seam: string, seen: Set<string>): boolean {
  if (seen.has(seam)) return false;
  seen.add(seam);
  return (descriptions.seams[seam]?.policies ?? []).some(
    ({ looksAt, params }) => looksAt?.includes(trait) || policiesIn(params).some(([, part]) => seamLooks(trait, part.seam, seen)),
  );
}
