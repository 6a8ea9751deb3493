// Generated from this folder by `npm run generate`. Do not edit.
import { loop } from './loop.ts';
import { none } from './none.ts';
import { oneHitWonders } from './one-hit-wonders.ts';
import { recorded } from './recorded.ts';
import { scan } from './scan.ts';
import { sequence } from './sequence.ts';
import { shiftingHotSet } from './shifting-hot-set.ts';
import { uniform } from './uniform.ts';
import { zipf } from './zipf.ts';
import { zipfDrift } from './zipf-drift.ts';

export { seam } from './contract.ts';

export const catalogue = [loop, none, oneHitWonders, recorded, scan, sequence, shiftingHotSet, uniform, zipf, zipfDrift] as const;
