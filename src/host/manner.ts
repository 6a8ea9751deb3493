import type { ArmPlan } from '../scenario/arm.ts';
import type { World } from '../sim/world/world.ts';
import type { CodePlace } from './protocol.ts';

/** What was thrown, as it is said; and where, if that was in code of the document's own. */
export interface Explained {
  message: string;
  place?: CodePlace;
}

/** What is different where code runs that is not ours. */
export interface Manner {
  /** Events between two looks at the clock and the messages: a few ms of what is our own. */
  slice: number;
  /** Looked at between two slices; throws where the run has to end. */
  watch?(): void;
  /** Makes of what was thrown what is said of it. @param plan what ran; null where there is no run */
  explain?(error: unknown, world: World | null, plan: ArmPlan | null): Explained;
}

export const OWN: Manner = { slice: 10_000 };
