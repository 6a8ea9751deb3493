import { borrowing, type When } from '../sim/param/borrowing.ts';
import type { ParamRecord, PolicyParam } from '../sim/param/param.ts';
import type { StepDescription, StepField } from '../sim/param/step.ts';
import type { Strain } from '../sim/param/strain.ts';
import type { LooksAt, Trait } from '../sim/param/trait.ts';
import type { Carried } from '../sim/param/wires.ts';
import type { ComponentDoc } from './component-doc.ts';
import first from './first-descriptions.json' with { type: 'json' };
import { ownDescriptionOf, ownDescriptionsOf } from './own-policies.ts';

export interface PolicyDescription {
  id: string;
  title: string;
  summary: string;
  params: ParamRecord;
  /** Of what breaks something: values at which that shows within seconds. */
  acute?: Readonly<Record<string, unknown>>;
  /** What it looks at of a request. */
  looksAt?: readonly Trait[];
  /** Numbers that show its inner state; meters of these names exist while it is in use. */
  gauges: readonly { name: string; label: string; unit: string }[];
}

/** Who calls, who asks for leases, who is asked, and to whom connections are kept. */
export function borrowingIn(components: Readonly<Record<string, ComponentDoc>>) {
  const kindIn = (id: string) => (Object.hasOwn(components, id) ? componentOf(components[id].kind) : undefined);
  return borrowing(
    components,
    (id) => kindIn(id)?.takes ?? [],
    (id) => kindIn(id)?.sends ?? [],
    descriptions.steps,
  );
}

export interface SeamDescription {
  title: string;
  summary: string;
  policies: readonly PolicyDescription[];
}

export type MeterKind = 'rate' | 'rate-by-arrival' | 'ratio' | 'level' | 'share' | 'quantile' | 'mean' | 'reading';

export interface MeterDescription {
  name: string;
  label: string;
  unit: string;
  kind: MeterKind;
  /** It exists only where the component does this. */
  when?: When;
  /** And only where these parameters have these values. */
  where?: Readonly<Record<string, string>>;
}

/** How a component is drawn; `{meter}` in a text stands for that meter's figure at the playhead. */
export interface Face {
  line: string;
  alerts?: readonly { meter: string; text: string; tone: 'retry' | 'error' }[];
  strains?: readonly Strain[];
  cells?: { filled: string; of: string };
  column?: string;
  shows: readonly string[];
}

export interface ComponentDescription {
  id: string;
  title: string;
  summary: string;
  params: ParamRecord;
  scopes: Readonly<Record<string, string>>;
  /** What comes to it over wires that lead to it, and what it sends over its own. */
  takes: readonly Carried[];
  sends: readonly Carried[];
  /** How many wires of its own it needs to do its work, and may have. */
  calls: { least: number; most: number };
  /** What a change can tell it to do, once. */
  acts?: readonly { name: string; label: string }[];
  routine: boolean;
  /** What it is to whoever looks at a run: views name the role that they need. */
  roles?: readonly string[];
  /** Names of what it reports, by number. */
  facts: readonly string[];
  face: Face;
  /** Parameters that say what comes from it. */
  traffic?: readonly string[];
  /** Values that a new one begins with. */
  starts?: Readonly<Record<string, unknown>>;
  /** Meters that a new one is charted by, what says most first. */
  charts?: readonly string[];
  /** Whether it has presets of all of it, or of how it calls alone. */
  presets?: 'whole' | 'calls';
  /** What it looks at of what comes to it, besides what its policies do. */
  looksAt?: LooksAt;
  meters: readonly MeterDescription[];
}

/**
 * What there is in the simulated world, but for the sentences that explain parameters (`helpOf` of the prose). Written by
 * `npm run generate` from the files that define it.
 */
const names = new Map<StepField, string>();

interface Descriptions {
  components: ComponentDescription[];
  seams: Record<string, SeamDescription>;
  /** The steps of routines. */
  steps: StepDescription[];
}

/** Those that have been learned: at first what a first visit needs, everything once `every-description.ts` is loaded. */
export const descriptions: Readonly<Descriptions> = { components: [], seams: {}, steps: [] };

/** Adds to what is known. */
export function learn(more: unknown): void {
  const { components, seams, steps = [] } = more as Descriptions;
  descriptions.components.push(...components);
  descriptions.components.sort((a, b) => (a.id < b.id ? -1 : 1));
  Object.assign(descriptions.seams, seams);
  descriptions.steps.push(...steps);
  names.clear();
}

export function componentOf(kind: string): ComponentDescription | undefined {
  return descriptions.components.find(({ id }) => id === kind);
}

/** Whether a seam's policies are something wrong. */
export const isFaultSeam = (seam: string): boolean => seam === 'fault' || seam.endsWith('-fault');

/** The parameters that a wire may set for itself alone: those that say how a component calls. */
export function wireParams({ params }: ComponentDescription): ParamRecord {
  return Object.fromEntries(Object.entries(params).filter(([, { whenCalling }]) => whenCalling));
}

/** The algorithms that a policy parameter can choose from: the default first, then those that do nothing, then by title. */
export function policiesOf(param: PolicyParam): readonly PolicyDescription[] {
  const rank = ({ id }: PolicyDescription) => (id === 'none' || id === 'unlimited' ? 0 : 1);
  return [...(descriptions.seams[param.seam]?.policies ?? []), ...ownDescriptionsOf(param.seam)].sort(
    (a, b) => rank(a) - rank(b) || a.title.localeCompare(b.title, 'en'),
  );
}

/** Where a parameter is described: `component.parameter`, `seam/policy.parameter` or `step/id.field`. */
export function nameOf(param: StepField): string {
  if (names.size === 0) {
    const add = (prefix: string, params: StepDescription['fields']) => {
      for (const [name, each] of Object.entries(params)) names.set(each, `${prefix}.${name}`);
    };
    for (const { id, params } of descriptions.components) add(id, params);
    for (const [seam, { policies }] of Object.entries(descriptions.seams))
      for (const { id, params } of policies) add(`${seam}/${id}`, params);
    for (const { id, fields } of descriptions.steps) add(`step/${id}`, fields);
  }
  return names.get(param) ?? '';
}

/** A built-in one, or one of the document's own whose code has run. */
export function policyOf(seam: string, kind: string): PolicyDescription | undefined {
  return descriptions.seams[seam]?.policies.find(({ id }) => id === kind) ?? ownDescriptionOf(seam, kind);
}

learn(first);
