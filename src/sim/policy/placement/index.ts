// Generated from this folder by `npm run generate`. Do not edit.
import { boundedRing } from './bounded-ring.ts';
import { modulo } from './modulo.ts';
import { ring } from './ring.ts';

export { seam } from './contract.ts';

export const catalogue = [boundedRing, modulo, ring] as const;
