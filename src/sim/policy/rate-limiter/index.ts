// Generated from this folder by `npm run generate`. Do not edit.
import { adaptiveConcurrency } from './adaptive-concurrency.ts';
import { awsAdaptive } from './aws-adaptive.ts';
import { concurrency } from './concurrency.ts';
import { fairShare } from './fair-share.ts';
import { fixedWindow } from './fixed-window.ts';
import { gcra } from './gcra.ts';
import { hierarchical } from './hierarchical.ts';
import { leakyBucket } from './leaky-bucket.ts';
import { leakyQueue } from './leaky-queue.ts';
import { none } from './none.ts';
import { priorityReserve } from './priority-reserve.ts';
import { slidingCounter } from './sliding-counter.ts';
import { slidingLog } from './sliding-log.ts';
import { tokenBucket } from './token-bucket.ts';

export { seam } from './contract.ts';

export const catalogue = [
  adaptiveConcurrency,
  awsAdaptive,
  concurrency,
  fairShare,
  fixedWindow,
  gcra,
  hierarchical,
  leakyBucket,
  leakyQueue,
  none,
  priorityReserve,
  slidingCounter,
  slidingLog,
  tokenBucket,
] as const;
