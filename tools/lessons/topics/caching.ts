import { always, setting, type Topic } from '../topic.ts';

export const caching: Topic = {
  unread: [],
  attacks: [...always, setting('never expires', 'ttl', null)],
  right: {
    'the-nightly-scan': {
      'four times the replicas': 'the goal asks how much room it takes; this is more of it',
      'four times the replicas: cache': 'the goal asks how much room it takes; this is more of it',
    },
    'the-flush-that-never-heals': {
      'hardly anybody may wait: db': 'the shortest of short queues: what gets in is in time and is stored',
      'hardly anybody may wait': 'as above',
    },
    'from-99-to-98': {
      'four times the replicas': 'memory is the remedy; this is more of it than it takes',
      'four times the replicas: cache': 'memory is the remedy; this is more of it than it takes',
    },
  },
  wrong: {
    'asking-for-what-does-not-exist': [
      { title: 'remembers absence', set: { 'cache.negativeTtl': 60_000 } },
      { title: 'remembers all absences, in a huge cache', set: { 'cache.negativeTtl': 600_000, 'cache.capacity': 1_000_000 } },
      { title: 'a filter of 4 bits', set: { 'cache.absenceGuard': { kind: 'bloom-filter', keys: 10_000, bitsPerKey: 4 } } },
      { title: 'a filter of half of the products', set: { 'cache.absenceGuard': { kind: 'bloom-filter', keys: 5_000, bitsPerKey: 20 } } },
    ],
    'beat-sieve': [
      { title: 'LRU', set: { 'cache.eviction': { kind: 'lru' } } },
      { title: 'S3-FIFO', set: { 'cache.eviction': { kind: 's3-fifo' } } },
      { title: 'twice the room', set: { 'cache.capacity': 1_000 } },
    ],
    'belady-anomaly': [
      { title: 'LRU', set: { 'cache.eviction': { kind: 'lru' } } },
      { title: 'random', set: { 'cache.eviction': { kind: 'random' } } },
      { title: 'five pages', set: { 'cache.capacity': 5 } },
      { title: 'pages at random from the start', set: { 'job.workload': { kind: 'zipf', keys: 5, first: 1 } } },
    ],
    'from-99-to-98': [
      { title: 'two more connections', set: { 'db.servers': 5 } },
      { title: 'faster queries', set: { 'db.serviceTime.mean': 100 } },
      { title: 'a queue of five', set: { 'db.loadShedding': { kind: 'bounded-queue', capacity: 5 } } },
      { title: 'half as many readers', set: { 'readers.arrival.rate': 500 } },
      { title: 'SIEVE', set: { 'cache.eviction': { kind: 'sieve' } } },
    ],
    'modulo-or-ring': [
      { title: 'nine nodes from the start', set: { 'cache.replicas': 9 } },
      { title: 'a ring without news', set: { 'cache.placement': { kind: 'ring' } } },
      { title: 'news without a ring', set: { 'cache.invalidationReaches': 'all' } },
      { title: 'news and a larger database', set: { 'cache.invalidationReaches': 'all', 'db.servers': 24 } },
      { title: 'a ring and a short life', set: { 'cache.placement': { kind: 'ring' }, 'cache.ttl': 20_000 } },
      { title: 'bounded loads without news', set: { 'cache.placement': { kind: 'bounded-ring', bound: 1.1 } } },
    ],
    'one-ttl-for-ten-thousand-keys': [
      { title: 'coalescing', set: { 'cache.stampedeGuard': { kind: 'coalesce' } } },
      { title: 'a tenth of jitter', set: { 'cache.ttlJitter': 0.1 } },
      { title: 'lives that begin anew with every read', set: { 'cache.ttlCounts': 'use' } },
      { title: 'a life of a minute', set: { 'cache.ttl': 60_000 } },
      { title: 'a life of a second', set: { 'cache.ttl': 1_000 } },
      { title: 'stale for 10 s', set: { 'cache.staleWhileRevalidate': 10_000, 'cache.stampedeGuard': { kind: 'coalesce' } } },
    ],
    'sieve-s3-fifo-and-the-optimum': [
      { title: 'SIEVE in both', set: { 'small.eviction': { kind: 'sieve' }, 'large.eviction': { kind: 'sieve' } } },
      { title: 'S3-FIFO in both', set: { 'small.eviction': { kind: 's3-fifo' }, 'large.eviction': { kind: 's3-fifo' } } },
      { title: 'W-TinyLFU in both', set: { 'small.eviction': { kind: 'w-tiny-lfu' }, 'large.eviction': { kind: 'w-tiny-lfu' } } },
      { title: 'ten times the room', set: { 'small.capacity': 1_000 } },
    ],
    'stale-for-the-whole-ttl': [
      { title: 'write-through', set: { 'cache.writes': 'write-through' } },
      { title: 'write-through, never expires', set: { 'cache.writes': 'write-through', 'cache.ttl': null } },
      { title: 'write-behind', set: { 'cache.writes': 'write-behind', 'cache.refuses': 'older' } },
      { title: 'deletes before it writes', set: { 'cache.writes': 'invalidate-first' } },
      { title: 'a life of a second', set: { 'cache.ttl': 1_000 } },
      { title: 'no cache', set: { 'cache.works': false } },
      { title: 'coalescing', set: { 'cache.stampedeGuard': { kind: 'coalesce' } } },
    ],
    'stale-is-better-than-down': [
      { title: 'stale if error for a minute', set: { 'cache.staleIfError': 60_000, 'cache.ttl': 10_000 } },
      { title: 'stale if error, as long a life as now', set: { 'cache.staleIfError': 600_000 } },
      { title: 'a life of 10 min', set: { 'cache.ttl': 600_000 } },
      { title: 'hardly a cache', set: { 'cache.staleIfError': 600_000, 'cache.ttl': 1 } },
    ],
    stampede: [
      { title: 'nothing', set: {} },
      { title: 'only coalescing', set: { 'cache.stampedeGuard': { kind: 'coalesce' } } },
      { title: 'only a lock', set: { 'cache.stampedeGuard': { kind: 'lock' } } },
      { title: 'only XFetch', set: { 'cache.earlyRefresh': { kind: 'xfetch' } } },
      { title: 'XFetch, more eager', set: { 'cache.earlyRefresh': { kind: 'xfetch', beta: 4 } } },
      { title: 'an hour', set: { 'cache.ttl': 3_600_000 } },
      { title: 'faster rebuilds', set: { 'db.serviceTime.value': 100 } },
      { title: 'jitter', set: { 'cache.ttlJitter': 0.5 } },
    ],
    'the-knee-and-its-price': [
      ...['arc', 'clock', 'fifo', 'gdsf', 'lfu', 'lru', 'mru', 'random', 's3-fifo', 'sieve', 'slru', 'two-queue', 'w-tiny-lfu'].map(
        (kind) => ({
          title: `6 GB, ${kind}`,
          set: { 'cache.eviction': { kind }, 'cache.capacity': 300 },
        }),
      ),
      { title: 'LIRS, no more room', set: { 'cache.eviction': { kind: 'lirs' } } },
      { title: '8 GB', set: { 'cache.capacity': 400 } },
      { title: 'LIRS, 8 GB', set: { 'cache.eviction': { kind: 'lirs' }, 'cache.capacity': 400 } },
      { title: '30 reads of the storage a second', set: { 'cache.ownLimiter': { kind: 'leaky-queue', rate: 30, capacity: 100_000 } } },
      { title: '3 reads of the storage at a time', set: { 'cache.concurrencyLimit': { kind: 'concurrency', limit: 3 } } },
      { title: 'a job that waits', set: { 'job.ownLimiter': { kind: 'leaky-queue', rate: 5, capacity: 100_000 } } },
      {
        title: 'a filter that takes the job’s clips for absent',
        set: { 'cache.absenceGuard': { kind: 'bloom-filter', keys: 500, bitsPerKey: 14 } },
      },
    ],
  },
  remedies: {
    'the-knee-and-its-price': [{ title: 'LIRS with 6 GB', set: { 'cache.eviction': { kind: 'lirs' }, 'cache.capacity': 300 } }],
    'when-recency-wins': [{ title: 'ARC', set: { 'cache.eviction': { kind: 'arc' } } }],
    'write-behind-and-the-crash': [
      { title: 'a short delay, and as many writers as the database takes', set: { 'cache.flushDelay': 100, 'cache.flushConcurrency': 12 } },
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
    'asking-for-what-does-not-exist': [
      { title: 'a filter of 14 bits', set: { 'cache.absenceGuard': { kind: 'bloom-filter', keys: 10_000, bitsPerKey: 14 } } },
    ],
    // with code of one's own: test/lessons/own-code.test.ts
    'beat-sieve': [{ title: 'ARC', set: { 'cache.eviction': { kind: 'arc' } } }],
    'belady-anomaly': [
      { title: 'LFU', set: { 'cache.eviction': { kind: 'lfu' } } },
      { title: 'MRU', set: { 'cache.eviction': { kind: 'mru' } } },
      { title: 'keeps what came first', set: { 'cache.eviction': { kind: 'none' } } },
    ],
    'from-99-to-98': [{ title: 'room for 100 more', set: { 'cache.capacity': 10_000 } }],
    'modulo-or-ring': [
      { title: 'a ring, and news of writes to all', set: { 'cache.placement': { kind: 'ring' }, 'cache.invalidationReaches': 'all' } },
    ],
    'one-ttl-for-ten-thousand-keys': [
      { title: 'jitter of 20 %', set: { 'cache.ttlJitter': 0.2 } },
      { title: 'jitter of 30 %', set: { 'cache.ttlJitter': 0.3 } },
    ],
    'sieve-s3-fifo-and-the-optimum': [
      { title: 'ARC in both', set: { 'small.eviction': { kind: 'arc' }, 'large.eviction': { kind: 'arc' } } },
      { title: 'SIEVE in the small, LRU in the large', set: { 'small.eviction': { kind: 'sieve' } } },
    ],
    'stale-for-the-whole-ttl': [
      { title: 'write-through that refuses older versions', set: { 'cache.writes': 'write-through', 'cache.refuses': 'older' } },
      { title: 'write-through, late fills ignored', set: { 'cache.writes': 'write-through', 'cache.laterFills': 'ignored' } },
      {
        title: 'write-through and leases',
        set: { 'cache.writes': 'write-through', 'cache.stampedeGuard': { kind: 'lease', holds: 10_000, poll: 50 } },
      },
    ],
    'stale-is-better-than-down': [
      { title: 'a shorter life, stale if error', set: { 'cache.staleIfError': 600_000, 'cache.ttl': 10_000 } },
      { title: 'a shorter life, stale while revalidating', set: { 'cache.staleWhileRevalidate': 600_000, 'cache.ttl': 10_000 } },
    ],
    stampede: [
      { title: 'XFetch and coalescing', set: { 'cache.earlyRefresh': { kind: 'xfetch' }, 'cache.stampedeGuard': { kind: 'coalesce' } } },
      {
        title: 'stale while revalidating, and coalescing',
        set: { 'cache.staleWhileRevalidate': 5_000, 'cache.stampedeGuard': { kind: 'coalesce' } },
      },
    ],
  },
};
