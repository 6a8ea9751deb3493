/**
 * A routine: how a service does its work, as data. Written in a scenario as a list of steps, compiled here to a flat
 * program that a task walks through.
 */
export type Step =
  | 'work'
  | 'answer'
  | { work: number }
  | { call: string }
  | { par: readonly string[] }
  | { branch: number; then: readonly Step[]; else?: readonly Step[] };

/** Instruction codes. */
export const WORK = 0;
export const CALL = 1;
export const PAR = 2;
/** Tosses a coin: goes on with probability `value`, else jumps to `target`. */
export const BRANCH = 3;
export const JUMP = 4;
export const ANSWER = 5;
export const END = 6;

export interface Instruction {
  code: number;
  /** WORK: factor on the service time. BRANCH: probability of going on. */
  value: number;
  /** CALL, PAR: local numbers of the wires. */
  wires: readonly number[];
  /** BRANCH, JUMP: where to. */
  target: number;
}

export type Program = readonly Instruction[];

/** The default: work, then every call in turn, then answer. */
export function defaultRoutine(calls: readonly string[]): Step[] {
  return ['work', ...calls.map((call) => ({ call })), 'answer'];
}

/** @param calls ids of the components called, in the order of the wires */
export function compileRoutine(steps: readonly Step[], calls: readonly string[]): Program {
  const program: Instruction[] = [];
  const add = (code: number, rest: Partial<Instruction> = {}) => {
    const instruction = { code, value: 1, wires: [], target: 0, ...rest };
    program.push(instruction);
    return instruction;
  };
  const wireTo = (id: string) => calls.indexOf(id);
  const walk = (list: readonly Step[]) => {
    for (const step of list) {
      if (step === 'work') add(WORK);
      else if (step === 'answer') add(ANSWER);
      else if ('work' in step) add(WORK, { value: step.work });
      else if ('call' in step) add(CALL, { wires: [wireTo(step.call)] });
      else if ('par' in step) add(PAR, { wires: step.par.map(wireTo) });
      else {
        const branch = add(BRANCH, { value: step.branch });
        walk(step.then);
        if (step.else && step.else.length > 0) {
          const jump = add(JUMP);
          branch.target = program.length;
          walk(step.else);
          jump.target = program.length;
        } else branch.target = program.length;
      }
    }
  };
  walk(steps);
  add(END);
  return program;
}
