// Generated from this folder by `npm run generate`. Do not edit.
import { bimodal } from './bimodal.ts';
import { constant } from './constant.ts';
import { empirical } from './empirical.ts';
import { exponential } from './exponential.ts';
import { lognormal } from './lognormal.ts';
import { pareto } from './pareto.ts';
import { uniform } from './uniform.ts';

export { seam } from './contract.ts';

export const catalogue = [bimodal, constant, empirical, exponential, lognormal, pareto, uniform] as const;
