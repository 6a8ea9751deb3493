// Generated from this folder by `npm run generate`. Do not edit.
import { capacityFactor } from './capacity-factor.ts';
import { errorRatio } from './error-ratio.ts';
import { failFast } from './fail-fast.ts';
import { hang } from './hang.ts';
import { none } from './none.ts';
import { slow } from './slow.ts';

export { seam } from './contract.ts';

export const catalogue = [capacityFactor, errorRatio, failFast, hang, none, slow] as const;
