import { doubles } from './zipf-trace.ts';

const KEYS = 1_500;
const LOOP = 250;
const ACCESSES = 200_000;

/** Keys whose popularity drifts, a new favourite every five draws, and among them a loop of others: what is cold is asked for again all the time. */
export function driftingTrace(): Int32Array {
  const unit = doubles(4);
  let drawn = 0;
  let looped = 0;
  return Int32Array.from({ length: ACCESSES }, () => {
    if (unit() < 0.3) return KEYS + (looped++ % LOOP);
    const place = unit();
    return Math.floor(KEYS * place * place * place + ++drawn / 5) % KEYS;
  });
}
