import { MICROS_PER_SECOND } from '../../kernel/time.ts';

/** Which keys are asked for often: calls of each key in the present second and in the one before. */
export class HotKeys {
  private asked = new Int32Array(64);
  private askedBefore = new Int32Array(64);
  private second = new Int32Array(64);

  /** Counts a call for a key and says whether the key is hot: asked for more often than this in either second. */
  ask(key: number, now: number, hotAbove: number): boolean {
    if (key >= this.asked.length) this.widen(key);
    const second = Math.floor(now / MICROS_PER_SECOND);
    if (this.second[key] !== second) {
      this.askedBefore[key] = this.second[key] === second - 1 ? this.asked[key] : 0;
      this.second[key] = second;
      this.asked[key] = 0;
    }
    this.asked[key]++;
    return Math.max(this.asked[key], this.askedBefore[key]) > hotAbove;
  }

  private widen(key: number): void {
    let { length } = this.asked;
    while (length <= key) length *= 2;
    const wider = (old: Int32Array) => {
      const column = new Int32Array(length);
      column.set(old);
      return column;
    };
    this.asked = wider(this.asked);
    this.askedBefore = wider(this.askedBefore);
    this.second = wider(this.second);
  }
}
