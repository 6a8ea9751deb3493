import { defineHedge, duration } from '../../policy/hedge/contract.ts';

/** Sends a second copy after a fixed time. */
export const template = defineHedge({
  id: 'template',
  title: 'Mine',
  summary: 'A second copy after a fixed time.',
  sources: [],
  params: { delay: duration({ label: 'After', help: 'How long the first copy has.', default: 200, min: 1, max: 600_000, scale: 'log' }) },
  start: () => ({}),
  delay: (_state, { delay }) => delay,
  learn() {},
});
