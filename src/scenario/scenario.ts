/**
 * The document: everything a run depends on, and the lesson around it. Durations and times are in ms, rates per
 * second, ratios 0 to 1. What equals a default is left out.
 */
export interface Scenario {
  format: 1;
  title: string;
  summary: string;
  /** Name of the topic page it belongs to. */
  topic: string;
  seed: number;
  /** How long it runs [ms]. */
  duration: number;
  /** How many bins the meters cut the run into. */
  bins: number;
  components: Readonly<Record<string, ComponentDoc>>;
  changes: readonly ChangeDoc[];
  /** Variants on the same traffic, beside the base. An entry with id `base` only names the base. */
  arms: readonly ArmDoc[];
  watch: readonly WatchDoc[];
  story: readonly StepDoc[];
  claims: readonly ClaimDoc[];
  /** Claims set to the learner. */
  goals: readonly ClaimDoc[];
}

/** Kind, parameters and policies in one namespace; wires in `calls`; how a service works in `routine`. */
export interface ComponentDoc {
  kind: string;
  title?: string;
  calls?: readonly string[];
  routine?: readonly StepOfRoutine[];
  [param: string]: unknown;
}

export type StepOfRoutine =
  | 'work'
  | 'answer'
  | { work: number }
  | { call: string }
  | { par: readonly string[] }
  | { branch: number; then: readonly StepOfRoutine[]; else?: readonly StepOfRoutine[] };

/** Dotted path → value: `checkout.fault` replaces a policy, `checkout.fault.ratio` sets one of its parameters. */
export type Settings = Readonly<Record<string, unknown>>;

export interface ChangeDoc {
  /** When it takes effect [ms]. */
  at: number;
  set: Settings;
  note?: string;
  /** Spreads a change of numbers over so long [ms]. */
  over?: number;
}

export interface ArmDoc {
  id: string;
  title: string;
  set: Settings;
  changes: readonly ChangeDoc[];
}

export interface WatchDoc {
  /** `component.meter`. */
  meter: string;
  title?: string;
  scale?: 'linear' | 'log';
  /** Where the axis ends at the least, in the meter's unit. */
  max?: number;
}

export interface StepDoc {
  title: string;
  /** Markdown. */
  text: string;
  ask?: { question: string; choices: readonly string[]; answer: number; why?: string };
  /** What the step changes in the whole run when the reader lets it. */
  set?: Settings;
  /** Meters to look at, as in `watch`. */
  look?: readonly string[];
  /** Where the playhead goes [ms]. */
  at?: number;
  /** The arms it shows; all if absent. */
  arms?: readonly string[];
}

export type Statistic = 'mean' | 'value' | 'max' | 'min';
export type Relation = '<' | '<=' | '>' | '>=';

/** A statement about a run that a test checks over many seeds. */
export interface ClaimDoc {
  text: string;
  /** The arm it is about; the base if absent. */
  arm?: string;
  meter: string;
  /** The span it is about [ms]; the whole run if absent. */
  from?: number;
  to?: number;
  /** `value`: the meter over the span as a whole. `mean` is the same, and not for quantiles. */
  stat: Statistic;
  is: Relation;
  /** A number in the meter's unit, or another figure of the same seed. */
  than: number | Comparison;
  /** How many of the seeds must agree; all if absent. */
  share?: number;
}

export interface Comparison {
  arm?: string;
  meter?: string;
  from?: number;
  to?: number;
  stat?: Statistic;
  factor?: number;
  plus?: number;
}

export const BASE = 'base';

export const TOPICS = [
  'retries',
  'rate-limiting',
  'caching',
  'jobs',
  'connection-pools',
  'events',
  'webhooks',
  'docker-builds',
  'rollouts-and-migrations',
  'logging',
] as const;

/** Bounds of a document; the reader holds to them, the schema says them. */
export const LIMITS = {
  duration: { min: 1, max: 86_400_000 },
  bins: { min: 10, max: 2_000 },
  seed: { min: 0, max: Number.MAX_SAFE_INTEGER },
  components: 30,
  arms: 6,
  changes: 200,
  watch: 24,
  steps: 40,
  claims: 60,
  choices: 8,
  routine: 60,
  titleLength: 120,
  textLength: 8_000,
  listLength: 4_000,
} as const;

/** What a document leaves out, filled in. For documents that are known to be sound; `readScenario` is for all others. */
export function complete(document: Partial<Omit<Scenario, 'watch' | 'arms' | 'claims' | 'goals'>> & Record<string, unknown>): Scenario {
  const {
    title = 'Untitled',
    summary = '',
    topic = TOPICS[0],
    seed = 1,
    duration = 60_000,
    bins = 600,
    components = {},
    changes = [],
    story = [],
  } = document;
  const { watch = [], arms = [], claims = [], goals = [] } = document as Record<string, readonly never[]>;
  return {
    format: 1,
    title,
    summary,
    topic,
    seed,
    duration,
    bins,
    components,
    changes,
    arms: arms.map((arm: Partial<ArmDoc> & { id: string }) => ({ title: arm.id, set: {}, changes: [], ...arm })),
    watch: watch.map((each: string | WatchDoc) => (typeof each === 'string' ? { meter: each } : each)),
    story,
    claims: claims.map((claim: Partial<ClaimDoc>) => ({ stat: 'value', ...claim }) as ClaimDoc),
    goals: goals.map((goal: Partial<ClaimDoc>) => ({ stat: 'value', ...goal }) as ClaimDoc),
  };
}

/** Every arm of a scenario, the base first, with its title. */
export function armsOf(scenario: Scenario): readonly ArmDoc[] {
  const named = scenario.arms.find(({ id }) => id === BASE);
  const base = named ?? { id: BASE, title: scenario.arms.length > 0 ? 'Base' : scenario.title, set: {}, changes: [] };
  return [base, ...scenario.arms.filter(({ id }) => id !== BASE)];
}
