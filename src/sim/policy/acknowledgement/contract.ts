import type { ParamRecord, Params } from '../../param/param.ts';
import type { Chosen, ForLaws, PolicyHeader } from '../policy.ts';

export { choice, duration, LONGEST } from '../../param/param.ts';

export const seam = {
  title: 'Acknowledgement',
  summary: 'When a job is taken out of its queue for good, and whether its side effect may take place.',
};

/** When a worker acknowledges: as soon as it has received the job, when it has done it, or when it begins it. */
export const RECEIVED = 0;
export const DONE = 1;
export const BEGUN = 2;

/** When a side effect is entered in the ledger of effects, if in any. */
export const NEVER = 0;
export const BEFORE = 1;
/** In one transaction: both or neither. */
export const WITH = 2;
export const AFTER = 3;

/** Somebody about to make a job's side effect. One object, filled anew for every one. */
export interface Holder {
  /** Number of the delivery among those of its job, from 1: larger is later. */
  token: number;
  /** The largest token handed out for the job so far. */
  newestHandedOut: number;
  /** The largest token that has made the side effect; 0 when none has. */
  newestWritten: number;
  /** When the job was last entered in the ledger of effects [µs]; −1 when it was not. */
  recordedAt: number;
}

/** What at-least-once delivery is made of. Plain functions: what it remembers is the job's. */
export interface Acknowledgement<Values = object> {
  /** RECEIVED, DONE or BEGUN. */
  when(params: Values): number;
  /**
   * Whether the side effect takes place for this holder. Where a ledger knows it, the job counts as done all
   * the same; where there is no ledger, the execution ends without an acknowledgement.
   */
  permits(params: Values, now: number, holder: Holder): boolean;
  /** NEVER, BEFORE, WITH or AFTER. */
  records(params: Values): number;
}

/**
 * What can become of one job, however often its workers die and its leases run out, in every interleaving. What is
 * not promised can happen.
 */
export type AcknowledgementPromise =
  /** The effect is made before the queue forgets the job. */
  | 'never-lost'
  /** The same where the queue ignores acknowledgements that come after their lease. */
  | 'never-lost-while-leases-decide'
  /** The effect is made once at most. */
  | 'never-repeated'
  /** No worker makes the effect after one with a larger token has made it. */
  | 'never-overwritten';

export type AnyAcknowledgement = Acknowledgement & PolicyHeader<ParamRecord>;

declare module '../../param/param.ts' {
  interface Seams {
    acknowledgement: Chosen<AnyAcknowledgement>;
  }
}

export function defineAcknowledgement<const R extends ParamRecord>(
  definition: PolicyHeader<R> & ForLaws<R, AcknowledgementPromise> & Acknowledgement<Params<R>>,
): AnyAcknowledgement {
  return definition;
}
