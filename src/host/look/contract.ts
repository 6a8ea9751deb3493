import type { ArmPlan } from '../../scenario/arm.ts';
import type { Options, World } from '../../sim/world/world.ts';
import type { Explained } from '../manner.ts';
import type { PackedRecording } from '../packed-recording.ts';

/**
 * Looking closer at a run than its meters do: one question at a time, answered by a worker that runs the plan again and
 * keeps what is asked about. A look is one file of this folder.
 */

/** What can be asked, by id: what a question says besides the run, and what comes back. The file of each look adds its own. */
// biome-ignore lint/suspicious/noEmptyInterface: filled where looks are defined
export interface Looks {}

export type LookId = keyof Looks;
export type Answer<Id extends LookId> = Looks[Id]['answer'];

/** What somebody who looks closer wants to know. */
export interface Question<Id extends LookId = LookId> {
  ask: Id;
  /** Whose answer it is: of each slot one is kept, and a newer one takes the place of an older. */
  slot: string;
  /** The run that it is about, which its plan decides, seed and all; null for what is about files alone. */
  plan: ArmPlan | null;
  /** Names the plan, or what stands for it: equal when the run is the same. */
  run: string;
  /** The moment that is looked at [ms]. */
  time: number;
  args: Looks[Id]['args'];
  /** The files that its workloads play. */
  recordings: readonly PackedRecording[];
}

/** How far an answer has come, 0 to 1, and with what. */
export interface Progress {
  doing: 'simulating' | 'reading' | 'replaying';
  done: number;
}

/** What a look works with. */
export interface Desk<Id extends LookId> {
  /** Recordings by hash, unpacked. */
  readonly recordings: NonNullable<Options['recordings']>;
  /** Aborted once nobody wants the answer any more. */
  readonly signal: AbortSignal;
  /**
   * Runs a world to its end, a slice at a time.
   * @param of how far the answer has come when that much of the run is done, where it is a part of more
   */
  run(world: World, of?: (done: number) => number, soFar?: () => Answer<Id>): Promise<World>;
  /**
   * Called every few ms of work: lets messages in, ends work that nobody wants any more, and tells how far it has come, with
   * what there is of the answer.
   */
  tick(progress: () => Progress, soFar?: () => Answer<Id>): Promise<void>;
  /** What is said of something that code of the document's own has thrown, and where; what the look itself throws is explained anyway. */
  explain(error: unknown, world: World | null): Explained;
  /** Tells how far it has come, a few times a second at the most. */
  tell(progress: () => Progress, soFar?: () => Answer<Id>): void;
}

export interface Look<Id extends LookId = LookId> {
  /** Its `ask` in questions. The file is called the same. */
  id: Id;
  /** Works out an answer. Its columns are handed over: what is kept for the next question is copied. */
  answer(question: Question<Id>, desk: Desk<Id>): Promise<Answer<Id>>;
}

export function defineLook<Id extends LookId>(id: Id, answer: Look<Id>['answer']): Look<Id> {
  return { id, answer };
}

/** The plan of a question that is about a run. */
export function planOf({ plan, ask }: Question): ArmPlan {
  if (plan === null) throw new Error(`there is no run to ask for ${ask}`);
  return plan;
}

/** What the page says to a worker that looks; a worker answers one question at a time. */
export type ToLooker = { type: 'look'; id: number; question: Question } | { type: 'drop'; id: number };

/** What it answers. */
export type FromLooker =
  | { type: 'progress'; id: number; progress: Progress; soFar: Answer<LookId> | null }
  | { type: 'answer'; id: number; answer: Answer<LookId> }
  | { type: 'failed'; id: number; message: string };
