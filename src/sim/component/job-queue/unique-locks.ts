/** Locks by key, each held for a job until it is given back or its time is over. */
export class UniqueLocks {
  private readonly locks = new Map<number, { job: number; until: number }>();

  isHeld(key: number, now: number): boolean {
    const lock = this.locks.get(key);
    return lock !== undefined && now < lock.until;
  }

  /** @param job number of the job it is held for @param until when it ends by itself [µs] */
  take(key: number, job: number, until: number): void {
    this.locks.set(key, { job, until });
  }

  /** Given back by the job that it is held for, and by no other. */
  release(key: number, job: number): void {
    if (this.locks.get(key)?.job === job) this.locks.delete(key);
  }

  clear(): void {
    this.locks.clear();
  }
}
