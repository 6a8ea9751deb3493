/** What every tenant asked for and got since it was last looked at. */
export class TenantShares {
  private askedFor = new Int32Array(16);
  private given = new Int32Array(16);
  private readonly seen: number[] = [];
  private worstShare = Number.NaN;

  asked(tenant: number): void {
    if (tenant >= this.askedFor.length) this.widen(tenant);
    if (this.askedFor[tenant]++ === 0) this.seen.push(tenant);
  }

  got(tenant: number): void {
    this.given[tenant]++;
  }

  /** Jain's index over admitted ÷ asked, of those that asked; begins anew. Source: Jain, Chiu and Hawe, DEC-TR-301 (1984). */
  fairness(): number {
    let sum = 0;
    let squares = 0;
    this.worstShare = Number.NaN;
    for (const tenant of this.seen) {
      // what was asked for before and passes now counts as asked for now
      const share = Math.min(1, this.given[tenant] / this.askedFor[tenant]);
      sum += share;
      squares += share * share;
      if (!(share >= this.worstShare)) this.worstShare = share;
      this.askedFor[tenant] = 0;
      this.given[tenant] = 0;
    }
    const count = this.seen.length;
    this.seen.length = 0;
    if (count === 0) return Number.NaN;
    return squares === 0 ? 1 : (sum * sum) / (count * squares);
  }

  /** The least share of those that `fairness` last looked at. */
  worst(): number {
    return this.worstShare;
  }

  private widen(tenant: number): void {
    let length = this.askedFor.length;
    while (length <= tenant) length *= 2;
    const [asked, given] = [new Int32Array(length), new Int32Array(length)];
    asked.set(this.askedFor);
    given.set(this.given);
    this.askedFor = asked;
    this.given = given;
  }
}
