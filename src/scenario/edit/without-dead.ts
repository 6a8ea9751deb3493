import { changeIn, planOf } from '../arm.ts';
import { claim, document } from '../document.ts';
import { partsOf, provenanceOf, withSources } from '../measured.ts';
import { allMetersOf } from '../meters.ts';
import { armsOf, BASE, type ChangeDoc, type ClaimDoc, type Scenario } from '../scenario.ts';
import { withoutDeadSettings } from '../without-dead-settings.ts';
import { GONE, transformed } from './transformed.ts';
import { withoutLostWires } from './wire-names.ts';

/**
 * A document without what leads nowhere: settings and changes of components, charts and claims of meters, places, and
 * numbers in prose that vouch for themselves, which become plain numbers. What the base changes of components that it no
 * longer has is changed in the arms that have them.
 */
export function withoutDead(scenario: Scenario): Scenario {
  const live = withoutDeadSettings(withoutLostWires(withChangesWhereTheyLead(scenario)));
  const meters = new Set(allMetersOf(live).map(({ id }) => id));
  const components = new Map(armsOf(live).map(({ id }) => [id, planOf(live, id).components]));
  const everywhere = new Set([...components.values()].flatMap(Object.keys));
  return transformed(document, live, (field, value) => {
    if (field.type === 'meter') return meters.has(value as string) ? value : GONE;
    if (field.type === 'places') {
      const entries = Object.entries(value as object);
      const kept = entries.filter(([id]) => everywhere.has(id));
      return kept.length === entries.length ? value : Object.fromEntries(kept);
    }
    if (field.type === 'text') return withoutDeadFigures(value as string, meters);
    if (field === claim) return spokenOf(value as ClaimDoc, (arm, id) => Object.hasOwn(components.get(arm) ?? {}, id)) ? value : GONE;
    return value;
  }) as Scenario;
}

/** Whether the arms that a claim is about have the components whose meters it names. */
function spokenOf({ arm = BASE, meter, than }: ClaimDoc, isIn: (arm: string, component: string) => boolean): boolean {
  const own = (path: string) => path.slice(0, path.indexOf('.'));
  return isIn(arm, own(meter)) && (typeof than === 'number' || isIn(than.arm ?? arm, own(than.meter ?? meter)));
}

/** Numbers of prose that name a meter that is gone are plain ones. */
function withoutDeadFigures(text: string, meters: ReadonlySet<string>): string {
  return withSources(text, (source) => {
    const from = provenanceOf(source);
    return typeof from === 'string' || partsOf(from).every(({ meter }) => meters.has(meter)) ? source : null;
  });
}

/** Changes of the base that are about what only arms have now are theirs. */
function withChangesWhereTheyLead(scenario: Scenario): Scenario {
  const stays = scenario.changes.map((change) => ({ change, kept: changeIn(scenario.components, change) }));
  if (stays.every(({ change, kept }) => kept[0] === change)) return scenario;
  const leaves = stays.flatMap(({ change, kept }) => (kept[0] === change ? [] : [rest(change, kept[0])]));
  const arms = scenario.arms.map((arm) => {
    if (arm.id === BASE) return arm;
    const { components } = planOf(scenario, arm.id);
    const own = leaves.flatMap((change) => changeIn(components, change));
    return own.length === 0 ? arm : { ...arm, changes: [...own, ...arm.changes].sort((a, b) => a.at - b.at) };
  });
  return { ...scenario, changes: stays.flatMap(({ kept }) => kept), arms };
}

/** What of a change is not in a part of it. */
function rest(change: ChangeDoc, part: ChangeDoc | undefined): ChangeDoc {
  const set = Object.fromEntries(Object.entries(change.set).filter(([path]) => part === undefined || !Object.hasOwn(part.set, path)));
  const acts = Object.fromEntries(Object.entries(change.do ?? {}).filter(([id]) => !Object.hasOwn(part?.do ?? {}, id)));
  const { do: _, ...others } = change;
  return { ...others, set, ...(Object.keys(acts).length > 0 ? { do: acts } : {}) };
}
