import { defineBalancer, integer } from './contract.ts';

/**
 * The emptier of two replicas drawn at random, or of more. Two choices instead of one make long queues doubly
 * exponentially rare: with many replicas the share of queues with at least i is λ^(2^i − 1) instead of λ^i. Old news do it
 * far less harm than the shortest of all.
 *
 * Drawn one by one with replacement, as in the supermarket model, but for the second: it is another than the first.
 */
export const randomChoices = defineBalancer({
  id: 'random-choices',
  title: 'Two random choices',
  summary: 'The emptier of two replicas drawn at random.',
  sources: [
    { title: 'Mitzenmacher, The power of two choices in randomized load balancing (2001)', url: 'https://doi.org/10.1109/71.963420' },
    {
      title: 'Vvedenskaya, Dobrushin, Karpelevich, Queueing system with selection of the shortest of two queues (1996)',
      url: 'https://www.mathnet.ru/eng/ppi298',
    },
  ],
  params: {
    choices: integer({ label: 'Choices', help: 'How many replicas are drawn.', default: 2, min: 1, max: 100, scale: 'log' }),
  },
  examples: [{ choices: 1 }, { choices: 5 }],
  promises: ({ choices }) => (choices > 1 ? ['avoids-the-fullest', 'spreads-evenly'] : ['heeds-no-load', 'spreads-evenly']),
  start: () => ({}),
  choose(_state, { choices }, inFlight, replicas, chance) {
    const first = chance.below(replicas);
    let chosen = first;
    for (let i = 1; i < choices && replicas > 1; i++) {
      const other = (first + 1 + chance.below(i === 1 ? replicas - 1 : replicas)) % replicas;
      if (inFlight[other] < inFlight[chosen]) chosen = other;
    }
    return chosen;
  },
});
