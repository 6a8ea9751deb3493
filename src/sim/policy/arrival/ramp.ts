import { defineProfile, duration, LONGEST, number, spacing } from './contract.ts';

/** From one rate to another in a straight line: a load test that looks for the knee, a morning that fills up. */
export const ramp = defineProfile({
  id: 'ramp',
  title: 'Ramp',
  summary: 'The rate climbs or falls in a straight line.',
  sources: [
    { title: 'Lewis and Shedler, Simulation of nonhomogeneous Poisson processes (1979)', url: 'https://doi.org/10.1002/nav.3800260304' },
  ],
  params: {
    from: number({ label: 'From', help: 'Rate before the ramp.', unit: 'req/s', default: 50, min: 0, max: 100_000, scale: 'log' }),
    to: number({ label: 'To', help: 'Rate after the ramp.', unit: 'req/s', default: 300, min: 0, max: 100_000, scale: 'log' }),
    start: duration({ label: 'Starts', help: 'When the rate begins to change.', default: 0, min: 0, max: LONGEST, scale: 'log' }),
    length: duration({ label: 'Takes', help: 'How long the change takes.', default: 60_000, min: 1, max: LONGEST, scale: 'log' }),
    spacing,
  },
  examples: [
    { from: 100, to: 10, start: 500, length: 2_000, spacing: 'even' },
    { from: 0, to: 60, length: 3_000 },
  ],
  promises: ({ spacing: spread }) => (spread === 'even' ? ['keeps-its-rate', 'leaves-nothing-to-chance'] : ['keeps-its-rate']),
  spacing: (params) => params.spacing,
  rate: (params) => params.to,
  piece(params, at, into) {
    const { from, to, start, length } = params;
    if (at < start) {
      into.rate = from;
      into.until = start;
    } else if (at < start + length) {
      into.slope = ((to - from) / length) * 1_000_000;
      into.rate = from + ((to - from) * (at - start)) / length;
      into.until = start + length;
    } else into.rate = to;
  },
});
