import { defineProfile, duration, LONGEST, number, spacing } from './contract.ts';

/** One surge: a base rate, a rate several times as high for a while, and the base rate again. */
export const spike = defineProfile({
  id: 'spike',
  title: 'Spike',
  summary: 'One surge on top of a base rate.',
  sources: [
    { title: 'Bronson et al., Metastable failures in distributed systems (HotOS 2021)', url: 'https://doi.org/10.1145/3458336.3465286' },
  ],
  params: {
    rate: number({
      label: 'Base rate',
      help: 'Requests per second before and after.',
      unit: 'req/s',
      default: 100,
      min: 0,
      max: 100_000,
      scale: 'log',
    }),
    factor: number({
      label: 'Surge factor',
      help: 'How many times the base rate arrives during the surge.',
      unit: '×',
      default: 3,
      min: 0,
      max: 100,
      scale: 'log',
    }),
    start: duration({ label: 'Starts', help: 'When the surge begins.', default: 20_000, min: 0, max: LONGEST, scale: 'log' }),
    length: duration({ label: 'Lasts', help: 'How long the surge goes on.', default: 10_000, min: 1, max: LONGEST, scale: 'log' }),
    spacing,
  },
  examples: [
    { rate: 40, factor: 4, start: 1_000, length: 500, spacing: 'even' },
    { rate: 80, factor: 0, start: 2_000, length: 1_000 },
  ],
  promises: ({ spacing: spread }) => (spread === 'even' ? ['keeps-its-rate', 'leaves-nothing-to-chance'] : ['keeps-its-rate']),
  spacing: (params) => params.spacing,
  rate: (params) => params.rate,
  piece(params, at, into) {
    const end = params.start + params.length;
    into.rate = params.rate;
    if (at < params.start) into.until = params.start;
    else if (at < end) {
      into.rate = params.rate * params.factor;
      into.until = end;
    }
  },
});
