import { armOf, componentsAt, planOf } from './arm.ts';
import { componentOf } from './descriptions.ts';
import { partsOf, provenanceOf, withSources } from './measured.ts';
import type { Preset } from './prose.ts';
import { type ArmDoc, armsOf, BASE, type ChangeDoc, LIMITS, type Scenario, type Settings, type StepDoc } from './scenario.ts';
import { effective, targetOf, withSetting } from './setting.ts';
import { withoutDeadSettings } from './without-dead-settings.ts';

/** Where an edit goes: the starting value, or a change at a moment [ms] that leaves the past as it was. */
export type Scope = 'whole-run' | { from: number };

/** A scenario with a parameter set; edits go to the arm if it is not the base. What holds for the whole run is set for all of it. */
export function withParam(scenario: Scenario, arm: string, path: string, value: unknown, scope: Scope): Scenario {
  const edited = withParamAlone(scenario, arm, path, value, scope);
  // another policy has other parameters: settings of those it does not have lead nowhere now
  return typeof value === 'object' && value !== null ? withoutDeadSettings(edited) : edited;
}

function withParamAlone(scenario: Scenario, arm: string, path: string, value: unknown, scope: Scope): Scenario {
  const target = targetOf(planOf(scenario, arm).components, path);
  const holdsThroughout = target.kind === 'param' && target.param.wholeRun === true;
  if (scope !== 'whole-run' && scope.from > 0 && !holdsThroughout) return withChangeAt(scenario, arm, scope.from, path, value);
  if (arm === BASE) return { ...scenario, components: withSetting(scenario.components, path, value) };
  return withArm(scenario, arm, (doc) => ({ ...doc, set: withPath(doc.set, path, value) }));
}

/** A component set as a preset says: its values, and everything else that it is about at its default; title and wires stay. */
export function withPreset(
  scenario: Scenario,
  arm: string,
  id: string,
  { values, about }: Pick<Preset, 'values' | 'about'>,
  scope: Scope,
): Scenario {
  const now = scope === 'whole-run' ? planOf(scenario, arm).components : componentsAt(scenario, arm, scope.from);
  const records = componentOf(now[id].kind)?.params ?? {};
  return (about ?? Object.keys(records)).reduce((edited, name) => {
    const param = records[name];
    const wanted = effective(param, values[name]);
    return JSON.stringify(wanted) === JSON.stringify(effective(param, now[id][name]))
      ? edited
      : withParam(edited, arm, `${id}.${name}`, wanted, scope);
  }, scenario);
}

/** Adds a setting to a change at that moment, or makes one; one gesture is one change. */
function withChangeAt(scenario: Scenario, arm: string, at: number, path: string, value: unknown): Scenario {
  const place = (changes: readonly ChangeDoc[]): readonly ChangeDoc[] => {
    const i = changes.findIndex((change) => change.at === at && !change.over);
    if (i >= 0) return changes.map((change, k) => (k === i ? { ...change, set: withPath(change.set, path, value) } : change));
    return [...changes, { at, set: { [path]: value } }].sort((a, b) => a.at - b.at);
  };
  return withChanges(scenario, arm, place);
}

/** A setting of the whole policy makes settings of its parts void. */
function withPath(set: Settings, path: string, value: unknown): Settings {
  const kept = Object.entries(set).filter(([other]) => other !== path && !other.startsWith(`${path}.`));
  return Object.fromEntries([...kept, [path, value]]);
}

export function changesOf(scenario: Scenario, arm: string): readonly ChangeDoc[] {
  return arm === BASE ? scenario.changes : armOf(scenario, arm).changes;
}

export function withChanges(scenario: Scenario, arm: string, edit: (changes: readonly ChangeDoc[]) => readonly ChangeDoc[]): Scenario {
  if (arm === BASE) return { ...scenario, changes: edit(scenario.changes) };
  return withArm(scenario, arm, (doc) => ({ ...doc, changes: edit(doc.changes) }));
}

/** Moves a change to another moment [ms]. */
export function withChangeMoved(scenario: Scenario, arm: string, index: number, at: number): Scenario {
  const within = Math.min(scenario.duration, Math.max(0, Math.round(at)));
  return withChanges(scenario, arm, (changes) => changes.map((change, i) => (i === index ? { ...change, at: within } : change)));
}

export function withoutChange(scenario: Scenario, arm: string, index: number): Scenario {
  return withChanges(scenario, arm, (changes) => changes.filter((_, i) => i !== index));
}

function withArm(scenario: Scenario, id: string, edit: (arm: ArmDoc) => ArmDoc): Scenario {
  return { ...scenario, arms: scenario.arms.map((arm) => (arm.id === id ? edit(arm) : arm)) };
}

/** A copy of an arm, to change and compare; null when there are as many as a picture can hold. */
export function withArmCopied(scenario: Scenario, from: string): { scenario: Scenario; id: string } | null {
  if (scenario.arms.filter(({ id }) => id !== BASE).length >= LIMITS.arms - 1) return null;
  const taken = new Set(armsOf(scenario).map(({ id }) => id));
  let n = 2;
  while (taken.has(`arm-${n}`)) n++;
  const id = `arm-${n}`;
  const source = armOf(scenario, from);
  const named = scenario.arms.some((arm) => arm.id === BASE)
    ? scenario.arms
    : [{ id: BASE, title: 'As it was', set: {}, changes: [] }, ...scenario.arms];
  const title = `Copy of ${named.find((arm) => arm.id === from)?.title}`.slice(0, LIMITS.titleLength);
  return { scenario: { ...scenario, arms: [...named, { id, title, set: source.set, changes: source.changes }] }, id };
}

export function withoutArm(scenario: Scenario, id: string): Scenario {
  const arms = scenario.arms.filter((arm) => arm.id !== id);
  const without = (claims: Scenario['claims']) => claims.filter((claim) => !mentions(claim, id));
  const [claims, goals, keep] = [scenario.claims, scenario.goals, scenario.keep].map(without);
  const story = scenario.story.map((step) => stepWithoutArm(step, id));
  return { ...scenario, arms: arms.length === 1 && arms[0].id === BASE ? [] : arms, story, claims, goals, keep };
}

/** A step that neither shows an arm nor has numbers of it. */
function stepWithoutArm(step: StepDoc, arm: string): StepDoc {
  const plain = (text: string) =>
    withSources(text, (source) => {
      const from = provenanceOf(source);
      return typeof from === 'string' || partsOf(from).every((part) => part.arm !== arm) ? source : null;
    });
  const { arms: shown, text, fold, ask, ...rest } = step;
  const arms = shown?.filter((each) => each !== arm);
  return {
    ...rest,
    text: plain(text),
    ...(fold && { fold: { ...fold, text: plain(fold.text) } }),
    ...(ask && {
      ask: {
        ...ask,
        question: plain(ask.question),
        choices: ask.choices.map((choice) => ({ ...choice, ...(choice.because && { because: plain(choice.because) }) })),
        ...(ask.why && { why: plain(ask.why) }),
      },
    }),
    ...(arms && arms.length > 0 && { arms }),
  };
}

function mentions(claim: Scenario['claims'][number], arm: string): boolean {
  return claim.arm === arm || (typeof claim.than === 'object' && claim.than.arm === arm);
}

export function withArmTitle(scenario: Scenario, id: string, title: string): Scenario {
  if (id === BASE && !scenario.arms.some((arm) => arm.id === BASE))
    return { ...scenario, arms: [{ id: BASE, title, set: {}, changes: [] }, ...scenario.arms] };
  return withArm(scenario, id, (arm) => ({ ...arm, title }));
}

/** Whether an arm's value of a parameter differs from the base's at the start, or changes at another time. */
export function differsByArm(scenario: Scenario, path: string): boolean {
  const values = armsOf(scenario).map(({ id }) => {
    const target = targetOf(planOf(scenario, id).components, path);
    return target.kind === 'param' ? JSON.stringify(target.value) : '';
  });
  return values.some((value) => value !== values[0]);
}
