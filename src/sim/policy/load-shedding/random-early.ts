import { defineLoadShedding, integer, ratio } from './contract.ts';

/**
 * Between a shortest and a longest queue a newcomer is shed at random, the more likely the longer the queue is; below
 * nobody, above everybody. So callers hear of an overload one by one and before the queue is full, instead of all at once.
 *
 * Of RED it takes the line between two bounds; it looks at the queue as it is, where RED smooths its length over time.
 */
export const randomEarly = defineLoadShedding({
  id: 'random-early',
  title: 'Random early',
  summary: 'Sheds newcomers at random, the more the longer the queue.',
  sources: [
    {
      title: 'Floyd, Jacobson, Random early detection gateways for congestion avoidance (1993)',
      url: 'https://doi.org/10.1109/90.251892',
    },
  ],
  params: {
    shortest: integer({
      label: 'Nobody below',
      help: 'Up to this many waiting nobody is shed.',
      unit: 'req',
      default: 20,
      min: 0,
      max: 1_000_000,
      scale: 'log',
    }),
    longest: integer({
      label: 'Everybody from',
      help: 'From this many waiting everybody is shed.',
      unit: 'req',
      default: 100,
      min: 0,
      max: 1_000_000,
      scale: 'log',
    }),
    most: ratio({ label: 'Most', help: 'How likely a newcomer is shed just before everybody is.', default: 0.5 }),
  },
  examples: [{ shortest: 5, longest: 10, most: 1 }, { shortest: 8, longest: 4 }, { most: 0 }],
  promises: ['bounds-the-queue', 'sheds-the-more-the-fuller', 'remembers-nothing'],
  start: () => ({}),
  admits(_state, { shortest, longest, most }, _now, { waiting, chance }) {
    if (waiting >= longest) return false;
    return waiting < shortest || !chance.happens((most * (waiting - shortest)) / (longest - shortest));
  },
});
