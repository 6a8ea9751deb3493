const NEVER = Number.POSITIVE_INFINITY;

/** Rows that have come to be or gone otherwise than by a write: keys from `from` to below `to`. */
interface RowChange {
  /** [µs] */
  at: number;
  from: number;
  to: number;
  appears: boolean;
}

/** What has become of rows that nobody wrote, in the order in which it happened. */
export class RowChanges {
  private readonly changes: RowChange[] = [];

  get none(): boolean {
    return this.changes.length === 0;
  }

  /** The keys below `before` existed, and from `at` [µs] on those below `now` do. */
  note(before: number, now: number, at: number): void {
    if (before !== now) this.changes.push({ at, from: Math.min(before, now), to: Math.max(before, now), appears: now > before });
  }

  /** Since when a row has been there that was not before [µs]; Infinity where that is not so. @param until what happened after this does not count */
  thereSince(key: number, until: number): number {
    const latest = this.latest(key, until);
    return latest?.appears ? latest.at : NEVER;
  }

  /** Since when a row has been gone [µs]; Infinity while it is there. */
  goneSince(key: number): number {
    const latest = this.latest(key, NEVER);
    return latest === null || latest.appears ? NEVER : latest.at;
  }

  private latest(key: number, until: number): RowChange | null {
    const { changes } = this;
    for (let i = changes.length - 1; i >= 0; i--) {
      const change = changes[i];
      if (key >= change.from && key < change.to && change.at <= until) return change;
    }
    return null;
  }
}
