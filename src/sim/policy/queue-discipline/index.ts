// Generated from this folder by `npm run generate`. Do not edit.
import { fifo } from './fifo.ts';
import { lifo } from './lifo.ts';

export { seam } from './contract.ts';

export const catalogue = [fifo, lifo] as const;
