import { type Calls, type Wire, wiresOf } from '../sim/param/wires.ts';
import { componentOf } from './descriptions.ts';
import { document } from './document.ts';
import { lean } from './field.ts';
import type { ComponentDoc, Scenario } from './scenario.ts';

/** The document as it is stored and shared: what equals a default or is empty is left out. */
export function documentOf(scenario: Scenario): Record<string, unknown> {
  const components = Object.fromEntries(Object.entries(scenario.components).map(([id, doc]) => [id, leanComponent(doc)]));
  return lean(document, { ...scenario, components }) as Record<string, unknown>;
}

/** The document as text, indented, for files and the clipboard. */
export function textOf(scenario: Scenario): string {
  return `${JSON.stringify(documentOf(scenario), null, 2)}\n`;
}

function leanComponent(doc: ComponentDoc): ComponentDoc {
  const records = componentOf(doc.kind)?.params ?? {};
  const entries = Object.entries(doc).filter(
    ([name, value]) => !(Object.hasOwn(records, name) && JSON.stringify(records[name].default) === JSON.stringify(value)),
  );
  const lean = Object.fromEntries(entries) as ComponentDoc;
  return doc.calls === undefined || Array.isArray(doc.calls) ? lean : { ...lean, calls: callsOf(wiresOf(doc.calls)) };
}

/** Wires as short as can be: ids alone where no wire has a name or a setting of its own. */
export function callsOf(wires: readonly Wire[]): Calls {
  if (wires.every(({ name, to, settings }) => name === to && Object.keys(settings).length === 0)) return wires.map(({ to }) => to);
  return Object.fromEntries(wires.map(({ name, to, settings }) => [name, { ...(name === to ? {} : { to }), ...settings }]));
}
