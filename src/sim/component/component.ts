import type { Accounts } from '../flow/accounts.ts';
import type { Caller } from '../flow/caller.ts';
import { callerLooksAt, callerPeaks } from '../flow/caller-peaks.ts';
import type { LeasingSite } from '../flow/calling-site.ts';
import { catalogue as guards } from '../flow/guard/index.ts';
import type { Items } from '../flow/items.ts';
import type { Callee, Consumer, Door, Holder, Lender, Origin, Store, Visitor } from '../flow/port.ts';
import type { Truth } from '../flow/truth.ts';
import type { Stream } from '../kernel/chance.ts';
import type { Meter } from '../meter/meter.ts';
import type { Vocabulary } from '../meter/vocabulary.ts';
import type { Observed } from '../observe/contract.ts';
import type { ParamRecord, Params } from '../param/param.ts';
import type { Strain } from '../param/strain.ts';
import type { LooksAt } from '../param/trait.ts';
import type { Carried } from '../param/wires.ts';
import type { Source } from '../policy/policy.ts';
import type { Recordings } from '../policy/workload/contract.ts';
import type { Program } from '../routine/routine.ts';
import type { NodeContents } from './cache/cache-node.ts';

/** What a component is told of where it stands. */
export interface Site extends LeasingSite {
  readonly seed: number;
  readonly items: Items;
  readonly accounts: Accounts;
  /** Where requests come from, by number of the component; those that send none have no entry. */
  readonly origins: readonly Origin[];
  /** Whether what is sent to a component, by number, becomes a job that it holds. */
  holdsJobs(component: number): boolean;
  /** The meter grid's present bin. */
  readonly grid: { readonly bin: number };
  readonly observed: Observed;
  /** What every key's value really is. */
  readonly truth: Truth;
  /** Files for workloads that are recorded. */
  readonly recordings: Recordings;
  readonly program: Program;
  /** As callee: begins to work on a call; whose timer waits for that is told. */
  begin(call: number): void;
  /** As callee: the one answer to a call. */
  answer(call: number, outcome: number): void;
  /** Draws in sequence. */
  stream(purpose: string): Stream;
}

/** A component alive in a world: the roles it has, and what the world asks of it. */
export interface Component {
  /** What takes the calls that come to it. */
  readonly callee?: Callee;
  /** Its half of the wires it calls over; absent where it hands out jobs. */
  readonly caller?: Caller;
  /** What hears of the requests it has sent. */
  readonly origin?: Origin;
  /** What holds its jobs. */
  readonly store?: Store;
  /** What works on the jobs that others hold. */
  readonly consumer?: Consumer;
  /** What lends to others, and what holds leases of others. */
  readonly lender?: Lender;
  readonly holder?: Holder;
  /** What keeps connections of others open, and what keeps connections to others. */
  readonly door?: Door;
  readonly visitor?: Visitor;
  /** Time 0: begin. */
  start(): void;
  /** Brings lazy state up to now; parameters are about to change. */
  bringUpToDate?(): void;
  /** Jobs it has handed out so far, every time counted. */
  deliveries?(): number;
  /** What it remembers just now, node by node, for whoever wants to look; at most so many keys of each list. */
  contents?(most: number): NodeContents[];
  /** Rows of a ledger of its own that are open. */
  open?(): number;
  /** The run has ended: what can only be known afterwards. */
  finish?(): void;
  /** What it can serve at most, faults aside [req/s]; absent where that is not bounded by itself. */
  capacity?(): number;
  /** What it lets pass at most in the long run [req/s]; Infinity while it promises nothing. */
  allowance?(): number;
  /** Does one of its acts, once, now. @param name as its definition calls it */
  act?(name: string): void;
  /** A parameter has changed; `replaced` when it is a policy that was swapped, so its state starts fresh. */
  changed(param: string, replaced: boolean): void;
}

/** How it is drawn: words and gauges that read its own meters at the playhead. */
export interface Face {
  /** A line under its name; `{meter}` stands for that meter's figure. */
  line: string;
  /** A second line: the first whose meter is not 0. */
  alerts?: readonly { meter: string; text: string; tone: 'retry' | 'error' }[];
  /** How it shows that it is in trouble, the first that holds; said in place of the alert, in the colour of errors. */
  strains?: readonly Strain[];
  /** A cell for each of so many, filled for so many of them. */
  cells?: { filled: string; of: string };
  /** A column that fills up. */
  column?: string;
  /** Policy parameters that are named while they are something other than none. */
  shows: readonly string[];
}

/** What a policy has one state for: itself alone, each operation, each calling instance and wire; or it has none. */
export type Scope = 'component' | 'operation' | 'instance and wire' | 'nothing';

/** Facts that begin something, facts that end it, and gauges of what is still open. */
export interface Balance {
  of: string;
  begun: readonly string[];
  ended: readonly string[];
  open: readonly string[];
}

/** How somebody's product is set by default: values of its parameters, as scenarios spell them; the others that it is about at their defaults. */
export interface Preset {
  id: string;
  title: string;
  /** What of the product it is, and what of it is not modelled; one or two sentences. */
  summary: string;
  sources: readonly Source[];
  /** The parameters that it sets, those without a value of its own to their defaults; all of its component's if absent. */
  about?: readonly string[];
  values: Readonly<Record<string, unknown>>;
}

/** A component kind: one file says it all. */
export interface ComponentDefinition<R extends ParamRecord = ParamRecord> extends Vocabulary {
  /** Its `kind` in scenarios. */
  id: string;
  title: string;
  summary: string;
  /** What it models, what it leaves out, what it is checked against; markdown, shown beside its controls. */
  notes: readonly { title: string; text: string }[];
  params: R;
  /** What each policy has one state for. */
  scopes: Readonly<Record<string, Scope>>;
  /** What comes to it over wires that lead to it, what it sends over its own, and how many it has. */
  takes: readonly Carried[];
  sends: readonly Carried[];
  calls: { least: number; most: number };
  /** Whether it works by a routine that a scenario may write. */
  routine: boolean;
  /** What a change can tell it to do, once. */
  acts?: readonly { name: string; label: string }[];
  /** What it is to whoever looks at a run: a view is there where some component has the role that it needs. */
  roles?: readonly string[];
  meters: readonly Meter[];
  face: Face;
  /** What the audit checks: everything begun has ended in one of these ways, or is open. */
  balances: readonly Balance[];
  presets?: readonly Preset[];
  /** What it looks at of what comes to it, besides what its policies do. */
  looksAt?: LooksAt;
  /** Parameters that say what comes from it: how much, when, about what, from whom. Goals take them as given. */
  traffic?: readonly (keyof R & string)[];
  /** Values that a new one begins with, where its defaults would overload a first system or leave it idle. */
  starts?: Readonly<Record<string, unknown>>;
  /** Meters that a new one is charted by, what says most first. */
  charts?: readonly string[];
  create(site: Site, params: Params<R>): Component;
}

export function defineComponent<const R extends ParamRecord>(definition: ComponentDefinition<R>): ComponentDefinition {
  const whole = definition as unknown as ComponentDefinition;
  if (!whole.sends.includes('calls')) return whole;
  // what guards report of their own comes last, so that nothing changes its number
  return {
    ...whole,
    facts: [...whole.facts, ...guards.flatMap(({ facts = [] }) => facts)],
    meters: [...whole.meters, ...guards.flatMap(({ meters = [] }) => meters)],
    peaks: [...(whole.peaks ?? []), ...callerPeaks],
    looksAt: { ...whole.looksAt, ...callerLooksAt },
  };
}
