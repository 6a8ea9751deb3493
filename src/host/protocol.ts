import type { ArmPlan } from '../scenario/arm.ts';
import type { FigureRequest } from '../scenario/claims.ts';
import type { PackedRecording } from './packed-recording.ts';
import type { ArmResult } from './result.ts';

/** What the page asks of a worker. A new job ends the one before it. */
export interface Job {
  id: number;
  arm: string;
  plan: ArmPlan;
  /** Figures wanted of a run once it has ended. */
  figures: readonly FigureRequest[];
  /** The files that its workloads play. */
  recordings: readonly PackedRecording[];
}
/** What a worker is to get used to while nothing is asked of it: plans whose runs are thrown away. */
export interface WarmUp {
  plans: readonly ArmPlan[];
  /** The files that their workloads play. */
  recordings: readonly PackedRecording[];
}

export type ToWorker = { type: 'job'; job: Job } | { type: 'stop' } | { type: 'warm-up'; warmUp: WarmUp };

/** What a worker answers; `warm` at the end of a warm-up. Results come in slices, the last one with `finished`; whoever asked again drops them. */
export type FromWorker =
  | { type: 'ready' }
  | { type: 'warm' }
  | { type: 'result'; job: number; result: ArmResult }
  | { type: 'failed'; job: number; message: string; place?: CodePlace };

/** Where in a policy of the document's own a run has ended. */
export interface CodePlace {
  policy: string;
  /** Line of its source, from 1; null where it cannot be told. */
  line: number | null;
  /** What went wrong there. */
  problem: string;
  /** When in the run [ms]; null before it began. */
  at: number | null;
  /** Number of the request that was dealt with last; null where there is none. */
  request: number | null;
}
