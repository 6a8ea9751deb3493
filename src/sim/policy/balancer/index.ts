// Generated from this folder by `npm run generate`. Do not edit.
import { leastInFlight } from './least-in-flight.ts';
import { random } from './random.ts';
import { randomChoices } from './random-choices.ts';
import { roundRobin } from './round-robin.ts';

export { seam } from './contract.ts';

export const catalogue = [leastInFlight, random, randomChoices, roundRobin] as const;
