import { componentOf } from './descriptions.ts';
import type { ArmDoc, ChangeDoc, ComponentDoc, Scenario } from './scenario.ts';

/** The document as it is stored and shared: what equals a default or is empty is left out. */
export function documentOf(scenario: Scenario): Record<string, unknown> {
  const { format, title, summary, topic, seed, duration, bins, components, changes, arms, watch, story, claims, goals } = scenario;
  return {
    format,
    title,
    ...(summary === '' ? {} : { summary }),
    topic,
    seed,
    duration,
    ...(bins === 600 ? {} : { bins }),
    components: Object.fromEntries(Object.entries(components).map(([id, doc]) => [id, leanComponent(doc)])),
    ...list('changes', changes.map(leanChange)),
    ...list('arms', arms.map(leanArm)),
    ...list(
      'watch',
      watch.map((each) => (Object.keys(each).length === 1 ? each.meter : each)),
    ),
    ...list('story', story),
    ...list('claims', claims),
    ...list('goals', goals),
  };
}

/** The document as text, indented, for files and the clipboard. */
export function textOf(scenario: Scenario): string {
  return `${JSON.stringify(documentOf(scenario), null, 2)}\n`;
}

function list(key: string, items: readonly unknown[]): Record<string, unknown> {
  return items.length === 0 ? {} : { [key]: items };
}

function leanComponent(doc: ComponentDoc): Record<string, unknown> {
  const records = componentOf(doc.kind)?.params ?? {};
  const entries = Object.entries(doc).filter(
    ([name, value]) => !(Object.hasOwn(records, name) && JSON.stringify(records[name].default) === JSON.stringify(value)),
  );
  return Object.fromEntries(entries);
}

function leanChange({ at, set, note, over }: ChangeDoc): Record<string, unknown> {
  return { at, set, ...(note ? { note } : {}), ...(over ? { over } : {}) };
}

function leanArm({ id, title, set, changes }: ArmDoc): Record<string, unknown> {
  return { id, title, ...(Object.keys(set).length > 0 ? { set } : {}), ...list('changes', changes.map(leanChange)) };
}
