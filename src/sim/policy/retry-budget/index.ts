// Generated from this folder by `npm run generate`. Do not edit.
import { concurrencyRatio } from './concurrency-ratio.ts';
import { failureRatio } from './failure-ratio.ts';
import { ratioWindow } from './ratio-window.ts';
import { retryQuota } from './retry-quota.ts';
import { tokenBucket } from './token-bucket.ts';
import { unlimited } from './unlimited.ts';

export { seam } from './contract.ts';

export const catalogue = [concurrencyRatio, failureRatio, ratioWindow, retryQuota, tokenBucket, unlimited] as const;
