import { describe, expect, it } from 'vitest';
import { ERROR, OK } from '../../src/sim/flow/port.ts';
import { estimate, replicate, responseTimes, total } from '../theory/replications.ts';
import { standIn } from '../theory/stand-in.ts';
import aws from './data/aws-backoff.json' with { type: 'json' };

/**
 * The row that N clients want to update, each once, with optimistic concurrency control: an attempt reads the version,
 * and its write succeeds if nobody has written since. One attempt here is their read and their write, so between its
 * arrival and its answer lie two legs of network, each |N(10, 2)| ms, which the row adds to those of the client.
 */
const row = standIn('row', ({ site, answer, later }) => {
  const legs = site.keyed('legs');
  const read = new Map<number, number>();
  let version = 0;
  return {
    receive(call) {
      read.set(call, version);
      legs.aim(site.calls.keyLow[call], site.calls.keyHigh[call]);
      const leg = () => Math.abs(10_000 + 2_000 * legs.normal());
      later(call, Math.round(leg() + leg()));
    },
    due(call) {
      const current = read.get(call) === version;
      read.delete(call);
      if (current) version++;
      answer(call, current ? OK : ERROR);
    },
  };
});

/** |N(10, 2)| ms for the client's own legs: the midpoints of 2,000 equally likely slices, as measured values. */
const legs = Array.from({ length: 2_000 }, (_, i) => Math.abs(10 + 2 * normalQuantile((i + 0.5) / 2_000)).toFixed(3)).join(' ');

/** Acklam's approximation, good to nine digits. */
function normalQuantile(p: number): number {
  const a = [-3.969683028665376e1, 2.209460984245205e2, -2.759285104469687e2, 1.38357751867269e2, -3.066479806614716e1, 2.506628277459239];
  const b = [-5.447609879822406e1, 1.615858368580409e2, -1.556989798598866e2, 6.680131188771972e1, -1.328068155288572e1];
  const c = [-7.784894002430293e-3, -3.223964580411365e-1, -2.400758277161838, -2.549732539343734, 4.374664141464968, 2.938163982698783];
  const d = [7.784695709041462e-3, 3.224671290700398e-1, 2.445134137142996, 3.754408661907416];
  const horner = (coefficients: number[], x: number) => coefficients.reduce((sum, k) => sum * x + k, 0);
  if (p > 0.5) return -normalQuantile(1 - p);
  if (p < 0.02425) {
    const q = Math.sqrt(-2 * Math.log(p));
    return horner(c, q) / (horner(d, q) * q + 1);
  }
  const q = p - 0.5;
  return (horner(a, q * q) * q) / (horner(b, q * q) * q * q + 1);
}

/** Their counter is 1 at the first retry, so their base of 5 ms gives a first limit of 10 ms: base 10 here. */
const limit = { base: 10, multiplier: 2, cap: 2_000 };
const delays: Record<string, object> = {
  None: { kind: 'none' },
  Exponential: { kind: 'exponential', ...limit },
  FullJitter: { kind: 'full-jitter', ...limit },
  EqualJitter: { kind: 'equal-jitter', ...limit },
  // counts by its own last wait, which starts at the base
  Decorr: { kind: 'decorrelated-aws', base: 5, cap: 2_000 },
};

describe('the AWS backoff simulator’s table', () => {
  it('rests on network legs with the mean and deviation of theirs', () => {
    const values = legs.split(' ').map(Number);
    const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
    expect(mean).toBeCloseTo(10, 4);
    expect(Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length)).toBeCloseTo(2, 2);
  });

  it.each(aws.rows)('$clients clients, $algorithm', ({ clients, algorithm, completion, calls }) => {
    const plan = {
      duration: 600_000,
      bins: 10,
      components: {
        writers: {
          kind: 'client',
          calls: ['row'],
          // all at once, and once only: the next turn would come after the end
          arrival: { kind: 'closed-loop', users: clients, together: true, thinkTime: { kind: 'constant', value: 3_600_000 } },
          maxAttempts: 1_000,
          attemptTimeout: null,
          retryDelay: delays[algorithm],
          networkDelay: { kind: 'empirical', values: legs },
        },
        row: { kind: 'row' },
      },
    };
    const n = clients > 50 ? 60 : clients > 10 ? 120 : 400;
    const found = replicate(
      n,
      plan,
      (world) => {
        // all begin at 0, so the slowest of them ends the run
        const times = responseTimes(world, 0);
        return { completion: times[times.length - 1] * 1_000, calls: total(world, 'row', 'answered'), done: times.length };
      },
      () => ({ observe: ['requests'], components: [row] }),
    );
    expect(Math.min(...found.done)).toBe(clients);
    expectSameMean(found.completion, completion, 0.13, 'completion time [ms]');
    expectSameMean(found.calls, calls, 0.03, 'writes');
  });
});

/**
 * Two samples of one quantity: their means may differ by the two-sided 99.999 % of the difference's normal distribution, and no more
 * than `within` of the value must be left undecided.
 */
function expectSameMean(figures: readonly number[], theirs: { mean: number; sd: number; n: number }, within: number, what: string): void {
  const { mean, deviation } = estimate(figures);
  const error = Math.sqrt(deviation ** 2 / figures.length + theirs.sd ** 2 / theirs.n);
  const said = `${what}: theirs ${theirs.mean} (sd ${theirs.sd}), ours ${mean} (sd ${deviation}), ${((mean - theirs.mean) / error).toFixed(2)} standard errors apart`;
  if (process.env.THEORY_REPORT) console.log(said);
  expect(4.42 * error, `${said}: too wide to tell`).toBeLessThanOrEqual(within * theirs.mean);
  expect(Math.abs(mean - theirs.mean), said).toBeLessThanOrEqual(4.42 * error);
}
