import { create } from 'zustand';
import type { AskDoc } from '../../scenario/scenario.ts';

/** Whether the landing is on the screen, in place of the workshop; and whether its question is open. */
export const useLanding = create<{ shown: boolean; asks: boolean }>()(() => ({ shown: false, asks: true }));

/** The scenario that a first visit lands in. */
export const LANDING = 'retry-storm';

/** What this is, to whoever has never been here. */
export const WHAT = 'Backend patterns, simulated in your browser';

/** What it says before anything is chosen: what has happened, what the line is, and what is asked. */
export const SENTENCES = ['A shop’s checkout is down for eight seconds.', 'Its customers keep trying.'] as const;
export const SERVED = 'Orders served per second';
export const QUESTION = 'Repaired. When is the shop back to normal?';

/** The dots and squares of the wire, in words; before the repair an answer says that it failed, after it that it came late. */
export const KEYS = { first: 'first try', retry: 'retry', ok: 'served', error: 'failed', late: 'late' } as const;

/** The span of the run that the landing shows, and where it is repaired [ms]. */
export const FROM = 15_000;
export const DOWN = 20_000;
export const REPAIRED = 28_000;
export const TO = 70_000;

export const CLIENT = 'shoppers';
export const SERVICE = 'checkout';
export const METER = `${CLIENT}.goodput`;
/** How far the vertical axis goes from the beginning [req/s]: room for whatever the slider brings, so that no answer moves it. */
export const TOP = 300;
/** What its slider moves: customers a second. */
export const RATE = { path: 'shoppers.arrival.rate', usual: 120, least: 60, most: 180 } as const;

/** The shop is lost where goodput, on average from this moment to the end, is below this [ms, req/s]. */
export const LOST = { from: TO - 15_000, below: RATE.least / 2 } as const;

/** The step of the lesson whose question it asks: the choices and their lines are that one's. */
export const STEP = 0;

/** The answers there are to choose from: their words and their lines. */
export function guessesOf(ask: AskDoc | undefined) {
  return ask?.lines?.points.map((points, i) => ({ label: ask.choices[i].text, points })) ?? [];
}
