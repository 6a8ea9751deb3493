import { LONGEST } from '../sim/param/param.ts';

/** The arm that every scenario has. */
export const BASE = 'base';

/** Bounds that more than one place must know. */
export const LIMITS = {
  duration: { min: 1, max: LONGEST },
  seed: { min: 0, max: Number.MAX_SAFE_INTEGER },
  components: 30,
  arms: 6,
  changes: 10_000,
  /** Of a whole document, as text [characters] and unpacked from a link [bytes]: a change is some 100 where it is written out. */
  documentLength: 2_000_000,
  watch: 24,
  steps: 40,
  veil: 60,
  yours: { least: 3, most: 6 },
  given: 20,
  routine: 60,
  /** How far from the picture's corner a component may stand [px]. */
  away: 100_000,
  nameLength: 120,
  addressLength: 300,
  titleLength: 120,
  textLength: 8_000,
  listLength: 4_000,
  policies: 10,
  sourceLength: 24_000,
} as const;
