import type { LooksAt } from '../param/trait.ts';

/** Of whoever calls: the longest that an attempt was waited for [ms], and the most attempts that an operation wanted, those included that it was not allowed. */
export const callerPeaks = ['attemptTime', 'attemptsWanted'] as const;

export const callerLooksAt: LooksAt = { deadline: [{ where: { deadlineTravels: [true] } }] };
