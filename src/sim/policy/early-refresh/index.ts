// Generated from this folder by `npm run generate`. Do not edit.
import { none } from './none.ts';
import { refreshAfter } from './refresh-after.ts';
import { refreshAhead } from './refresh-ahead.ts';
import { xfetch } from './xfetch.ts';

export { seam } from './contract.ts';

export const catalogue = [none, refreshAfter, refreshAhead, xfetch] as const;
