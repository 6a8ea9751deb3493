import { widened } from '../structure/widened.ts';
import { defineObserver } from './contract.ts';

/** What caches were asked for, one row a look-up, as growing columns. */
export class AccessLog {
  count = 0;
  /** When [µs]. */
  time = new Float64Array(1024);
  /** Number of the cache. */
  component = new Int32Array(1024);
  key = new Int32Array(1024);
  /** Size of the value [B]. */
  bytes = new Float64Array(1024);
  /** HIT or MISS. */
  answer = new Uint8Array(1024);

  note(time: number, component: number, key: number, bytes: number, answer: number): void {
    if (this.count === this.time.length) this.widen();
    const row = this.count++;
    this.time[row] = time;
    this.component[row] = component;
    this.key[row] = key;
    this.bytes[row] = bytes;
    this.answer[row] = answer;
  }

  private widen(): void {
    const length = this.count * 2;
    this.time = widened(this.time, length);
    this.component = widened(this.component, length);
    this.key = widened(this.key, length);
    this.bytes = widened(this.bytes, length);
    this.answer = widened(this.answer, length);
  }
}

declare module './contract.ts' {
  interface Logs {
    accesses: AccessLog;
  }
}

export const accesses = defineObserver({
  id: 'accesses',
  keeps: 'what caches were asked for, a row a look-up',
  begin: () => new AccessLog(),
});
