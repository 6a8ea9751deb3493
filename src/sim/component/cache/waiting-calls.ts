import { reaching } from '../../structure/widened.ts';
import type { CacheNode } from './cache-node.ts';

const NONE = -1;

/** The calls that wait for somebody else's rebuild: a list for each key of each node, linked by row, in the order of joining. */
export class WaitingCalls {
  /** Calls that have joined so far. */
  joined = 0;
  private after = new Int32Array(64).fill(NONE);
  private before = new Int32Array(64).fill(NONE);

  /** The place of each call in the order of joining. */
  private position = new Int32Array(64);

  join(node: CacheNode, key: number, call: number): void {
    if (call >= this.after.length) this.widen(call);
    this.position[call] = this.joined++;
    const last = node.lastWaiting[key];
    this.after[call] = NONE;
    this.before[call] = last;
    if (last === NONE) node.firstWaiting[key] = call;
    else this.after[last] = call;
    node.lastWaiting[key] = call;
  }

  leave(node: CacheNode, key: number, call: number): void {
    const before = this.before[call];
    const after = this.after[call];
    if (before === NONE) node.firstWaiting[key] = after;
    else this.after[before] = after;
    if (after === NONE) node.lastWaiting[key] = before;
    else this.before[after] = before;
  }

  /** The one that has waited longest leaves, if it was among the first so many that ever joined; −1 if there is none. */
  takeFirst(node: CacheNode, key: number, joined: number): number {
    const call = node.firstWaiting[key];
    if (call === NONE || this.position[call] >= joined) return NONE;
    this.leave(node, key, call);
    return call;
  }

  private widen(call: number): void {
    this.after = reaching(this.after, call);
    this.before = reaching(this.before, call);
    this.position = reaching(this.position, call);
  }
}
