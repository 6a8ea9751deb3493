// Generated from this folder by `npm run generate`. Do not edit.
import { boundedQueue } from './bounded-queue.ts';
import { byDeadline } from './by-deadline.ts';
import { byPriority } from './by-priority.ts';
import { none } from './none.ts';
import { randomEarly } from './random-early.ts';

export { seam } from './contract.ts';

export const catalogue = [boundedQueue, byDeadline, byPriority, none, randomEarly] as const;
