import { MICROS_PER_MS, NEVER, wholeMicros } from '../kernel/time.ts';
import type { Compiler, Instruction, Label, StepDefinition, StepDoc } from './step/contract.ts';
import { catalogue } from './step/index.ts';

export type Step = StepDoc;

/** The most instructions a routine may come to. */
const MOST_INSTRUCTIONS = 100_000;

/**
 * A routine: how a service does its work, as data. Written in a scenario as a list of steps, compiled here to a flat
 * program that a task walks through.
 */
export interface Program {
  readonly instructions: readonly Instruction[];
  /** Where what fails between two places goes on; the innermost first. */
  readonly catches: readonly { from: number; to: number; handler: Label }[];
  /** How many leases have a name in it. */
  readonly leases: number;
  /** Whether it is work and then the answer, nothing else: the default of those who call nobody. */
  readonly plain: boolean;
}

/** The default: a lease of each that only lends, work, then every call in turn, then answer. */
export function defaultRoutine(calls: readonly string[], lenders: readonly string[] = []): Step[] {
  return [...lenders.map((acquire) => ({ acquire })), 'work', ...calls.map((call) => ({ call })), 'answer'];
}

/** @param wires names of the wires, in their order */
export function compileRoutine(routine: readonly Step[], wires: readonly string[]): Program {
  const instructions: Instruction[] = [];
  const catches: { from: number; to: number; handler: Label }[] = [];
  const leases: string[] = [];
  const slotOf = (name: string) => (leases.includes(name) ? leases.indexOf(name) : leases.push(name) - 1);
  const compiler: Compiler = {
    get length() {
      return instructions.length;
    },
    add(instruction) {
      if (instructions.push(instruction) > MOST_INSTRUCTIONS)
        throw new RangeError(`a routine comes to more than ${MOST_INSTRUCTIONS.toLocaleString('en')} instructions`);
    },
    wire: (name) => wires.indexOf(name),
    lease: (name) => slotOf(name),
    transaction: (wire) => (leases.includes(transactionOver(wire)) ? slotOf(transactionOver(wire)) : undefined),
    beginsTransaction: (wire) => slotOf(transactionOver(wire)),
    steps: (list) => {
      for (const doc of list) {
        const step = stepOf(doc);
        step.compile(valuesOf(step, typeof doc === 'string' ? {} : doc) as never, compiler);
      }
    },
    catches: (from, to, handler) => catches.push({ from, to, handler }),
  };
  compiler.steps(routine);
  compiler.add((owner, task) => owner.end(task));
  return { instructions, catches, leases: leases.length, plain: routine.length === 2 && routine[0] === 'work' && routine[1] === 'answer' };
}

/** Where a task goes on that fails at some place; −1 where nothing catches that. */
export function handlerOf({ catches }: Program, at: number): number {
  return catches.find(({ from, to }) => at >= from && at < to)?.handler.at ?? -1;
}

/** A name that no document can give. */
const transactionOver = (wire: number) => `transaction over ${wire}`;

/** What a step says, all of it: what is left out as its record has it, times in µs. */
function valuesOf({ fields }: StepDefinition, doc: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([key, field]) => {
      const value = doc[key] ?? ('default' in field ? field.default : undefined);
      if (field.type !== 'duration') return [key, value];
      return [key, value === null ? NEVER : wholeMicros((value as number) * MICROS_PER_MS)];
    }),
  );
}

function stepOf(doc: Step): StepDefinition {
  const step = catalogue.find(({ id }) => (typeof doc === 'string' ? doc === id : Object.hasOwn(doc, id)));
  if (!step) throw new Error(`there is no step ${JSON.stringify(doc)}`);
  return step;
}
