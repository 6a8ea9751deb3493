import type { World } from '../sim/world/world.ts';

type Log = NonNullable<World['observed']['jobs']>;

/** How a delivery ended for its worker, by number. */
export const DELIVERY_ENDS = [
  'under-way',
  'done',
  'skipped',
  'failed',
  'killed',
  'stopped',
  'returned',
] as const satisfies readonly Parameters<Log['ended']>[2][];
export type DeliveryEnd = (typeof DELIVERY_ENDS)[number];

/** Every delivery of a run, in columns, by when the job was received. Times in ms, NaN for what did not happen. */
export interface Deliveries {
  /** Numbers of the queue and of the workers. */
  queue: Uint8Array;
  workers: Uint8Array;
  process: Int32Array;
  job: Int32Array;
  request: Int32Array;
  key: Int32Array;
  tenant: Int32Array;
  /** How often the job had been received, this time included. */
  receiveCount: Int32Array;
  received: Float64Array;
  started: Float64Array;
  effect: Float64Array;
  ended: Float64Array;
  /** When the lease on it ended, by whatever; `lapsed` is 1 where it ran out. */
  leaseEnded: Float64Array;
  lapsed: Uint8Array;
  /** Place in DELIVERY_ENDS. */
  end: Uint8Array;
}

/** Why a wish came to be missing. */
export type MissingCause = 'dead' | 'dropped' | 'superseded' | 'displaced' | 'lost' | 'acknowledged';

/** A wish whose jobs had all ended without a side effect. */
export interface Missing {
  request: number;
  /** From when, and until a straggler made up for it [ms]; Infinity where none did. */
  at: number;
  until: number;
  cause: MissingCause;
}

/** The account of a queue's side effects: how it stood after each moment at which something was entered. */
export interface Book {
  /** Number of the queue. */
  queue: number;
  /** [ms] */
  at: Float64Array;
  expected: Int32Array;
  once: Int32Array;
  repeated: Int32Array;
  extra: Int32Array;
  missing: Int32Array;
  /** The first wishes that were missing at some time. */
  missed: readonly Missing[];
}

/** A job that was moved aside. */
export interface Death {
  queue: number;
  job: number;
  request: number;
  key: number;
  tenant: number;
  /** [ms] */
  at: number;
  cause: string;
  /** When it was sent again [ms]; Infinity if it was not. */
  redriven: number;
}

/** What became of the jobs of a run. */
export interface Jobs {
  deliveries: Deliveries;
  books: readonly Book[];
  deaths: readonly Death[];
  /** Ids of the components, by number. */
  components: readonly string[];
  /** [ms] */
  duration: number;
  /** There were more deliveries than are kept. */
  cut: boolean;
}
