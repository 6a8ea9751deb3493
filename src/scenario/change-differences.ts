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

/** What happens otherwise in the course of the run, a sentence each: changes have no names, so what is most alike is the same. */
export function changeDifferences(was: Told, before: Changes, is: Told, after: Changes, figures: Figures): readonly string[] {
  const { clock } = figures;
  const gone = [...before];
  const come = [...after];
  const sentences: string[] = [];
  const pair = (alike: (a: ChangeDoc, b: ChangeDoc) => boolean, tell: (a: ChangeDoc, b: ChangeDoc) => readonly string[]) => {
    for (const change of [...come]) {
      const i = gone.findIndex((each) => alike(each, change));
      if (i < 0) continue;
      const [earlier] = gone.splice(i, 1);
      come.splice(come.indexOf(change), 1);
      sentences.push(...tell(earlier, change));
    }
  };
  const moved = (a: ChangeDoc, b: ChangeDoc) => (a.at === b.at ? [] : [`${what(is, b, figures)}: ${clock(a.at)} → ${clock(b.at)}`]);
  const edited = (a: ChangeDoc, b: ChangeDoc) => [...moved(a, b), ...contents(was, a, is, b, figures)];
  pair(same, () => []);
  pair((a, b) => same({ ...a, at: 0 }, { ...b, at: 0 }), moved);
  pair((a, b) => a.at === b.at, edited);
  pair((a, b) => (a.note ?? '') !== '' && a.note === b.note, edited);
  for (const change of gone) sentences.push(`No longer at ${clock(change.at)}: ${within(what(was, change, figures))}`);
  for (const change of come) sentences.push(`New at ${clock(change.at)}: ${within(what(is, change, figures))}`);
  return sentences;
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
