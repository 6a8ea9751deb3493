import { componentsAt } from './arm.ts';
import { changedParams } from './changed-params.ts';
import { componentOf } from './descriptions.ts';
import { namedParam } from './named-param.ts';
import { same } from './same.ts';
import type { ChangeDoc, Scenario } from './scenario.ts';
import type { Components } from './setting.ts';
import { arrow, type Figures, listed, nameOf, titleOf, turned, valueIn, within } from './wording.ts';

/** A scenario and the arm of it whose changes are spoken of. */
export interface Told {
  scenario: Scenario;
  arm: string;
}

type Changes = readonly ChangeDoc[];

/** Of each sort no more are told one by one. */
const MOST_TOLD = 30;

/** What happens otherwise in the course of the run, a sentence each: changes have no names, so what is most alike is the same. */
export function changeDifferences(was: Told, before: Changes, is: Told, after: Changes, figures: Figures): readonly string[] {
  if (before === after) return [];
  const { clock } = figures;
  let gone = before;
  let come = after;
  /** Pairs each that has come, in order, with the first that is gone of the same key; none where that is null. */
  const pair = (keyOf: (change: ChangeDoc) => string | null): readonly (readonly [ChangeDoc, ChangeDoc])[] => {
    const waiting = new Map<string, ChangeDoc[]>();
    for (const change of gone) {
      const key = keyOf(change);
      if (key === null) continue;
      const same = waiting.get(key);
      if (same) same.push(change);
      else waiting.set(key, [change]);
    }
    const pairs: [ChangeDoc, ChangeDoc][] = [];
    const left: ChangeDoc[] = [];
    for (const change of come) {
      const earlier = waiting.get(keyOf(change) ?? '')?.shift();
      if (earlier) pairs.push([earlier, change]);
      else left.push(change);
    }
    const paired = new Set(pairs.map(([earlier]) => earlier));
    gone = gone.filter((change) => !paired.has(change));
    come = left;
    return pairs;
  };
  const moved = (a: ChangeDoc, b: ChangeDoc) => (a.at === b.at ? [] : [`${what(is, b, figures)}: ${clock(a.at)} → ${clock(b.at)}`]);
  const edited = (a: ChangeDoc, b: ChangeDoc) => [...moved(a, b), ...contents(was, a, is, b, figures)];
  pair(canonical);
  const elsewhen = pair((change) => canonical({ ...change, at: 0 }));
  const otherwise = [...pair(({ at }) => String(at)), ...pair(({ note = '' }) => (note === '' ? null : note))];
  return [
    ...told(elsewhen, ([a, b]) => moved(a, b), 'at other times'),
    ...told(otherwise, ([a, b]) => edited(a, b), 'that do something else'),
    ...told(gone, (change) => [`No longer at ${clock(change.at)}: ${within(what(was, change, figures))}`], 'fewer'),
    ...told(come, (change) => [`New at ${clock(change.at)}: ${within(what(is, change, figures))}`], 'more'),
  ];
}

/** A sentence for each, or for all where they are very many. */
function told<T>(all: readonly T[], tell: (one: T) => readonly string[], how: string): readonly string[] {
  return all.length <= MOST_TOLD ? all.flatMap(tell) : [`${all.length.toLocaleString('en')} changes ${how}`];
}

/** What a value says, the same text whatever the order of its keys. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
}

/** What is otherwise in a change at the same moment. */
function contents(was: Told, a: ChangeDoc, is: Told, b: ChangeDoc, figures: Figures): string[] {
  const at = `At ${figures.clock(b.at)}`;
  const sentences: string[] = [];
  const [before, after] = [stateAt(was, a), stateAt(is, b)];
  const [from, to] = [
    { ...a.set, ...prefixed(a.do) },
    { ...b.set, ...prefixed(b.do) },
  ];
  for (const path of new Set([...Object.keys(from), ...Object.keys(to)])) {
    if (same(from[path], to[path])) continue;
    const meant = namedParam(after, path);
    const [own, holders] = [meant?.chain.at(-1), meant?.chain.slice(0, -1)];
    if (Object.hasOwn(from, path) && Object.hasOwn(to, path) && meant && own && namedParam(before, path)?.chain.at(-1) === own) {
      for (const each of changedParams({ own }, { own: from[path] }, { own: to[path] }, holders))
        sentences.push(`${at}, ${within(turned(each.chain, meant.of, each.from, each.to, figures))}`);
    } else {
      if (Object.hasOwn(from, path)) sentences.push(`${at}, no longer: ${within(said(before, path, from[path], figures))}`);
      if (Object.hasOwn(to, path)) sentences.push(`${at}, new: ${within(said(after, path, to[path], figures))}`);
    }
  }
  if ((a.over ?? 0) !== (b.over ?? 0))
    sentences.push(`${at}, spread over ${arrow(figures.quantity(a.over ?? 0, 'ms'), figures.quantity(b.over ?? 0, 'ms'))}`);
  if ((a.note ?? '') !== (b.note ?? '')) sentences.push(`${at}, note “${a.note ?? ''}” → “${b.note ?? ''}”`);
  return sentences;
}

/** Acts beside settings: no path begins so. */
const ACT = '!';
const prefixed = (acts: ChangeDoc['do'] = {}) => Object.fromEntries(Object.entries(acts).map(([id, act]) => [ACT + id, act]));

/** A change in a few words: its note, or all that it says. */
function what(told: Told, change: ChangeDoc, figures: Figures): string {
  if (change.note) return `“${change.note}”`;
  const components = stateAt(told, change);
  const all = { ...change.set, ...prefixed(change.do) };
  return listed(
    Object.entries(all).map(([path, value], i) => (i === 0 ? (w: string) => w : within)(said(components, path, value, figures))),
  );
}

/** The components once a change has taken effect, policies that it chooses among them. */
function stateAt({ scenario, arm }: Told, { at, over = 0 }: ChangeDoc): Components {
  return componentsAt(scenario, arm, at + over);
}

/** A setting in words. */
function said(components: Components, path: string, value: unknown, figures: Figures): string {
  const [id] = path.split('.');
  if (id.startsWith(ACT)) {
    const own = id.slice(ACT.length);
    const act = componentOf(components[own]?.kind ?? '')?.acts?.find(({ name }) => name === value);
    return `${titleOf(components, own)}: ${within(act?.label ?? String(value))}`;
  }
  const meant = namedParam(components, path);
  if (meant) return `${nameOf(meant.chain, meant.of)} ${valueIn(meant.chain[meant.chain.length - 1], value, figures)}`;
  const title = titleOf(components, id);
  if (path === id) return value === null ? `${title} removed` : `${title} as a whole`;
  return `${path.includes('.calls') ? 'Wires' : path.endsWith('.routine') ? 'Routine' : 'Settings'} of ${within(title)}`;
}
