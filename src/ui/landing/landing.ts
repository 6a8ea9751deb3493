import { create } from 'zustand';

/** Whether the landing is on the screen, in place of the workshop. */
export const useLanding = create<{ shown: boolean }>()(() => ({ shown: false }));

/** The scenario that a first visit lands in. */
export const LANDING = 'retry-storm';

/** What it says before anything is chosen: what has happened, what the line is, and what is asked. */
export const SENTENCES = ['A shop’s checkout is down for eight seconds.', 'Its customers keep trying.'] as const;
export const SERVED = 'Orders served per second';
export const QUESTION = 'It is repaired. When is the shop selling again?';

/** The span of the run that the landing shows, and where it is repaired [ms]. */
export const FROM = 15_000;
export const DOWN = 20_000;
export const REPAIRED = 28_000;
export const TO = 70_000;

export const CLIENT = 'shoppers';
export const SERVICE = 'checkout';
export const METER = `${CLIENT}.goodput`;
/** What the axis reaches at least [req/s]. */
export const AT_LEAST = 220;
/** What its slider moves: customers a second. */
export const RATE = { path: 'shoppers.arrival.rate', usual: 120, least: 60, most: 180 } as const;

/** The shop is lost where goodput, on average from this moment to the end, is below this [ms, req/s]. */
export const LOST = { from: TO - 15_000, below: RATE.least / 2 } as const;

/** The answers there are to choose from, as lines: moments [ms] and orders served per second. */
export const GUESSES = [
  { label: 'At once', line: [REPAIRED, 0, 28_600, 120, TO, 120] },
  { label: 'About ten seconds later', line: [REPAIRED, 0, 28_600, 200, 38_500, 200, 39_500, 120, TO, 120] },
  { label: 'Not at all', line: [REPAIRED, 0, TO, 0] },
] as const;
