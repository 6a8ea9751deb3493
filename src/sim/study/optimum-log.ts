import { numbered } from './access-trace.ts';
import { Belady } from './belady.ts';
import { Replay } from './replay.ts';

/** What one cache was asked for in every bin, kept to work out afterwards what the best possible choice would have hit. */
export class OptimumLog {
  private keys = new Int32Array(1024);
  private count = 0;
  /** How many accesses there had been at the end of each bin, and the capacity then [keys]. */
  private readonly ends: number[] = [];
  private readonly capacities: number[] = [];

  note(key: number): void {
    if (this.count === this.keys.length) {
      const wider = new Int32Array(this.count * 2);
      wider.set(this.keys);
      this.keys = wider;
    }
    this.keys[this.count++] = key;
  }

  endBin(capacity: number): void {
    this.capacities.push(capacity);
    this.ends.push(this.count);
  }

  /** The optimum's hit ratio in each bin; NaN where nothing was asked. */
  hitRatios(): number[] {
    const trace = numbered(this.keys, this.count);
    const replay = new Replay(trace, this.capacities[0] ?? 1, (room) => new Belady(trace, room));
    let from = 0;
    let missed = 0;
    return this.ends.map((end, bin) => {
      replay.resize(this.capacities[bin]);
      replay.to(end);
      const misses = replay.result.misses - missed;
      const ratio = end === from ? Number.NaN : 1 - misses / (end - from);
      from = end;
      missed = replay.result.misses;
      return ratio;
    });
  }
}
