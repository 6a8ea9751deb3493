import { defineArrival, number } from '../../policy/arrival/contract.ts';

/** A request every so often. */
export const template = defineArrival({
  id: 'template',
  title: 'Mine',
  summary: 'A request every so often, like a clock.',
  sources: [],
  params: { rate: number({ label: 'Rate', help: 'Requests per second.', unit: 'req/s', default: 50, min: 1, max: 10_000, scale: 'log' }) },
  start: (_params, now) => ({ last: now }),
  settle() {},
  due: (state, { rate }) => state.last + Math.round(1_000_000 / rate),
  born: (state, _params, now) => {
    state.last = now;
  },
  rate: ({ rate }) => rate,
});
