import { defineRetryBudget, integer, ratio } from './contract.ts';

interface Outstanding {
  /** Attempts sent and not ended, retries included. */
  attempts: number;
  /** Retries allowed and not ended, those still waiting included. */
  retries: number;
}

/**
 * Envoy's retry budget: at any moment at most a share of the outstanding attempts may be retries, and a few in any case.
 * A retry counts from the decision, so a long backoff uses the budget up. Envoy counts per cluster and host; here per
 * calling process and wire.
 */
export const concurrencyRatio = defineRetryBudget({
  id: 'concurrency-ratio',
  title: 'Concurrency ratio (Envoy)',
  summary: 'At any moment only a share of the outstanding attempts may be retries.',
  sources: [
    {
      title: 'Envoy, circuit breakers: retry budget',
      url: 'https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/cluster/v3/circuit_breaker.proto',
    },
  ],
  params: {
    share: ratio({ label: 'Share', help: 'Retries per outstanding attempt.', default: 0.2 }),
    minimum: integer({
      label: 'Minimum',
      help: 'Concurrent retries that are allowed in any case.',
      unit: 'req',
      default: 3,
      min: 0,
      max: 1_000,
    }),
  },
  examples: [
    { minimum: 0, share: 0.5 },
    { minimum: 0, share: 0 },
  ],
  promises: ({ minimum }) => (minimum > 0 ? ['refuses-a-burst', 'recovers'] : ['refuses-a-burst']),
  start: (): Outstanding => ({ attempts: 0, retries: 0 }),
  sent(outstanding) {
    outstanding.attempts++;
  },
  learn(outstanding, _params, _now, attempt) {
    outstanding.attempts--;
    if (attempt > 1) outstanding.retries--;
  },
  decide(outstanding, params) {
    if (outstanding.retries >= Math.max(params.minimum, Math.floor(params.share * outstanding.attempts + 1e-9))) return false;
    outstanding.retries++;
    return true;
  },
  gauges: {
    retries: { label: 'Retries outstanding', unit: 'req', read: (outstanding) => outstanding.retries },
  },
});
