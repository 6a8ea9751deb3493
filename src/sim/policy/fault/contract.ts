import type { Chance } from '../../kernel/chance.ts';
import { choice, type ParamRecord, type Params, ratio } from '../../param/param.ts';
import type { Chosen, ForLaws, PolicyHeader } from '../policy.ts';

export { choice, duration, flag, LONGEST, number, ratio } from '../../param/param.ts';

export const seam = { title: 'Fault', summary: 'What is wrong with a service, and on how many of its instances.' };

/** What becomes of an attempt that a fault lets through. */
export const WORKS = 0;
export const ERROR = 1;
/** An error that trying again cannot mend (a 400, a 404). */
export const PERMANENT_ERROR = 2;

/**
 * What is wrong with a service, on some of its instances. What becomes of work that is in service when it begins, a
 * parameter of the fault says; when it ends, work in service keeps its terms.
 */
export interface Fault<Values = object> {
  /** Answers an error without doing any work, after this long [µs]; absent: it does not. */
  refusesAfter?(params: Values): number;
  /** Service times are this many times as long; Infinity: they do not end while the fault lasts. */
  stretch?(params: Values): number;
  /** Share of an instance's servers that work, 0 to 1. */
  capacity?(params: Values): number;
  /** How an attempt ends: WORKS, ERROR or PERMANENT_ERROR. */
  verdict?(params: Values, chance: Chance): number;
}

/** What every fault but none has. */
export const share = ratio({
  label: 'Share of instances',
  help: 'How many of the instances are affected: the first ⌈share · n⌉ of them.',
  default: 1,
});

const inServiceWords = {
  label: 'Work in service',
  help: 'What becomes of the work of an affected instance when the fault begins. Jobs of workers go on in any case; workers have faults of their own that end or stop them.',
};
const inServiceOptions = {
  'goes-on': 'Goes on, by the rules of the fault',
  lost: 'Lost: an error at once',
  frozen: 'Stands still until the fault is over',
};

/** What every fault but none has, with a default of its own. */
export const inService = (byDefault: keyof typeof inServiceOptions) =>
  choice({ ...inServiceWords, default: byDefault, options: inServiceOptions });

/** The same for a fault in which nobody can be answered: work may go on, to an error at its end. */
export const inServiceUnanswered = choice({
  ...inServiceWords,
  default: 'lost',
  options: { ...inServiceOptions, 'fails-at-end': 'Goes on, and fails if the fault is still there at its end' },
});

/** The parameters a service reads of any fault. */
export interface FaultValues {
  share?: number;
  /** What becomes of work in service when it begins; one that may fail at its end is judged when it would be answered. */
  inService?: 'goes-on' | 'lost' | 'frozen' | 'fails-at-end';
  /** When an attempt is judged, by the fault as it is then: when work starts, when work ends, or once, when it would be answered well. */
  decided?: 'start' | 'end' | 'answer';
  /** What becomes of hung work when the fault is over. */
  hungWork?: 'resumes' | 'fails';
}

/** What a fault does to the work of a service whose instances it strikes. */
export type FaultPromise =
  /** Everything is as without it. */
  | 'harms-nobody'
  /** Every attempt is answered with an error after `refusesAfter`, and holds no server. */
  | 'refuses-without-work'
  /** Work takes as many times as long as `stretch` says. */
  | 'stretches-work'
  /** Work that begins does not end while it lasts. */
  | 'holds-work-up'
  /** Of the servers of an instance the share `capacity` works, rounded down. */
  | 'takes-servers-away'
  /** Attempts fail by chance, in step with `ratio`: those that fail at a lower one fail at a higher. */
  | 'fails-a-share';

export type AnyFault = Fault & PolicyHeader<ParamRecord>;

declare module '../../param/param.ts' {
  interface Seams {
    fault: Chosen<AnyFault, FaultValues>;
  }
}

export function defineFault<const R extends ParamRecord>(
  definition: PolicyHeader<R> & ForLaws<R, FaultPromise> & Fault<Params<R>>,
): AnyFault {
  return definition;
}
