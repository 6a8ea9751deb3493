/** Whole numbers that are there, as flags; room for more is made as they come. */
export class StoredKeys {
  private flags: Uint8Array;

  constructor(room: number) {
    this.flags = new Uint8Array(Math.max(64, room));
  }

  has(key: number): boolean {
    return this.flags[key] === 1;
  }

  add(key: number): void {
    if (key >= this.flags.length) {
      const wider = new Uint8Array(Math.max(key + 1, this.flags.length * 2));
      wider.set(this.flags);
      this.flags = wider;
    }
    this.flags[key] = 1;
  }

  /** Takes one out; whether it was there. What is no whole number never is. */
  take(key: number): boolean {
    if (this.flags[key] !== 1) return false;
    this.flags[key] = 0;
    return true;
  }
}
