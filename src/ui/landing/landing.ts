import { create } from 'zustand';

/** Whether the landing is on the screen, in place of the workshop; and whether its question is open. */
export const useLanding = create<{ shown: boolean; asks: boolean }>()(() => ({ shown: false, asks: true }));

/** The span of the run that the landing shows, and where it is repaired [ms]. */
export const FROM = 15_000;
export const DOWN = 20_000;
export const REPAIRED = 28_000;
export const TO = 70_000;

export const CLIENT = 'shoppers';
export const SERVICE = 'checkout';
/** What its slider moves: customers a second. */
export const RATE = { path: 'shoppers.arrival.rate', usual: 120, least: 60, most: 180 } as const;

/** The shop is lost where goodput, on average from this moment to the end, is below this [ms, req/s]. */
export const LOST = { from: TO - 15_000, below: RATE.least / 2 } as const;

/** The step of the lesson whose question it asks: the choices and their lines are that one's. */
export const STEP = 0;
