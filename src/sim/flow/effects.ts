import { Ledger } from './ledger.ts';

const NONE = -1;

/** Side effects done for a request, as a list per request: what an idempotency key would have told apart. */
export class Effects extends Ledger {
  private intent = this.ints();
  private next = this.ints();

  add(intent: number, next: number): number {
    const row = this.rows.take();
    this.intent[row] = intent;
    this.next[row] = next;
    return row;
  }

  has(first: number, intent: number): boolean {
    for (let row = first; row !== NONE; row = this.next[row]) if (this.intent[row] === intent) return true;
    return false;
  }

  forget(first: number): void {
    for (let row = first; row !== NONE; ) {
      const next = this.next[row];
      this.rows.release(row);
      row = next;
    }
  }
}
