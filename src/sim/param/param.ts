import type { Trait } from './trait.ts';

/**
 * What a tunable quantity is. One record per parameter; types, defaults, validation, JSON Schema, sliders and
 * reference pages all follow from it.
 */

/**
 * What has to be so for a parameter to do nothing, all of it, and how to say so: "nothing is tried again". Parameters that
 * it names are those beside it: of its component, or of the policy that it is a parameter of.
 */
export interface Idle {
  /** Meters of its component that stay at 0, and peaks. */
  meters?: readonly string[];
  peaks?: readonly string[];
  /**
   * A peak of its component that is within the least value of its control, times these parameters; below that where it is
   * a time. Where it is `bounded` by what there is, all of which was in use, that may have been too little, unless these
   * meters stay at 0.
   */
  enough?: { peak: string; times?: readonly string[]; bounded?: readonly string[] };
  /** Peaks of its component that are below these parameters. */
  below?: Readonly<Record<string, string>>;
  /** Parameters that are never below these others. */
  notBelow?: Readonly<Record<string, string>>;
  /** Numbers that are never below these. */
  from?: Readonly<Record<string, number>>;
  /** Policies of its component that are none throughout. */
  policies?: readonly string[];
  /** Values that parameters have throughout, one of several where there is a list; of a policy its kind. */
  where?: Readonly<Record<string, Value | readonly Value[]>>;
  /** What no component looks at. */
  unread?: readonly Trait[];
  /** Parameters of its component that no change sets. */
  unchanged?: readonly string[];
  /** It does change these meters of its component, and none of them has a chart. */
  unseen?: readonly string[];
  /** `{peak}` stands for the peak that is enough, or that is below something. */
  why: string;
  /** Where that is 0. */
  whyNone?: string;
}

/** The longest that anything may last, a run among it [ms]: 30 days. */
export const LONGEST = 2_592_000_000;
type Value = string | number | boolean | null;

interface Common {
  /** What the control is called. */
  label: string;
  /** One sentence: what it does, and when it matters. */
  help: string;
  /** Heading under which the control stands. */
  group?: string;
  /** Settles a detail that few change: its control stands behind "more". */
  advanced?: boolean;
  /** It matters only where the component calls others. */
  whenCalling?: boolean;
  /** It matters only where the component has several wires. */
  severalWires?: boolean;
  /** It matters only where these parameters of its component have these values. */
  where?: Readonly<Record<string, string>>;
  /** Where it does nothing; of several ways one is enough. */
  idle?: Idle | readonly Idle[];
  /** It holds for the whole run: no change may touch it. */
  wholeRun?: boolean;
  /** Set to this something is broken: what a hand does that breaks it, `Cut the network`. */
  breaks?: { to: unknown; label: string };
}

interface Numeric extends Common {
  min: number;
  max: number;
  step?: number;
  scale?: 'linear' | 'log';
}

/** A number with a unit, for example a rate. */
export interface NumberParam extends Numeric {
  type: 'number';
  default: number;
  unit?: string;
}

/** A whole number. */
export interface IntegerParam extends Numeric {
  type: 'integer';
  default: number;
  unit?: string;
}

/** A share from 0 to 1. */
export interface RatioParam extends Common {
  type: 'ratio';
  default: number;
  min: number;
  max: number;
  step?: number;
}

/**
 * A span of time: milliseconds in scenarios, whole microseconds inside `sim`. Where `never` is set, `null` is a value
 * too: no such limit, which `sim` sees as Infinity; `never` is what the control calls it.
 */
export interface DurationParam extends Numeric {
  type: 'duration';
  default: number | null;
  never?: string;
}

/** One of a few named ways. */
export interface ChoiceParam<V extends string = string> extends Common {
  type: 'choice';
  default: V;
  /** Value → label; the sentence that explains it may follow after a full stop. */
  options: Readonly<Record<V, string>>;
}

export interface FlagParam extends Common {
  type: 'flag';
  default: boolean;
}

/** A line of text; `pattern` is a regular expression that all of it must match, `form` says so in words. */
export interface TextParam extends Common {
  type: 'text';
  default: string;
  pattern: string;
  form: string;
  example: string;
  /** It is the name of one of the component's wires, or of none while it is empty. */
  names?: 'wire';
}

/** A nested policy: which algorithm of a seam, with that algorithm's own parameters, as `{ kind, … }`. */
export interface PolicyParam<Seam extends string = string> extends Common {
  type: 'policy';
  seam: Seam;
  default: Readonly<{ kind: string; [param: string]: unknown }>;
}

type Single = NumberParam | IntegerParam | RatioParam | DurationParam | ChoiceParam | FlagParam | TextParam | PolicyParam;
type Bare<P> = P extends Single ? Omit<P, keyof Common> : never;

/** What a value of a list may be: a parameter without the words of its control. */
export type Item = Bare<Single>;

/** Several of one sort, in an order that matters. */
export interface ListParam<I extends Item = Item> extends Common {
  type: 'list';
  default: readonly unknown[];
  /** What each may be; its default is what a new one begins as. */
  item: I;
  /** How many there are. */
  least: number;
  most: number;
  /** None stands there twice. */
  distinct?: boolean;
}

export type Param = Single | ListParam;
export type ParamRecord = Readonly<Record<string, Param>>;

type Spec<P extends Param> = Omit<P, 'type'>;

export const number = (spec: Spec<NumberParam>): NumberParam => ({ type: 'number', ...spec });
export const integer = (spec: Spec<IntegerParam>): IntegerParam => ({ type: 'integer', ...spec });
export const duration = (spec: Spec<DurationParam>): DurationParam => ({ type: 'duration', ...spec });
export const flag = (spec: Spec<FlagParam>): FlagParam => ({ type: 'flag', ...spec });
export const text = (spec: Spec<TextParam>): TextParam => ({ type: 'text', ...spec });
export const ratio = (spec: Omit<Spec<RatioParam>, 'min' | 'max'> & { min?: number; max?: number }): RatioParam => ({
  type: 'ratio',
  min: 0,
  max: 1,
  ...spec,
});
export const choice = <const O extends Readonly<Record<string, string>>>(
  spec: Common & { default: keyof O & string; options: O },
): ChoiceParam<keyof O & string> => ({ type: 'choice', ...spec });
export const list = <const I extends Item>(spec: Omit<Spec<ListParam<I>>, 'least'> & { least?: number }): ListParam<I> => ({
  type: 'list',
  least: 0,
  ...spec,
});
export const policy = <const Seam extends string>(spec: Spec<PolicyParam<Seam>>): PolicyParam<Seam> => ({ type: 'policy', ...spec });

/** What each seam's parameter is while a run lives; contracts add theirs by declaration merging. */
// biome-ignore lint/suspicious/noEmptyInterface: contracts add their seams to it
export interface Seams {}

type ValueOf<P> = P extends { type: 'choice'; options: Readonly<Record<infer V, string>> }
  ? V
  : P extends { type: 'flag' }
    ? boolean
    : P extends { type: 'text' }
      ? string
      : P extends { type: 'list'; item: infer I }
        ? readonly ValueOf<I>[]
        : P extends { type: 'policy'; seam: infer Seam }
          ? Seam extends keyof Seams
            ? Seams[Seam]
            : never
          : number;

/** The values an algorithm reads: durations in whole µs, ratios 0 to 1, nested policies ready to use, lists of such values. */
export type Params<R extends ParamRecord> = { -readonly [K in keyof R]: ValueOf<R[K]> };

type WrittenValueOf<P> = P extends { type: 'list'; item: infer I } ? readonly WrittenOneOf<I>[] : WrittenOneOf<P>;

type WrittenOneOf<P> = P extends { type: 'choice'; options: Readonly<Record<infer V, string>> }
  ? V
  : P extends { type: 'flag' }
    ? boolean
    : P extends { type: 'text' }
      ? string
      : P extends { type: 'policy' }
        ? PolicyParam['default']
        : P extends { type: 'duration' }
          ? number | null
          : number;

/** Values of some parameters as scenarios spell them: durations in ms, `null` for never. */
export type Written<R> = { readonly [K in keyof R]?: WrittenValueOf<R[K]> };
