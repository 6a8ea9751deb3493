// Generated from this folder by `npm run generate`. Do not edit.
import { codel } from './codel.ts';
import { earliestDeadline } from './earliest-deadline.ts';
import { fifo } from './fifo.ts';
import { lifo } from './lifo.ts';

export { seam } from './contract.ts';

export const catalogue = [codel, earliestDeadline, fifo, lifo] as const;
