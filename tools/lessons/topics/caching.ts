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
    'the-flush-that-never-heals',
    'the-hot-key',
    'the-lock-holder-dies',
    'the-loop-that-defeats-lru',
    'the-nightly-scan',
    'when-recency-wins',
    'write-behind-and-the-crash',
  ],
  attacks: [...always, setting('never expires', 'ttl', null)],
  right: {},
  wrong: {},
  remedies: {},
};
