// Generated from this folder by `npm run generate`. Do not edit.
import { none } from './none.ts';
import { stale } from './stale.ts';
import { staticAnswer } from './static-answer.ts';

export { seam } from './contract.ts';

export const catalogue = [none, stale, staticAnswer] as const;
