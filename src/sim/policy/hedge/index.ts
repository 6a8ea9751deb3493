// Generated from this folder by `npm run generate`. Do not edit.
import { afterDelay } from './after-delay.ts';
import { afterQuantile } from './after-quantile.ts';
import { none } from './none.ts';

export { seam } from './contract.ts';

export const catalogue = [afterDelay, afterQuantile, none] as const;
