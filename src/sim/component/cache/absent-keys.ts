import { reaching } from '../../structure/widened.ts';
import type { CacheParams } from './cache-params.ts';

/** Which keys cannot exist, as far as the cache can know: keys that a write has come for do, whatever guard there is by then. */
export class AbsentKeys {
  private state: object = {};
  /** 1 for keys that a write has come for. */
  private written = new Uint8Array(64);

  constructor(private readonly params: CacheParams) {
    this.start();
  }

  /** Another guard: it is told of every key that was written. */
  start(): void {
    const { policy, params } = this.params.absenceGuard;
    this.state = policy.start(params);
    for (let key = 0; key < this.written.length; key++) if (this.written[key] === 1) policy.add(this.state, key);
  }

  mayExist(key: number): boolean {
    const { policy, params } = this.params.absenceGuard;
    return policy.mayExist(this.state, params, key);
  }

  /** A write has come for a key. */
  add(key: number): void {
    this.written = reaching(this.written, key);
    this.written[key] = 1;
    this.params.absenceGuard.policy.add(this.state, key);
  }
}
