import { defineHedge, duration, LONGEST } from './contract.ts';

/**
 * Another attempt whenever nothing was answered for so long since the last one was sent: gRPC's `hedgingDelay`. A delay
 * of 0 sends all of them at once. Where service times are independent it turns the tail P(T > t) into
 * P(T > t) · P(T > t − delay); where they are not, as in an overload, it adds load and gains nothing.
 *
 * Departure: in gRPC an error that is not fatal sends the next one at once; here the clock alone does.
 */
export const afterDelay = defineHedge({
  id: 'after-delay',
  title: 'After a delay',
  summary: 'Another attempt when nothing was answered for a fixed time.',
  sources: [
    { title: 'gRPC proposal A6, hedging policy', url: 'https://github.com/grpc/proposal/blob/master/A6-client-retries.md' },
    { title: 'Dean and Barroso, The tail at scale (2013)', url: 'https://doi.org/10.1145/2408776.2408794' },
  ],
  params: {
    delay: duration({ label: 'Delay', help: 'How long nothing was answered.', default: 100, min: 0, max: LONGEST, scale: 'log' }),
  },
  examples: [{ delay: 0 }, { delay: 20 }],
  promises: ['waits-a-fixed-time'],
  start: () => ({}),
  delay: (_state, params) => params.delay,
  learn() {},
});
