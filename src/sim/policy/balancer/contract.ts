import type { Chance } from '../../kernel/chance.ts';
import type { ParamRecord, Params } from '../../param/param.ts';
import type { Chosen, ForLaws, PolicyHeader } from '../policy.ts';

export { integer } from '../../param/param.ts';

export const seam = { title: 'Balancer', summary: 'Which of several replicas, each with a queue of its own, a request is sent to.' };

/** Which replica a request is sent to. It sees what is known of each, which may be old. */
export interface Balancer<State = object, Values = object> {
  start(params: Values): State;
  /**
   * The number of a replica, from 0 on.
   * @param inFlight requests that wait or are served there, by replica, as far as known; not to be changed
   * @param replicas how many there are, at least 1
   */
  choose(state: State, params: Values, inFlight: Int32Array, replicas: number, chance: Chance): number;
}

/** Where it sends whom. */
export type BalancerPromise =
  /** What it knows of the replicas changes nothing. */
  | 'heeds-no-load'
  /** Among n in a row each replica is chosen once. */
  | 'takes-turns'
  /** No replica is known to have fewer. */
  | 'chooses-the-least'
  /** Where one is known to have more than every other, another is chosen. */
  | 'avoids-the-fullest'
  /** Where all are known to have the same, each is as likely. */
  | 'spreads-evenly';

export type AnyBalancer = Balancer & PolicyHeader<ParamRecord>;

declare module '../../param/param.ts' {
  interface Seams {
    balancer: Chosen<AnyBalancer>;
  }
}

export function defineBalancer<const R extends ParamRecord, State extends object>(
  definition: PolicyHeader<R> & ForLaws<R, BalancerPromise> & Balancer<State, Params<R>>,
): AnyBalancer {
  return definition;
}
