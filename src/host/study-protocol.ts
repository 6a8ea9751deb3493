import type { ArmPlan } from '../scenario/arm.ts';
import type { PackedRecording } from './packed-recording.ts';

/** An algorithm as a scenario names it. */
export interface ChosenPolicy {
  kind: string;
  [param: string]: unknown;
}

/** What a curve is drawn of: an algorithm, or the optimum for null. */
export interface CurveLine {
  id: string;
  policy: ChosenPolicy | null;
}

/** Where accesses come from: a cache of a run, or a file. */
export type AccessSource =
  | { kind: 'run'; plan: ArmPlan; cache: string; recordings: readonly PackedRecording[] }
  | { kind: 'recording'; recording: PackedRecording };

export interface CurveRequest {
  source: AccessSource;
  lines: readonly CurveLine[];
  /** What capacities count: keys, or bytes where sizes are known. */
  unit: 'keys' | 'bytes';
}

/** One curve; its errors are 0 where it is exact, and what it may be off where it is of a sample. */
interface CurveOfLine {
  id: string;
  missRatio: Float64Array;
  byteMissRatio: Float64Array;
  error: Float64Array;
  byteError: Float64Array;
}

/** Miss-ratio curves, whole or so far. */
export interface Curves {
  unit: 'keys' | 'bytes';
  accesses: number;
  distinct: number;
  /** What all keys take together, in the unit. */
  footprint: number;
  /** What is known of the sizes of keys. */
  sizes: 'unknown' | 'alike' | 'different';
  /** Capacities, ascending, in the unit. */
  capacities: Float64Array;
  /** One a line, in the order asked for. */
  lines: readonly CurveOfLine[];
  /** What is not exact is of a sample that has one key in so many. */
  oneIn: number;
  finished: boolean;
}

/** How far a study has come, 0 to 1, and with what. */
export interface StudyProgress {
  doing: 'simulating' | 'reading' | 'replaying';
  done: number;
}

export type ToStudyWorker =
  | { type: 'read'; job: number; file: Blob; name: string }
  | { type: 'curves'; job: number; request: CurveRequest }
  | { type: 'stop'; job: number };

export type FromStudyWorker =
  | { type: 'bytes'; job: number; bytes: number }
  | { type: 'recording'; job: number; recording: PackedRecording }
  | { type: 'progress'; job: number; progress: StudyProgress; curves: Curves | null }
  | { type: 'curves'; job: number; curves: Curves }
  | { type: 'failed'; job: number; message: string };
