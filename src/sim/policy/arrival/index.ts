// Generated from this folder by `npm run generate`. Do not edit.
import { bursts } from './bursts.ts';
import { closedLoop } from './closed-loop.ts';
import { constant } from './constant.ts';
import { mmpp } from './mmpp.ts';
import { once } from './once.ts';
import { poisson } from './poisson.ts';
import { ramp } from './ramp.ts';
import { recorded } from './recorded.ts';
import { spike } from './spike.ts';

export { seam } from './contract.ts';

export const catalogue = [bursts, closedLoop, constant, mmpp, once, poisson, ramp, recorded, spike] as const;
