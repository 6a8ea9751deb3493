import { defineLoadShedding, integer } from '../../policy/load-shedding/contract.ts';

/** Sheds what comes while so many wait. */
export const template = defineLoadShedding({
  id: 'template',
  title: 'Mine',
  summary: 'A bound on the queue.',
  sources: [],
  params: { most: integer({ label: 'Most waiting', help: 'More are shed.', default: 50, min: 0, max: 1_000_000, scale: 'log' }) },
  start: () => ({}),
  admits: (_state, { most }, _now, { waiting }) => waiting < most,
});
