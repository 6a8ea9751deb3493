import { descriptions, learn } from './descriptions.ts';
import further from './further-descriptions.json' with { type: 'json' };

learn(further);

/** All descriptions there are: for whoever reads, checks or explains any scenario. */
export const everyDescription = descriptions;
