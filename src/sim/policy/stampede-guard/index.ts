// Generated from this folder by `npm run generate`. Do not edit.
import { coalesce } from './coalesce.ts';
import { lease } from './lease.ts';
import { lock } from './lock.ts';
import { none } from './none.ts';

export { seam } from './contract.ts';

export const catalogue = [coalesce, lease, lock, none] as const;
