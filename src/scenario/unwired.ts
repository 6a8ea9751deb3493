import { wiresOf } from '../sim/param/wires.ts';
import { planOf } from './arm.ts';
import { type ComponentDescription, componentOf, descriptions } from './descriptions.ts';
import { BASE, type Scenario } from './scenario.ts';
import type { Components } from './setting.ts';
import { listed, within } from './wording.ts';

/**
 * Why components of an arm do nothing, or less than they could: what has no wire to it or from it. By id, each reason a
 * sentence or two that end in what to do; whatever is wired is left out. None of it keeps a scenario from running.
 */
export function unwired(scenario: Scenario, arm: string = BASE): Readonly<Record<string, readonly string[]>> {
  return unwiredIn(planOf(scenario, arm).components);
}

/** The same of components that belong together. */
export function unwiredIn(components: Components): Readonly<Record<string, readonly string[]>> {
  const called = new Set(Object.values(components).flatMap(({ calls }) => wiresOf(calls).map(({ to }) => to)));
  const found: Record<string, readonly string[]> = {};
  for (const [id, doc] of Object.entries(components)) {
    const kind = componentOf(doc.kind);
    if (!kind) continue;
    const reasons = [
      ...(kind.takes.length > 0 && !called.has(id) ? [notCalled(kind)] : []),
      ...(wiresOf(doc.calls).length < kind.calls.least ? [callsNothing(kind)] : []),
    ];
    if (reasons.length > 0) found[id] = reasons;
  }
  return found;
}

function notCalled({ takes }: ComponentDescription): string {
  if (takes.includes('calls')) return 'Nothing calls it: draw a wire from what should.';
  return `Nothing hands it work: draw a wire from ${kindsThat(({ sends }) => sends.some((each) => takes.includes(each)))}.`;
}

function callsNothing({ takes, sends }: ComponentDescription): string {
  if (!sends.includes('calls'))
    return `Nobody takes what it holds: draw a wire to ${kindsThat((kind) => kind.takes.some((each) => sends.includes(each)))}.`;
  const effect = takes.length === 0 ? 'so it sends nothing' : 'so what it would send on fails';
  return `It calls nothing, ${effect}: draw a wire to what it should call.`;
}

/** Kinds of components as they stand in a sentence: `workers`, `a service and workers`. */
export function kindsThat(are: (kind: ComponentDescription) => boolean): string {
  return listed(descriptions.components.filter(are).map(({ title }) => (title.endsWith('s') ? within(title) : `a ${within(title)}`)));
}
