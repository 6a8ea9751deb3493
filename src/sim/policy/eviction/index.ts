// Generated from this folder by `npm run generate`. Do not edit.
import { arc } from './arc.ts';
import { clock } from './clock.ts';
import { fifo } from './fifo.ts';
import { gdsf } from './gdsf.ts';
import { lfu } from './lfu.ts';
import { lfuAged } from './lfu-aged.ts';
import { lirs } from './lirs.ts';
import { lru } from './lru.ts';
import { lruK } from './lru-k.ts';
import { mru } from './mru.ts';
import { none } from './none.ts';
import { random } from './random.ts';
import { redisLfu } from './redis-lfu.ts';
import { redisLru } from './redis-lru.ts';
import { s3Fifo } from './s3-fifo.ts';
import { sieve } from './sieve.ts';
import { slru } from './slru.ts';
import { twoQueue } from './two-queue.ts';
import { wTinyLfu } from './w-tiny-lfu.ts';

export { seam } from './contract.ts';

export const catalogue = [
  arc,
  clock,
  fifo,
  gdsf,
  lfu,
  lfuAged,
  lirs,
  lru,
  lruK,
  mru,
  none,
  random,
  redisLfu,
  redisLru,
  s3Fifo,
  sieve,
  slru,
  twoQueue,
  wTinyLfu,
] as const;
