import { defineRetryBudget, integer } from '../../policy/retry-budget/contract.ts';

/** So many retries for every second of the run, saved up. */
export const template = defineRetryBudget({
  id: 'template',
  title: 'Mine',
  summary: 'A fixed number of retries per second.',
  sources: [],
  params: {
    perSecond: integer({ label: 'Retries', help: 'So many per second.', unit: '/s', default: 10, min: 0, max: 100_000, scale: 'log' }),
  },
  start: (_params, now) => ({ since: now, used: 0 }),
  sent() {},
  learn() {},
  decide(state, { perSecond }, now) {
    if (now - state.since >= 1_000_000) {
      state.since = now;
      state.used = 0;
    }
    return state.used++ < perSecond;
  },
});
