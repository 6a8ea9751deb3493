import {
  admit,
  type Circuit,
  CLOSED,
  closedCircuit,
  concerns,
  defineCircuitBreaker,
  integer,
  look,
  markOf,
  OPEN,
  openingExamples,
  openingParams,
  turn,
} from './contract.ts';

interface Streak extends Circuit {
  failures: number;
  /** Probes that succeeded in this half-open phase. */
  passed: number;
}

/**
 * Opens after k failures in a row; a success in between starts the count again. Half-open it closes when as many
 * probes as were let through have succeeded, and opens again with the first that fails. A slow success, where there is a
 * limit, counts as a failure.
 * Agrees with cockatiel's ConsecutiveBreaker (set "others meanwhile" to wait). With attempts failing independently at
 * ratio p it takes (1 − p^k) / (p^k (1 − p)) attempts on average to open.
 */
export const consecutiveFailures = defineCircuitBreaker({
  id: 'consecutive-failures',
  title: 'Consecutive failures',
  summary: 'Opens after so many failures in a row.',
  sources: [
    { title: 'Nygard, Release It! (2007), circuit breaker', url: 'https://pragprog.com/titles/mnee2/release-it-second-edition/' },
    { title: 'cockatiel, ConsecutiveBreaker', url: 'https://github.com/connor4312/cockatiel#consecutivebreaker' },
  ],
  params: {
    failures: integer({ label: 'Failures', help: 'How many failures in a row open it.', default: 5, min: 1, max: 1_000, scale: 'log' }),
    ...openingParams,
  },
  examples: [...openingExamples, { failures: 1, openTime: 200 }],
  promises: ['opens-when-all-fails', 'probes-and-recovers'],
  start: (_params, now): Streak => ({ ...closedCircuit(now), failures: 0, passed: 0 }),
  decide(streak, params, now) {
    const before = streak.era;
    const verdict = admit(streak, params, now, streak.passed);
    if (streak.era !== before) streak.passed = 0;
    return verdict;
  },
  learn(streak, params, now, ticket, seen, took) {
    if (!concerns(streak, params, ticket, seen)) return;
    const bad = markOf(seen, took, params) !== 0;
    if (streak.phase === CLOSED) {
      if (!bad) streak.failures = 0;
      else if (++streak.failures >= params.failures) turn(streak, OPEN, now);
    } else if (bad) turn(streak, OPEN, now);
    else if (++streak.passed >= params.probes) {
      turn(streak, CLOSED, now);
      streak.failures = 0;
    }
  },
  look: (streak, params, now) => look(streak, params, now),
  phase: (streak) => streak.phase,
});
