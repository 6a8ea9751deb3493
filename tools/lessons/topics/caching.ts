import { always, setting, type Topic } from '../topic.ts';

export const caching: Topic = {
  unread: [
    'asking-for-what-does-not-exist',
    'beat-sieve',
    'belady-anomaly',
    'from-99-to-98',
    'modulo-or-ring',
    'one-ttl-for-ten-thousand-keys',
    'sieve-s3-fifo-and-the-optimum',
    'stale-for-the-whole-ttl',
    'stale-is-better-than-down',
    'stampede',
  ],
  attacks: [...always, setting('never expires', 'ttl', null)],
  right: {
    'the-flush-that-never-heals': {
      'hardly anybody may wait: db': 'the shortest of short queues: what gets in is in time and is stored',
      'hardly anybody may wait': 'as above',
    },
  },
  wrong: {},
  remedies: {
    'when-recency-wins': [{ title: 'ARC', set: { 'cache.eviction': { kind: 'arc' } } }],
    'write-behind-and-the-crash': [
      { title: 'a short delay, and as many writers as the database takes', set: { 'cache.flushDelay': 100, 'cache.flushConcurrency': 24 } },
    ],
    'the-loop-that-defeats-lru': [{ title: 'LIRS', set: { 'cache.eviction': { kind: 'lirs' } } }],
    'the-nightly-scan': [
      {
        title: 'W-TinyLFU, and half as much room again',
        set: { 'cache.eviction': { kind: 'w-tiny-lfu' }, 'cache.capacity': 4_500, 'cache.startsWith': 4_500 },
      },
    ],
    'the-hot-key': [{ title: 'copies on all four nodes', set: { 'cache.copies': 4, 'cache.hotAbove': 100 } }],
    'the-lock-holder-dies': [
      {
        title: 'the old page meanwhile',
        set: { 'cache.staleWhileRevalidate': 60_000, 'cache.stampedeGuard': { kind: 'lease', holds: 10_000, poll: 50 } },
      },
    ],
    'the-flush-that-never-heals': [{ title: 'the newest first', set: { 'db.queueDiscipline': { kind: 'lifo' } } }],
  },
};
