// Generated from this folder by `npm run generate`. Do not edit.
import { bloomFilter } from './bloom-filter.ts';
import { none } from './none.ts';

export { seam } from './contract.ts';

export const catalogue = [bloomFilter, none] as const;
