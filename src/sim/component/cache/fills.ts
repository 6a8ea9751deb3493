import { Ledger } from '../../flow/ledger.ts';
import type { Requests } from '../../flow/requests.ts';

/** What it is for: a value that somebody waits for, one that nobody does, a write, a write behind its caller's back, a call passed on. */
export const FETCH = 0;
export const REFRESH = 1;
export const WRITING = 2;
export const FLUSH = 3;
export const PASSING = 4;

/** What a cache has sent to its origin and not yet dealt with: fetches, refreshes, writes. */
export class Fills extends Ledger {
  number = this.ints();
  /** What it is for. */
  kind = this.ints();
  /** Number of the node, and which of the nodes that have had this number. */
  node = this.ints();
  birth = this.ints();
  key = this.ints();
  /** Row of the request, and of the call on whose behalf; −1 if there is none. */
  root = this.ints();
  cause = this.ints();
  /** Row of the call that waits for it; −1 when nobody does. */
  call = this.ints();
  /** When it was sent [µs]. */
  since = this.floats();
  /** How often the key had been invalidated by then, and the cycle of rebuilds it belongs to. */
  invalidations = this.ints();
  cycle = this.ints();
  /** Until when the right to rebuild was held that it came with [µs]; 0 without one. */
  right = this.floats();
  /** How it ended, and with which value. */
  outcome = this.ints();
  value = this.ints();
  /** 1 where the answer was a fallback's: good for those that wait, and not to be kept. */
  degraded = this.ints();
  /** The value that is written behind, under which of its node's lives it was accepted. */
  carried = this.ints();
  restarts = this.ints();
  /** Writes that a value written behind stands for. */
  writes = this.ints();

  constructor(private readonly requests: Requests) {
    super(64);
  }

  begin(kind: number, node: number, birth: number, key: number, root: number, cause: number, since: number): number {
    const number = this.rows.begun;
    const row = this.rows.take();
    this.number[row] = number;
    this.kind[row] = kind;
    this.node[row] = node;
    this.birth[row] = birth;
    this.key[row] = key;
    this.root[row] = root;
    this.cause[row] = cause;
    this.call[row] = -1;
    this.since[row] = since;
    this.invalidations[row] = 0;
    this.right[row] = 0;
    this.requests.references[root]++;
    return row;
  }

  close(row: number): void {
    this.requests.letGo(this.root[row]);
    this.rows.release(row);
  }

  protected override widen(): void {
    this.number = this.ints(this.number);
    this.kind = this.ints(this.kind);
    this.node = this.ints(this.node);
    this.birth = this.ints(this.birth);
    this.key = this.ints(this.key);
    this.root = this.ints(this.root);
    this.cause = this.ints(this.cause);
    this.call = this.ints(this.call);
    this.since = this.floats(this.since);
    this.invalidations = this.ints(this.invalidations);
    this.cycle = this.ints(this.cycle);
    this.right = this.floats(this.right);
    this.outcome = this.ints(this.outcome);
    this.value = this.ints(this.value);
    this.degraded = this.ints(this.degraded);
    this.carried = this.ints(this.carried);
    this.restarts = this.ints(this.restarts);
    this.writes = this.ints(this.writes);
  }
}
