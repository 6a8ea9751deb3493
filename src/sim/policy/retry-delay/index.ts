// Generated from this folder by `npm run generate`. Do not edit.
import { bullmq } from './bullmq.ts';
import { celery } from './celery.ts';
import { constant } from './constant.ts';
import { decorrelatedAws } from './decorrelated-aws.ts';
import { decorrelatedPolly } from './decorrelated-polly.ts';
import { equalJitter } from './equal-jitter.ts';
import { exponential } from './exponential.ts';
import { fullJitter } from './full-jitter.ts';
import { linear } from './linear.ts';
import { none } from './none.ts';
import { proportional } from './proportional.ts';
import { schedule } from './schedule.ts';
import { sidekiq } from './sidekiq.ts';

export { seam } from './contract.ts';

export const catalogue = [
  bullmq,
  celery,
  constant,
  decorrelatedAws,
  decorrelatedPolly,
  equalJitter,
  exponential,
  fullJitter,
  linear,
  none,
  proportional,
  schedule,
  sidekiq,
] as const;
