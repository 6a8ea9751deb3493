import type { Chance } from '../../kernel/chance.ts';
import type { ParamRecord, Params } from '../../param/param.ts';
import type { Chosen, ForLaws, PolicyHeader } from '../policy.ts';

export type { Chance } from '../../kernel/chance.ts';
export { NEVER } from '../../kernel/time.ts';
export { choice, duration, LONGEST, ratio } from '../../param/param.ts';

export const seam = { title: 'Replica fault', summary: 'What makes replicas, worker processes among them, die or stand still.' };

/** It does not die of this work. */
export const SURVIVES = -1;

/** One execution of a job, or one attempt at a request. One object, filled anew for every one. */
export interface Execution {
  /** The share of the work after which the side effect is made, 0 to 1. */
  effectAt: number;
  /** How often the job has been handed out, or the request been sent, this time included. */
  receiveCount: number;
}

/**
 * What makes whole replicas die or stand still, with everything they work on. One that dies is restarted by its
 * component.
 */
export interface WorkerFault<Values = object> {
  /**
   * The share of its work, 0 to 1, after which this execution kills its replica, or SURVIVES. Whatever happens at that
   * share has happened before: 1 is after all work, and before the acknowledgement.
   * @param job draws that are the same at every execution of the job, or for the request at every attempt @param chance draws of this execution
   */
  kills?(params: Values, execution: Execution, job: Chance, chance: Chance): number;
  /** How long until it next befalls a replica that is up [µs]; absent: never by itself. */
  strikesAfter?(params: Values, chance: Chance): number;
  /** How long a replica that was struck stands still [µs]; Infinity: it dies. Needed with `strikesAfter`. */
  lasts?(params: Values, chance: Chance): number;
}

/** Which replicas die or stand still. */
export type WorkerFaultPromise =
  /** None dies. */
  | 'kills-nobody'
  /** Replicas are struck without an execution that does it, now and then and whatever they work on. */
  | 'strikes-by-itself'
  /** Some executions kill their replica; a job that has killed one may spare the next. */
  | 'kills-by-execution'
  /** Some jobs kill every replica that works on them, at the same point of the work. */
  | 'kills-by-job';

export type AnyWorkerFault = WorkerFault & PolicyHeader<ParamRecord>;

declare module '../../param/param.ts' {
  interface Seams {
    'worker-fault': Chosen<AnyWorkerFault>;
  }
}

export function defineWorkerFault<const R extends ParamRecord>(
  definition: PolicyHeader<R> & ForLaws<R, WorkerFaultPromise> & WorkerFault<Params<R>>,
): AnyWorkerFault {
  return definition;
}
