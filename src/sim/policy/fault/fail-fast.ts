import { defineFault, duration, inServiceUnanswered, LONGEST, share } from './contract.ts';

/**
 * The process is gone, and with it what it was working on, and the connection refused: an error at once, no work, no
 * waiting. An instance that fails fast is always free, so with only some affected they attract the traffic (the sinkhole).
 */
export const failFast = defineFault({
  id: 'fail-fast',
  title: 'Fails fast',
  summary: 'Answers every attempt with an error at once and does no work; what was under way is lost.',
  sources: [
    {
      title: 'AWS Builders’ Library, Implementing health checks: fail open, black holes',
      url: 'https://aws.amazon.com/builders-library/implementing-health-checks/',
    },
  ],
  params: {
    after: duration({
      label: 'After',
      help: 'How long the refusal takes; it holds no server.',
      default: 0,
      min: 0,
      max: LONGEST,
      scale: 'log',
    }),
    share,
    inService: inServiceUnanswered,
  },
  examples: [{ after: 20.5, inService: 'goes-on' }, { inService: 'frozen' }, { inService: 'fails-at-end' }],
  promises: ['refuses-without-work'],
  refusesAfter: (params) => params.after,
});
