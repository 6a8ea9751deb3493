// Generated from this folder by `npm run generate`. Do not edit.
import { byAge } from './by-age.ts';
import { byLength } from './by-length.ts';
import { byUtilisation } from './by-utilisation.ts';
import { none } from './none.ts';

export { seam } from './contract.ts';

export const catalogue = [byAge, byLength, byUtilisation, none] as const;
