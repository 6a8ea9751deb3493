import { defineLoadShedding, integer, ratio } from './contract.ts';

/**
 * The less important a newcomer, the shorter the queue in which it may still wait: the most important class (0) has all
 * of it, each further one a share of what the class before it has. So the least important are shed first, and what they
 * leave free is there for those who matter more.
 */
export const byPriority = defineLoadShedding({
  id: 'by-priority',
  title: 'By priority',
  summary: 'Sheds the less important newcomers first, the more the fuller the queue is.',
  sources: [
    { title: 'Google SRE book, Handling overload: criticality', url: 'https://sre.google/sre-book/handling-overload/' },
    {
      title: 'Netflix, Keeping Netflix reliable using prioritized load shedding (2020)',
      url: 'https://netflixtechblog.com/keeping-netflix-reliable-using-prioritized-load-shedding-6cc827b02f94',
    },
  ],
  looksAt: ['priority'],
  params: {
    capacity: integer({
      label: 'Capacity',
      help: 'The most that may wait before even the most important are shed.',
      unit: 'req',
      default: 100,
      min: 0,
      max: 1_000_000,
      scale: 'log',
    }),
    share: ratio({ label: 'Share of the next class', help: 'How much of a class’s room the next less important one has.', default: 0.5 }),
  },
  examples: [{ capacity: 0 }, { capacity: 8 }, { capacity: 20, share: 0 }, { capacity: 20, share: 1 }],
  promises: ['bounds-the-queue', 'sheds-the-more-the-fuller', 'sheds-the-less-important-first', 'remembers-nothing'],
  start: () => ({}),
  admits(_state, params, _now, ask) {
    let room = params.capacity;
    for (let i = 0; i < ask.class && room > 0; i++) room = Math.floor(room * params.share);
    return ask.waiting < room;
  },
});
