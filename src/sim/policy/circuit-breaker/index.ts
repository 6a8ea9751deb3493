// Generated from this folder by `npm run generate`. Do not edit.
import { consecutiveFailures } from './consecutive-failures.ts';
import { failureRatio } from './failure-ratio.ts';
import { failureRatioOverTime } from './failure-ratio-over-time.ts';
import { none } from './none.ts';

export { seam } from './contract.ts';

export const catalogue = [consecutiveFailures, failureRatio, failureRatioOverTime, none] as const;
