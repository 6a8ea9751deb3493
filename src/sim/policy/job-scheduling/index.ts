// Generated from this folder by `npm run generate`. Do not edit.
import { deadline } from './deadline.ts';
import { fifo } from './fifo.ts';
import { lifo } from './lifo.ts';
import { oldestFirst } from './oldest-first.ts';
import { roundRobin } from './round-robin.ts';
import { shortestFirst } from './shortest-first.ts';
import { shuffleSharding } from './shuffle-sharding.ts';
import { strictPriority } from './strict-priority.ts';
import { weighted } from './weighted.ts';

export { seam } from './contract.ts';

export const catalogue = [deadline, fifo, lifo, oldestFirst, roundRobin, shortestFirst, shuffleSharding, strictPriority, weighted] as const;
