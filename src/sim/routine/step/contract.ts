import type { StepDescription } from '../../param/step.ts';

export { choice, integer, number, ratio } from '../../param/param.ts';
export { steps, wire, wires } from '../../param/step.ts';

/** What one of the calls of a step is about, where that is not what the task's own call is about. */
export interface Order {
  /** Local number of the wire. */
  readonly wire: number;
  /** READ or WRITE. */
  readonly operation?: number;
  readonly key?: 'tenant';
  /** Size of the value [B]. */
  readonly bytes?: number;
}

/**
 * What a step may do with the task that has come to it; `at` is its place in the program, which keys its draws and names
 * its calls. Each says whether the task goes on with the next step at once.
 */
export interface TaskOwner {
  /** Holds a server for the service time × `factor`. */
  work(task: number, at: number, factor: number): boolean;
  /** Calls, and waits until so many have answered well; the others are then taken back. */
  call(task: number, at: number, orders: readonly Order[], quorum: number): boolean;
  /** Tosses a coin. */
  happens(task: number, at: number, probability: number): boolean;
  goTo(task: number, at: number): boolean;
  /** Answers well; with nothing left to do that is its end. */
  answer(task: number, isLast: boolean): boolean;
  /** All is done. */
  end(task: number): boolean;
  /** It ends in an error that nothing catches. */
  crash(task: number): boolean;
  /** It fails anew with what has last been caught. */
  failAgain(task: number): boolean;
}

/** A step in a program, ready to be done: whether the task goes on with the next one at once. */
export type Instruction = (owner: TaskOwner, task: number, at: number) => boolean;

/** A place in the program that is known once compiling has come to it. */
export interface Label {
  at: number;
}

/** What a step is compiled with. */
export interface Compiler {
  /** Instructions so far. In the end the last one ends the task. */
  readonly length: number;
  add(instruction: Instruction): void;
  /** Local number of a wire, by name. */
  wire(name: string): number;
  /** Compiles steps within the step. */
  steps(list: readonly StepDoc[]): void;
  /** What fails from one place to another goes on at a third; the innermost first: asked for before those around it. */
  catches(from: number, to: number, handler: Label): void;
}

/** A step as a scenario writes it. */
export type StepDoc = string | Readonly<Record<string, unknown>>;

export interface StepDefinition extends StepDescription {
  compile(doc: never, compiler: Compiler): void;
}

/** What a step's record says; a step that is written as its id alone says nothing. */
export function defineStep<Doc>(definition: StepDescription & { compile(doc: Doc, compiler: Compiler): void }): StepDefinition {
  return definition;
}
