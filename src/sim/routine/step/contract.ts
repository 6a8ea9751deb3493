import type { Want } from '../../flow/holdings.ts';
import { choice, number } from '../../param/param.ts';
import type { StepDescription } from '../../param/step.ts';

export { choice, duration, integer, LONGEST, number, ratio } from '../../param/param.ts';
export { lease, steps, wire, wires } from '../../param/step.ts';

/** What one of the calls of a step is about, where that is not what the task's own call is about. */
export interface Order {
  /** Local number of the wire. */
  readonly wire: number;
  /** READ, WRITE or COMMIT. */
  readonly operation?: number;
  readonly key?: 'tenant';
  /** Size of the value [B]. */
  readonly bytes?: number;
  /** The transaction it is part of, where the task has that: the number of its name. */
  readonly within?: number;
  /** The lease that it is made with: its task must still have it. */
  readonly using?: number;
}

/**
 * What a step may do with the task that has come to it; `at` is its place in the program, which keys its draws and names
 * its calls. Each says whether the task goes on with the next step at once.
 */
export interface TaskOwner {
  /** Holds a server for the service time × `factor`. */
  work(task: number, at: number, factor: number): boolean;
  /** Waits so long [µs], without working. */
  sleep(task: number, time: number): boolean;
  /** Calls, and waits until so many have answered well; the others are then taken back. */
  call(task: number, at: number, orders: readonly Order[], quorum: number): boolean;
  /** Asks for a lease, and waits until it comes. */
  acquire(task: number, at: number, want: Want): boolean;
  /** Whether it has, or believes to have, a lease by a name. */
  has(task: number, slot: number): boolean;
  /** Gives back what it has by a name, if it has it: of a transaction, rolls it back. */
  release(task: number, slot: number): boolean;
  /** Has something sent once a transaction has been committed; at once where it has none by that name. */
  sendAfterCommit(task: number, at: number, order: Order, slot: number): boolean;
  /** Its transaction has been committed: sends what waited for that, and waits for what comes of it. */
  committed(task: number, at: number, slot: number): boolean;
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

/** Which key a call of a step is about, and how large it is. */
export const aboutFields = {
  key: choice({
    label: 'Key',
    help: 'Which key it is about.',
    default: 'own',
    options: { own: 'Its own', tenant: 'The number of its tenant: one row a tenant' },
  }),
  bytes: number({
    label: 'Size',
    help: 'How large the value is; 0: as large as its own.',
    unit: 'B',
    default: 0,
    min: 0,
    max: 1_000_000_000,
    scale: 'log',
  }),
};

export interface AboutDoc {
  key: 'own' | 'tenant';
  bytes: number;
}

/** The same, as an order has it. */
export function aboutOf({ key, bytes }: AboutDoc): Pick<Order, 'key' | 'bytes'> {
  return { key: key === 'tenant' ? key : undefined, bytes: bytes > 0 ? bytes : undefined };
}

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
  /** The number of a lease's name; the same for the same name. */
  lease(name: string): number;
  /** The number of the transaction that may be open over a wire at this place; undefined where none has been begun. */
  transaction(wire: number): number | undefined;
  /** From here on a transaction may be open over a wire. @returns its number */
  beginsTransaction(wire: number): number;
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

/** What a step's record says, all of it, times in µs: what a document leaves out is as its fields have it. */
export function defineStep<Doc>(definition: StepDescription & { compile(doc: Doc, compiler: Compiler): void }): StepDefinition {
  return definition;
}
