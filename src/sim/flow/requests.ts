import type { Effects } from './effects.ts';
import { Ledger } from './ledger.ts';

const NONE = -1;

/** What somebody wanted. It never changes; only `references` and `firstEffect` keep house. */
export class Requests extends Ledger {
  number = this.ints();
  /** Number of the client component that sent it. */
  client = this.ints();
  /** When it was meant to be sent [µs]; response times count from here. */
  intended = this.floats();
  /** Bin of the meter grid it was meant to be sent in. */
  arrivalBin = this.ints();
  /** What it is about, whose it is, how important, how heavy; 0, 0, 0 and 1 until a topic needs more. */
  key = this.ints();
  tenant = this.ints();
  class = this.ints();
  cost = this.floats();
  /** READ or WRITE of its key, and the size of the value [B]. */
  operation = this.ints();
  bytes = this.floats();
  /** 64 bits that name the request by its client and its place in the client's stream. */
  keyLow = this.ints();
  keyHigh = this.ints();
  /** 1 for the client until the request is concluded, and 1 for every open call made for it. */
  references = this.ints();
  /** What the first work done for it was for, and the row of the first further effect; 0 and −1 if none. */
  effect = this.ints();
  firstEffect = this.ints();
  /** Row of the first account of the jobs it wished for; −1 if it wished for none. */
  firstAccount = this.ints();

  constructor(
    private readonly effects: Effects,
    private readonly accounts: { forget(first: number): void },
  ) {
    super();
  }

  begin(client: number, intended: number, arrivalBin: number, keyLow: number, keyHigh: number): number {
    const number = this.rows.begun;
    const row = this.rows.take();
    this.number[row] = number;
    this.client[row] = client;
    this.intended[row] = intended;
    this.arrivalBin[row] = arrivalBin;
    this.key[row] = 0;
    this.tenant[row] = 0;
    this.class[row] = 0;
    this.cost[row] = 1;
    this.operation[row] = 0;
    this.bytes[row] = 0;
    this.keyLow[row] = keyLow;
    this.keyHigh[row] = keyHigh;
    this.references[row] = 1;
    this.effect[row] = 0;
    this.firstEffect[row] = NONE;
    this.firstAccount[row] = NONE;
    return row;
  }

  /** One thing less refers to it; the last one closes it. */
  letGo(row: number): void {
    if (--this.references[row] === 0) this.forget(row);
  }

  private forget(row: number): void {
    if (this.firstEffect[row] !== NONE) this.effects.forget(this.firstEffect[row]);
    if (this.firstAccount[row] !== NONE) this.accounts.forget(this.firstAccount[row]);
    this.rows.release(row);
  }

  /** Notes that work with this intent (not 0) was done for the request; true when it had been done before. */
  isDuplicate(row: number, intent: number): boolean {
    const first = this.effect[row];
    if (first === 0) {
      this.effect[row] = intent;
      return false;
    }
    return first === intent || this.isAmongEffects(row, intent);
  }

  /** Whether work with this intent (not 0) was done for the request. */
  wasDone(row: number, intent: number): boolean {
    return this.effect[row] === intent || this.effects.has(this.firstEffect[row], intent);
  }

  private isAmongEffects(row: number, intent: number): boolean {
    if (this.effects.has(this.firstEffect[row], intent)) return true;
    this.firstEffect[row] = this.effects.add(intent, this.firstEffect[row]);
    return false;
  }
}
