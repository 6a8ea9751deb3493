import { createHash } from 'node:crypto';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { cardHtml } from './card.ts';
import type { Drawing } from './drawing.ts';
import { landingCardHtml } from './landing-card.ts';
import type { Look } from './layout.ts';

/** What a card was drawn from. */
export interface Drawn {
  meter: string;
  /** Fingerprints of the runs whose lines it shows, by arm. */
  runs: Readonly<Record<string, string>>;
  /** Hash of the card without lines and axes: what can be told without a run. */
  frame: string;
  /** Hash of the whole card. */
  card: string;
  /** Hash of the picture. */
  picture: string;
}

/** Of the landing, which is no scenario. */
export const LANDING_CARD = 'landing';

/** By id of the scenario, and that of the landing. */
export type Manifest = Readonly<Record<string, Drawn>>;

export function hashOf(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex').slice(0, 16);
}

/** The hash of a card whose lines and axes are not known. */
export function frameOf(scenario: Scenario, drawing: Omit<Drawing, 'lines' | 'domain'>, arms: readonly string[], look: Look): string {
  const lines = arms.map((arm) => ({ arm, samples: new Float64Array(0), fingerprint: '' }));
  return hashOf(cardHtml(scenario, { ...drawing, lines, domain: { low: 1, high: 10 } }, look));
}

/** The same of the landing. */
export function landingFrame(look: Look): string {
  return hashOf(landingCardHtml({ samples: new Float64Array(0), binWidth: 1_000, fingerprint: '', guesses: [] }, look));
}
