import { wiresOf } from '../sim/param/wires.ts';
import { planOf } from './arm.ts';
import { changesOf, withChanges } from './edit.ts';
import { judgedArms, keptIn, leadsInto } from './given-paths.ts';
import { same } from './same.ts';
import { sameAt, writtenAt } from './same-at.ts';
import { BASE, type ChangeDoc, type ComponentDoc, type Scenario } from './scenario.ts';
import { type Components, targetOf, withSetting, withSettings } from './setting.ts';
import { withoutDeadSettings } from './without-dead-settings.ts';

/**
 * A scenario with everything put back that the goals of its original take as given, in the arms that they judge; the very
 * same if all of it is as it was. That is: what comes (`traffic` of whoever sends), what is wrong from the start, what the
 * original changes in the course of the run, its length and its bins, and what it names as `fixed`; not what it names as `free`.
 * Values that a step of the story sets are the original's own. Goals that the original does not have take nothing as given.
 */
export function withGiven(original: Scenario, scenario: Scenario): Scenario {
  if (scenario === original) return scenario;
  const arms = judgedArms(original, scenario);
  if (arms.length === 0) return scenario;
  const { duration, bins } = original;
  const framed = scenario.duration === duration && scenario.bins === bins ? scenario : { ...scenario, duration, bins };
  const back = arms.reduce((done, arm) => withCourse(original, withStart(original, done, arm), arm), framed);
  return back === scenario ? scenario : withoutDeadSettings(back);
}

const touches = (a: string, b: string) => leadsInto(a, b) || leadsInto(b, a);

/** What it was before anybody moved it, or as a step of the story has it: each alone, and one after the other. */
function* lessonStates(original: Scenario): Generator<Scenario> {
  yield original;
  let told = original;
  for (const { set } of original.story) {
    if (!set) continue;
    yield { ...original, components: withSettings(original.components, set) };
    told = { ...told, components: withSettings(told.components, set) };
    yield told;
  }
}

/** With the values that an arm begins with put back. */
function withStart(original: Scenario, scenario: Scenario, arm: string): Scenario {
  const was = planOf(original, arm).components;
  let states: readonly Components[] | null = null;
  const isTheLessons = (path: string, is: Components) => {
    if (sameAt(was, is, path)) return true;
    states ??= [...lessonStates(original)].map((state) => planOf(state, arm).components);
    return states.some((state) => sameAt(state, is, path));
  };
  return keptIn(was, original).reduce(
    (done, path) => (isTheLessons(path, planOf(done, arm).components) ? done : withValueBack(original, done, arm, path)),
    scenario,
  );
}

/** With a value put back: where all arms have it, then in the arm. */
function withValueBack(original: Scenario, scenario: Scenario, arm: string, path: string): Scenario {
  const [id] = path.split('.');
  const { components } = scenario;
  const theirs = original.components;
  let back = scenario;
  if (Object.hasOwn(theirs, id)) {
    if (!Object.hasOwn(components, id)) back = { ...scenario, components: { ...components, [id]: wiredIn(theirs[id], components) } };
    else if (!sameAt(theirs, components, path)) {
      back = { ...scenario, components: withSetting(components, path, writtenAt(theirs, path)) };
    }
  }
  if (arm === BASE) return back;
  const was = planOf(original, arm).components;
  const arms = back.arms.map((doc) => {
    if (doc.id !== arm) return doc;
    const others = Object.entries(doc.set).filter(([key, value]) => !leadsInto(key, path) && !(key === id && value === null));
    const own = Object.entries(original.arms.find((each) => each.id === arm)?.set ?? {}).filter(([key]) => leadsInto(key, path));
    return { ...doc, set: Object.fromEntries([...others, ...own]) };
  });
  back = { ...back, arms };
  const is = planOf(back, arm).components;
  if (sameAt(was, is, path)) return back;
  const setting = Object.hasOwn(is, id) ? { [path]: writtenAt(was, path) ?? whatIs(was, path) } : { [id]: wiredIn(was[id], is) };
  return { ...back, arms: arms.map((doc) => (doc.id === arm ? { ...doc, set: { ...doc.set, ...setting } } : doc)) };
}

/** What a path that nothing is written at is by default. */
function whatIs(components: Components, path: string): unknown {
  const target = targetOf(components, path);
  return target.kind === 'param' ? target.value : [];
}

/** A component with those of its wires that lead to one of these. */
function wiredIn(doc: ComponentDoc, components: Components): ComponentDoc {
  const wires = wiresOf(doc.calls).filter(({ to }) => Object.hasOwn(components, to));
  return { ...doc, calls: Object.fromEntries(wires.map(({ name, to, settings }) => [name, { to, ...settings }])) } as ComponentDoc;
}

/** With what happens in the course of an arm put back: what its original does itself, and whatever is about what is given. */
function withCourse(original: Scenario, scenario: Scenario, arm: string): Scenario {
  const [was, is] = [planOf(original, arm), planOf(scenario, arm)];
  const free = original.free ?? [];
  const changed = was.changes.flatMap(({ set }) => Object.keys(set)).filter((path) => !free.some((each) => touches(path, each)));
  const given = [...keptIn(was.components, original), ...changed];
  const acts = new Set(was.changes.flatMap(({ do: todo = {} }) => Object.entries(todo).map(String)));
  const isGiven = (path: string) => given.some((each) => touches(path, each));
  // what another policy does not have cannot be set of it
  const isDead = (path: string) => targetOf(is.components, path).kind === 'nowhere' && targetOf(was.components, path).kind !== 'nowhere';
  const part = (changes: Changes, of: boolean) =>
    changes.flatMap(({ set, do: todo = {}, ...change }): ChangeDoc[] => {
      const settings = Object.entries(set).filter(([path]) => isGiven(path) === of && !isDead(path));
      const done = Object.entries(todo).filter((act) => acts.has(String(act)) === of);
      if (settings.length + done.length === 0) return [];
      return [{ ...change, set: Object.fromEntries(settings), ...(done.length > 0 ? { do: Object.fromEntries(done) } : {}) }];
    });
  return [...new Set([BASE, arm])].reduce((done, list) => {
    const [theirs, own] = [part(changesOf(original, list), true), changesOf(done, list)];
    if (same(said(theirs), said(part(own, true)))) return done;
    return withChanges(done, list, () => [...theirs, ...part(own, false)].sort((a, b) => a.at - b.at));
  }, scenario);
}

type Changes = readonly ChangeDoc[];

/** What changes say, whichever of them says it. */
function said(changes: Changes): readonly unknown[] {
  const all = changes.flatMap(({ at, over = 0, set, do: todo = {} }) => [
    ...Object.entries(set).map(([path, value]) => ({ at, over, path, value })),
    ...Object.entries(todo).map(([path, value]) => ({ at, over: 0, path, value })),
  ]);
  return all.sort((a, b) => a.at - b.at || (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}
