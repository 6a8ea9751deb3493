import { defineArrival, duration, integer, LONGEST, NEVER, wholeMicros } from './contract.ts';

interface Crowd {
  /** When these arrivals began [µs]. */
  since: number;
  /** How many have been born. */
  born: number;
}

/** So many requests and no more: all at one moment, as when a sale opens or a test calls in a loop, or evenly over a span. */
export const once = defineArrival({
  id: 'once',
  title: 'Once',
  summary: 'So many requests, at one moment or over a span, and none after.',
  sources: [
    {
      title: 'Feitelson, Workload Modeling for Computer Systems Performance Evaluation (2015), ch. 2: batch arrivals',
      url: 'https://www.cs.huji.ac.il/~feit/wlmod/',
    },
  ],
  params: {
    requests: integer({ label: 'Requests', help: 'How many there are in all.', default: 100, min: 1, max: 1_000_000, scale: 'log' }),
    at: duration({
      label: 'When',
      help: 'When the first is born, counted from the beginning of the run, or from the change that sets these arrivals.',
      default: 0,
      min: 0,
      max: LONGEST,
      scale: 'log',
    }),
    over: duration({
      label: 'Over',
      help: 'The span over which they are spread evenly: of n requests each is born an n-th of it after the one before. 0: all at once.',
      default: 0,
      min: 0,
      max: LONGEST,
      scale: 'log',
    }),
  },
  examples: [{ requests: 12, at: 40, over: 300 }],
  promises: ['comes-to-an-end', 'leaves-nothing-to-chance'],
  start: (_params, now): Crowd => ({ since: now, born: 0 }),
  settle() {},
  due: ({ since, born }, { requests, at, over }) => (born < requests ? since + at + wholeMicros((over * born) / requests) : NEVER),
  born(crowd) {
    crowd.born++;
  },
  rate: () => 0,
});
