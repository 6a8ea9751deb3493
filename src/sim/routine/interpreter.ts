import type { Tasks } from '../flow/tasks.ts';
import { handlerOf, type Program } from './routine.ts';
import type { TaskOwner } from './step/contract.ts';

const NONE = -1;

/** Walks tasks through a program. */
export class Interpreter {
  /** How tasks have failed that went on all the same. */
  private readonly caught = new Map<number, number>();

  constructor(
    private readonly program: Program,
    private readonly tasks: Tasks,
    private readonly owner: TaskOwner,
  ) {}

  /** Goes on until something takes time or the task ends. */
  walk(task: number): void {
    const { tasks, owner } = this;
    const { instructions, plain } = this.program;
    if (plain) {
      // most of all tasks: steps that are called by name are compiled into this, those in a list are not
      if (tasks.step[task]++ === 0) owner.work(task, 0, 1);
      else owner.answer(task, true);
      return;
    }
    for (let at = tasks.step[task]++; instructions[at](owner, task, at); at = tasks.step[task]++);
  }

  /** The step that a task is at could not be done for want of something: it is done anew when that is there. */
  doAgain(task: number): void {
    this.tasks.step[task]--;
    this.walk(task);
  }

  /** The step that a task is at has failed; whether that is caught, and it has gone on with other steps. */
  catches(task: number, outcome: number): boolean {
    const handler = handlerOf(this.program, this.tasks.step[task] - 1);
    if (handler === NONE) return false;
    this.caught.set(task, outcome);
    this.tasks.step[task] = handler;
    this.walk(task);
    return true;
  }

  /** How a task has failed that went on all the same. */
  outcomeOf(task: number): number {
    return this.caught.get(task) ?? NONE;
  }
}
