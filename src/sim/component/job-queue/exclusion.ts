import { END, NO_LOCK, START } from '../../policy/uniqueness/contract.ts';
import type { Site } from '../component.ts';
import type { JobQueueParams } from './job-queue-params.ts';
import { UniqueLocks } from './unique-locks.ts';

const NONE = -1;

/** What keeps two jobs of one key apart: a lock from the wish on, or only one of them at work. */
export class Exclusion {
  private readonly locks = new UniqueLocks();
  /** Keys being worked on, and by which job. */
  private readonly running = new Map<number, number>();
  private lockEndsBy = NO_LOCK;
  /** How long a job is hidden while another of its key is at work [µs]; −1: both may be. */
  exclusiveWait = NONE;

  constructor(
    private readonly site: Site,
    private readonly params: JobQueueParams,
  ) {
    this.readPolicy();
  }

  readPolicy(): void {
    const { policy, params } = this.params.uniqueness;
    this.lockEndsBy = policy.releasedBy(params);
    this.exclusiveWait = policy.exclusiveWait(params);
  }

  /** Whether a wish is for a key that is locked. */
  isLocked(call: number): boolean {
    if (this.lockEndsBy === NO_LOCK) return false;
    const { calls, simulation } = this.site;
    const key = this.params.uniqueBy === 'key' ? calls.keyOf(call) : calls.tenantOf(call);
    return this.locks.isHeld(key, simulation.now);
  }

  lock(item: number): void {
    if (this.lockEndsBy === NO_LOCK) return;
    const { items, simulation } = this.site;
    const { policy, params } = this.params.uniqueness;
    this.locks.take(this.keyOf(item), items.number[item], simulation.now + policy.expiresAfter(params));
  }

  /** A job is begun for the first time. */
  started(item: number): void {
    if (this.lockEndsBy === START) this.unlock(item);
  }

  /** A job has ended; one that was lost keeps its lock. */
  ended(item: number, died: boolean, lost: boolean): void {
    if ((this.lockEndsBy !== END && this.lockEndsBy !== START) || lost) return;
    const { policy, params } = this.params.uniqueness;
    if (!died || policy.releasedByDeath(params)) this.unlock(item);
  }

  /** Whether another job of its key is at work. */
  isBusy(item: number): boolean {
    return this.running.has(this.keyOf(item));
  }

  goesToWork(item: number): void {
    if (this.exclusiveWait >= 0) this.running.set(this.keyOf(item), item);
  }

  leavesWork(item: number): void {
    if (this.running.size === 0) return;
    const key = this.keyOf(item);
    if (this.running.get(key) === item) this.running.delete(key);
  }

  /** Locks of another kind, or by another key: those held are forgotten, and what runs runs. */
  reset(): void {
    this.locks.clear();
    this.running.clear();
  }

  private unlock(item: number): void {
    const { items } = this.site;
    this.locks.release(this.keyOf(item), items.number[item]);
  }

  private keyOf(item: number): number {
    const { items } = this.site;
    return this.params.uniqueBy === 'key' ? items.key[item] : items.tenant[item];
  }
}
