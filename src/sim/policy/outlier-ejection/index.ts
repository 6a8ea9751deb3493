// Generated from this folder by `npm run generate`. Do not edit.
import { consecutiveErrors } from './consecutive-errors.ts';
import { none } from './none.ts';
import { successRate } from './success-rate.ts';

export { seam } from './contract.ts';

export const catalogue = [consecutiveErrors, none, successRate] as const;
