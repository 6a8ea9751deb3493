// Generated from this folder by `npm run generate`. Do not edit.
import { none } from './none.ts';
import { refreshAhead } from './refresh-ahead.ts';
import { xfetch } from './xfetch.ts';

export { seam } from './contract.ts';

export const catalogue = [none, refreshAhead, xfetch] as const;
