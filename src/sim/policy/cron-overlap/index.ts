// Generated from this folder by `npm run generate`. Do not edit.
import { allow } from './allow.ts';
import { lock } from './lock.ts';
import { queue } from './queue.ts';
import { replace } from './replace.ts';
import { skip } from './skip.ts';

export { seam } from './contract.ts';

export const catalogue = [allow, lock, queue, replace, skip] as const;
