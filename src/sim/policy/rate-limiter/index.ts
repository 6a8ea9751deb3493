// Generated from this folder by `npm run generate`. Do not edit.
import { none } from './none.ts';
import { tokenBucket } from './token-bucket.ts';

export { seam } from './contract.ts';

export const catalogue = [none, tokenBucket] as const;
