const NONE = -1;

/** A row that is locked: by which transaction, and what waits for that, the first to come first. */
interface Lock {
  holder: number;
  readonly waiting: { task: number; lease: number }[];
}

/** What is told of a query that has waited for a lock: it has it, or need not wait any more. */
type Woken = (task: number) => void;

/** Locks on rows, by key, each held by a transaction until that ends. */
export class RowLocks {
  private readonly locks = new Map<number, Lock>();
  /** Keys that each transaction holds. */
  private readonly keys = new Map<number, number[]>();
  /** What each waiting query waits for, by task. */
  private readonly waits = new Map<number, { key: number; lease: number }>();

  constructor(private readonly woken: Woken) {}

  /** Queries that wait. */
  get waiting(): number {
    return this.waits.size;
  }

  /** Rows that are locked. */
  get held(): number {
    return this.locks.size;
  }

  /** Whether a query may write a key now; a transaction (−1: none) has its lock from then on. */
  admits(key: number, lease: number): boolean {
    const lock = this.locks.get(key);
    if (lock) return lock.holder === lease;
    if (lease !== NONE) this.give(key, lease);
    return true;
  }

  /** Whether a transaction that waited for a key would wait for itself in the end. */
  wouldDeadlock(key: number, lease: number): boolean {
    if (lease === NONE) return false;
    const seen = new Set<number>();
    const leadsBack = (holder: number): boolean => {
      if (holder === lease) return true;
      if (seen.has(holder)) return false;
      seen.add(holder);
      for (const wait of this.waits.values()) if (wait.lease === holder && leadsBack(this.locks.get(wait.key)!.holder)) return true;
      return false;
    };
    return leadsBack(this.locks.get(key)!.holder);
  }

  /** A query waits for the lock of a key. */
  wait(task: number, key: number, lease: number): void {
    this.locks.get(key)!.waiting.push({ task, lease });
    this.waits.set(task, { key, lease });
  }

  isWaiting(task: number): boolean {
    return this.waits.has(task);
  }

  /** A query waits no more. */
  leave(task: number): void {
    const wait = this.waits.get(task);
    if (!wait) return;
    const { waiting } = this.locks.get(wait.key)!;
    waiting.splice(
      waiting.findIndex((each) => each.task === task),
      1,
    );
    this.waits.delete(task);
  }

  /** A transaction has ended: its own queries need not wait any more, and whoever waited first has what it held. */
  release(lease: number): void {
    for (const [task, wait] of this.waits) {
      if (wait.lease !== lease) continue;
      this.leave(task);
      this.woken(task);
    }
    const keys = this.keys.get(lease);
    if (!keys) return;
    this.keys.delete(lease);
    for (const key of keys) this.pass(key);
  }

  /** Those that are in no transaction need not have the lock, only not be in its way: they all go on, up to one that takes it. */
  private pass(key: number): void {
    const { waiting } = this.locks.get(key)!;
    this.locks.delete(key);
    while (waiting.length > 0) {
      const { task, lease } = waiting.shift()!;
      this.waits.delete(task);
      if (lease !== NONE) {
        this.give(key, lease).waiting.push(...waiting);
        waiting.length = 0;
      }
      this.woken(task);
    }
  }

  private give(key: number, lease: number): Lock {
    const lock: Lock = { holder: lease, waiting: [] };
    this.locks.set(key, lock);
    const keys = this.keys.get(lease);
    if (keys) keys.push(key);
    else this.keys.set(lease, [key]);
    return lock;
  }
}
