import { choice, defineLoadShedding, integer } from './contract.ts';

/**
 * At most so many wait; a newcomer beyond that is shed. With c servers and a bound that counts those in service this
 * is M/M/c/K; with bound 0 it is Erlang's loss system. Requests whose caller has gone count as long as they stay.
 */
export const boundedQueue = defineLoadShedding({
  id: 'bounded-queue',
  title: 'Bounded queue',
  summary: 'Sheds newcomers once the queue is full.',
  sources: [
    {
      title: 'Google SRE book, Addressing cascading failures: queue management',
      url: 'https://sre.google/sre-book/addressing-cascading-failures/',
    },
    { title: 'Erlang, Solution of some problems in the theory of probabilities (1917)', url: 'https://en.wikipedia.org/wiki/M/M/c_queue' },
  ],
  params: {
    capacity: integer({
      label: 'Capacity',
      help: 'The most that may be there before newcomers are shed.',
      unit: 'req',
      default: 100,
      min: 0,
      max: 1_000_000,
      scale: 'log',
    }),
    counts: choice({
      label: 'Counts',
      help: 'Whether the bound is on those waiting, or on those waiting and in service together (the K of M/M/c/K).',
      default: 'waiting',
      options: { waiting: 'Waiting', 'waiting-and-serving': 'Waiting and in service' },
    }),
  },
  examples: [{ capacity: 0 }, { capacity: 7 }, { capacity: 7, counts: 'waiting-and-serving' }],
  promises: ['bounds-the-queue', 'sheds-the-more-the-fuller', 'remembers-nothing'],
  start: () => ({}),
  admits: (_state, params, _now, waiting, serving) => (params.counts === 'waiting' ? waiting : waiting + serving) < params.capacity,
});
