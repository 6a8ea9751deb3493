// Generated from this folder by `npm run generate`. Do not edit.
import { boundedQueue } from './bounded-queue.ts';
import { none } from './none.ts';

export { seam } from './contract.ts';

export const catalogue = [boundedQueue, none] as const;
