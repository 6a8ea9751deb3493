import { widened } from '../structure/widened.ts';
import { defineObserver } from './contract.ts';

/** What gates decided, in order: one row a decision. */
export class DecisionLog {
  /** When [µs]. */
  time = new Float64Array(1024);
  /** Number of the gate's component. */
  component = new Uint8Array(1024);
  /** Number of the request. */
  request = new Int32Array(1024);
  /** How much was asked for. */
  cost = new Float64Array(1024);
  /** 1 for a call that passed, 0 for one that was turned away. */
  passed = new Uint8Array(1024);
  /** What the limiter's first gauge then showed, of the first key; NaN where it has none. */
  level = new Float64Array(1024);
  count = 0;

  note(time: number, component: number, request: number, cost: number, passed: number, level: number): void {
    const row = this.count++;
    if (row === this.time.length) this.widen();
    this.time[row] = time;
    this.component[row] = component;
    this.request[row] = request;
    this.cost[row] = cost;
    this.passed[row] = passed;
    this.level[row] = level;
  }

  private widen(): void {
    const length = this.time.length * 2;
    this.time = widened(this.time, length);
    this.component = widened(this.component, length);
    this.request = widened(this.request, length);
    this.cost = widened(this.cost, length);
    this.passed = widened(this.passed, length);
    this.level = widened(this.level, length);
  }
}

declare module './contract.ts' {
  interface Logs {
    decisions: DecisionLog;
  }
}

export const decisions = defineObserver({ id: 'decisions', keeps: 'what gates decided, a row a decision', begin: () => new DecisionLog() });
