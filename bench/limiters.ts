import { LimiterStates } from '../src/sim/flow/limiter-states.ts';
import type { Chosen } from '../src/sim/policy/policy.ts';
import type { AnyRateLimiter, Ask } from '../src/sim/policy/rate-limiter/contract.ts';
import { seams } from '../src/sim/policy/seams.ts';
import { resolve } from '../src/sim/world/values.ts';
import { bestOf, judged, type Line } from './line.ts';

const DECISIONS = 1_000_000;
const KEYS = 100_000;

/** Decisions a second over so many keys, one call every 10 µs, a little more than the limit lets pass [M/s]. */
function decide(limiter: Chosen<AnyRateLimiter>, keys: number): number {
  const ask: Ask = { cost: 1, tenant: 0, priority: 0 };
  const took = bestOf(3, () => {
    const states = new LimiterStates(() => limiter);
    const { policy, params } = limiter;
    let now = 0;
    let key = 0;
    for (let i = 0; i < DECISIONS; i++) {
      now += 10;
      // every key in a scattered order: neighbours in time are no neighbours in memory
      key = keys === 1 ? 0 : (key + 61_803) % keys;
      const at = states.place(key, now);
      const wait = policy.check(params, states.cells, at, now, ask);
      if (wait < 0) policy.refuse?.(params, states.cells, at, now, ask);
      else {
        policy.take(params, states.cells, at, now, ask);
        policy.release?.(params, states.cells, at, now, ask, 1_000, false);
      }
    }
  });
  return DECISIONS / took / 1_000;
}

/** Every algorithm on one key, and on 100,000. */
export function limiterLines(): Line[] {
  const { catalogue } = seams['rate-limiter'];
  const limiters = catalogue.map(({ id }) => ({
    id,
    limiter: resolve(
      { type: 'policy', label: '', help: '', seam: 'rate-limiter', default: { kind: id } },
      { kind: id },
    ) as Chosen<AnyRateLimiter>,
  }));
  const bare = decide(limiters.find(({ id }) => id === 'none')!.limiter, 1);
  return limiters
    .filter(({ id }) => id !== 'none')
    .flatMap(({ id, limiter }) => {
      const one = decide(limiter, 1);
      const many = decide(limiter, KEYS);
      return [
        judged(`rate limiter ${id}, one key`, one, 'M decisions/s', '≥', 0.05, 'no limiter at all', bare),
        judged(`rate limiter ${id}, 100,000 keys`, many, 'M decisions/s', '≥', 0.05, 'one key', one),
      ];
    });
}
