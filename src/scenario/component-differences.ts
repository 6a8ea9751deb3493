import { type Wire, wiresOf } from '../sim/param/wires.ts';
import { changedParams } from './changed-params.ts';
import { componentOf, wireParams } from './descriptions.ts';
import { same } from './same.ts';
import type { ComponentDoc } from './scenario.ts';
import type { Components } from './setting.ts';
import { type Figures, titleOf, turned, within } from './wording.ts';

/** What is otherwise in these components, a sentence each. */
export function componentDifferences(before: Components, after: Components, figures: Figures): readonly string[] {
  const gone = Object.keys(before).filter((id) => !Object.hasOwn(after, id));
  const sentences = gone.map((id) => `${named(before, id)} removed`);
  for (const [id, doc] of Object.entries(after)) {
    if (!Object.hasOwn(before, id)) sentences.push(`${named(after, id)} added`);
    else if (before[id] !== doc) sentences.push(...ofOne(id, before, after, figures));
  }
  return sentences;
}

function named(components: Components, id: string): string {
  const kind = componentOf(components[id].kind)?.title ?? components[id].kind;
  const title = titleOf(components, id);
  return kind.toLowerCase() === title.toLowerCase() ? title : `${kind} “${title}”`;
}

function ofOne(id: string, before: Components, after: Components, figures: Figures): string[] {
  const [was, is] = [before[id], after[id]];
  const [title, name] = [titleOf(after, id), within(titleOf(after, id))];
  const description = componentOf(is.kind);
  const sentences: string[] = [];
  if (titleOf(before, id) !== title) sentences.push(`“${titleOf(before, id)}” is called “${title}”`);
  if (was.kind !== is.kind) {
    sentences.push(`${title} ${within(componentOf(was.kind)?.title ?? was.kind)} → ${within(description?.title ?? is.kind)}`);
    return sentences;
  }
  for (const { chain, from, to } of changedParams(description?.params ?? {}, was, is))
    sentences.push(turned(chain, name, from, to, figures));
  if (!same(was.routine ?? [], is.routine ?? [])) sentences.push(`Routine of ${name} changed`);
  if (was.calls !== is.calls) sentences.push(...ofWires(was, is, name, before, after, figures));
  return sentences;
}

function ofWires(was: ComponentDoc, is: ComponentDoc, name: string, before: Components, after: Components, figures: Figures): string[] {
  const [own, other] = [wiresOf(is.calls), wiresOf(was.calls)];
  const wire = ({ to }: Wire, components: Components) => `from ${name} to ${within(titleOf(components, to))}`;
  const sentences = other
    .filter((each) => !own.some((still) => still.name === each.name))
    .map((each) => `Wire ${wire(each, before)} removed`);
  const description = componentOf(is.kind);
  const records = description ? wireParams(description) : {};
  for (const each of own) {
    const earlier = other.find((candidate) => candidate.name === each.name);
    if (!earlier) {
      sentences.push(`Wire ${wire(each, after)} added`);
      continue;
    }
    if (earlier.to !== each.to) sentences.push(`Wire ${wire(earlier, before)} now leads to ${within(titleOf(after, each.to))}`);
    // what neither says of itself is as its component says
    const set = new Set([...Object.keys(earlier.settings), ...Object.keys(each.settings)]);
    const told = Object.fromEntries(Object.entries(records).filter(([param]) => set.has(param)));
    for (const { chain, from, to } of changedParams(told, { ...was, ...earlier.settings }, { ...is, ...each.settings }))
      sentences.push(turned(chain, `the wire ${wire(each, after)}`, from, to, figures));
  }
  if (sentences.length === 0 && !same(own.map(order), other.map(order))) sentences.push(`Wires of ${name} in another order`);
  return sentences;
}

const order = ({ name }: Wire): string => name;
