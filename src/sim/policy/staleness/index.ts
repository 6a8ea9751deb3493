// Generated from this folder by `npm run generate`. Do not edit.
import { maxAge } from './max-age.ts';
import { none } from './none.ts';
import { superseded } from './superseded.ts';

export { seam } from './contract.ts';

export const catalogue = [maxAge, none, superseded] as const;
