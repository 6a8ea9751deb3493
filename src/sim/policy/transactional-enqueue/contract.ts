import type { Chance } from '../../kernel/chance.ts';
import { duration, LONGEST, type ParamRecord, type Params, ratio } from '../../param/param.ts';
import type { Chosen, ForLaws, PolicyHeader } from '../policy.ts';

export type { Chance } from '../../kernel/chance.ts';
export { NEVER } from '../../kernel/time.ts';
export { duration, LONGEST, ratio } from '../../param/param.ts';

export const seam = {
  title: 'Enqueueing',
  summary: 'How enqueueing a job goes together with the transaction that writes the record the job is about.',
};

/** What becomes of one wish to enqueue a job; spans from the moment of the wish [µs]. One object, filled anew for every one. */
export interface Enqueueing {
  /** When the job gets into the queue; NEVER when it does not. */
  enqueuedAfter: number;
  /** When the record is there; NEVER when its transaction was rolled back: then nobody wants the job done. */
  recordedAfter: number;
  /** Whether it gets into the queue twice. */
  twice: boolean;
}

/** How enqueueing and a transaction go together. */
export interface TransactionalEnqueue<Values = object> {
  /** Fills `into`; draws in a fixed order, so that each draw means the same under every policy of the seam. */
  plan(params: Values, now: number, chance: Chance, into: Enqueueing): void;
}

/**
 * What cannot go wrong, when transactions are rolled back and processes die. What is not promised can, at one of the
 * examples.
 */
export type TransactionalEnqueuePromise =
  /** No job whose record never comes to be. */
  | 'never-a-ghost'
  /** No job that is there before its record. */
  | 'never-early'
  /** No record whose job never comes. */
  | 'never-lost'
  /** No job comes twice. */
  | 'never-twice'
  /** It draws the same transactions as every other that has any. */
  | 'has-transactions';

export type AnyTransactionalEnqueue = TransactionalEnqueue & PolicyHeader<ParamRecord>;

declare module '../../param/param.ts' {
  interface Seams {
    'transactional-enqueue': Chosen<AnyTransactionalEnqueue>;
  }
}

export function defineTransactionalEnqueue<const R extends ParamRecord>(
  definition: PolicyHeader<R> & ForLaws<R, TransactionalEnqueuePromise> & TransactionalEnqueue<Params<R>>,
): AnyTransactionalEnqueue {
  return definition;
}

/** What every transaction has. */
export const transactionParams = {
  commitTime: duration({
    label: 'Time to commit',
    help: 'Mean time from the wish to enqueue to the end of the transaction; exponential.',
    default: 100,
    min: 0,
    max: LONGEST,
    scale: 'log',
  }),
  rolledBack: ratio({
    label: 'Rolled back',
    help: 'Share of the transactions that are rolled back: their record never comes to be.',
    default: 0,
  }),
} as const;

/** Draws a transaction: when its record is there [µs from now], NEVER when it is rolled back; always two draws. */
export function commitAfter(params: Params<typeof transactionParams>, chance: Chance): { after: number; committed: boolean } {
  const after = chance.exponentialMicros(params.commitTime);
  return { after, committed: !chance.happens(params.rolledBack) };
}
