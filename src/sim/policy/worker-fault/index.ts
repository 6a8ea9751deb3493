// Generated from this folder by `npm run generate`. Do not edit.
import { crash } from './crash.ts';
import { mortal } from './mortal.ts';
import { none } from './none.ts';
import { pause } from './pause.ts';
import { poison } from './poison.ts';

export { seam } from './contract.ts';

export const catalogue = [crash, mortal, none, pause, poison] as const;
