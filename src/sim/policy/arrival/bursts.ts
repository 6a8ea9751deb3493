import { defineProfile, duration, LONGEST, number, spacing } from './contract.ts';

/** A base rate, and bursts of one length at fixed intervals: batch jobs, pages that refresh themselves. For bursts at random see `mmpp`. */
export const bursts = defineProfile({
  id: 'bursts',
  title: 'Bursts',
  summary: 'A base rate with bursts that come back on time, every period.',
  sources: [
    { title: 'Lewis and Shedler, Simulation of nonhomogeneous Poisson processes (1979)', url: 'https://doi.org/10.1002/nav.3800260304' },
  ],
  params: {
    rate: number({
      label: 'Base rate',
      help: 'Requests per second between bursts.',
      unit: 'req/s',
      default: 50,
      min: 0,
      max: 100_000,
      scale: 'log',
    }),
    burstRate: number({
      label: 'Burst rate',
      help: 'Requests per second during a burst.',
      unit: 'req/s',
      default: 500,
      min: 0,
      max: 100_000,
      scale: 'log',
    }),
    period: duration({
      label: 'Period',
      help: 'From the start of one burst to the start of the next.',
      default: 10_000,
      min: 1,
      max: LONGEST,
      scale: 'log',
    }),
    length: duration({
      label: 'Burst length',
      help: 'How long each burst lasts; the whole period if longer than that.',
      default: 1_000,
      min: 1,
      max: LONGEST,
      scale: 'log',
    }),
    offset: duration({ label: 'First burst', help: 'When the first burst starts.', default: 5_000, min: 0, max: LONGEST, scale: 'log' }),
    spacing,
  },
  examples: [
    { rate: 50, burstRate: 300, period: 1_000, length: 100, offset: 300, spacing: 'even' },
    { rate: 20, burstRate: 0, period: 700, length: 5_000 },
  ],
  promises: ({ spacing: spread }) => (spread === 'even' ? ['keeps-its-rate', 'leaves-nothing-to-chance'] : ['keeps-its-rate']),
  spacing: (params) => params.spacing,
  rate(params) {
    const share = Math.min(1, params.length / params.period);
    return params.rate + (params.burstRate - params.rate) * share;
  },
  piece(params, at, into) {
    const { rate, burstRate, period, offset } = params;
    if (at < offset) {
      into.rate = rate;
      into.until = offset;
      return;
    }
    const length = Math.min(params.length, period);
    const start = offset + Math.floor((at - offset) / period) * period;
    const inBurst = at < start + length;
    into.rate = inBurst ? burstRate : rate;
    into.until = start + (inBurst ? length : period);
    into.cycle = period;
    into.perCycle = (burstRate * length + rate * (period - length)) / 1_000_000;
  },
});
