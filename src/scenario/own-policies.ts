import type { PolicyDescription } from './descriptions.ts';
import type { PolicyDoc } from './scenario.ts';

/** The algorithms of a document's own, by id. */
export type OwnPolicies = Readonly<Record<string, PolicyDoc>>;

/** What code has said of itself when it was run, by what it is and its source: the same code always says the same. */
const described = new Map<string, PolicyDescription>();
let inUse: OwnPolicies = {};

const keyOf = (id: string, { seam, source }: PolicyDoc) => `${seam}/${id}\n${source}`;

/** Keeps what a document's own policy has said of itself: its parameters are checked, and have sliders, from now on. */
export function describePolicy(id: string, policy: PolicyDoc, description: PolicyDescription): void {
  described.set(keyOf(id, policy), description);
}

/** Says whose own policies count from now on: those of the document that is being read, or looked at. */
export function adoptPolicies(policies: OwnPolicies): void {
  inUse = policies;
}

/** The same while something is done with another document. */
export function withPolicies<T>(policies: OwnPolicies, act: () => T): T {
  const before = inUse;
  inUse = policies;
  try {
    return act();
  } finally {
    inUse = before;
  }
}

/** One of a seam by its id, as the document has it; undefined where there is none. */
export function ownPolicyOf(seam: string, id: string): PolicyDoc | undefined {
  const own = Object.hasOwn(inUse, id) ? inUse[id] : undefined;
  return own?.seam === seam ? own : undefined;
}

/** What is known of it; undefined as long as its code has not run. */
export function ownDescriptionOf(seam: string, id: string): PolicyDescription | undefined {
  const own = ownPolicyOf(seam, id);
  return own && described.get(keyOf(id, own));
}

/** All of a seam, for menus; of one whose code has not run only its title is known. */
export function ownDescriptionsOf(seam: string): readonly PolicyDescription[] {
  return Object.entries(inUse)
    .filter(([, own]) => own.seam === seam)
    .map(
      ([id, own]) =>
        ownDescriptionOf(seam, id) ?? {
          id,
          title: own.title ?? id,
          summary: 'Of this scenario’s own; its code has not run yet.',
          params: {},
          gauges: [],
        },
    );
}

/** Whether there is one of a seam whose code has not run. */
export function hasUndescribed(seam: string): boolean {
  return Object.keys(inUse).some((id) => ownPolicyOf(seam, id) && !ownDescriptionOf(seam, id));
}

/** Which of a document's own policies something says the kind of: a plan, a component, a value. */
export function ownPoliciesIn(value: unknown, policies: OwnPolicies): readonly string[] {
  const ids = Object.keys(policies);
  if (ids.length === 0) return [];
  const found = new Set<string>();
  const walk = (each: unknown): void => {
    if (typeof each !== 'object' || each === null) return;
    const { kind } = each as { kind?: unknown };
    if (typeof kind === 'string' && ids.includes(kind)) found.add(kind);
    for (const part of Object.values(each)) walk(part);
  };
  walk(value);
  return ids.filter((id) => found.has(id));
}

/** The values that a scenario gives the parameters of one of its own policies, each once; at most four. */
export function settingsIn(scenario: object, id: string): readonly Readonly<Record<string, unknown>>[] {
  const found = new Map<string, Readonly<Record<string, unknown>>>();
  const walk = (each: unknown): void => {
    if (typeof each !== 'object' || each === null) return;
    const { kind, ...values } = each as { kind?: unknown };
    if (kind === id) found.set(JSON.stringify(values), values);
    for (const part of Object.values(each)) walk(part);
  };
  walk(scenario);
  return [...found.values()].slice(0, 4);
}
