import { describe, expect, it } from 'vitest';
import { partialAmplification, worstAmplification } from '../../src/theory/amplification.ts';
import { drainTime, drainTimeAfter } from '../../src/theory/backlog.ts';
import {
  decorrelatedJitter,
  type ExponentialLimit,
  equalJitter,
  exponentialLimit,
  fullJitter,
  proportionalJitter,
} from '../../src/theory/backoff.ts';
import { breakerCycle } from '../../src/theory/breaker-cycle.ts';
import { closedLoop } from '../../src/theory/closed-loop.ts';
import { dm1, dm1TimeInSystemQuantile, dm1WaitingTail } from '../../src/theory/dm1.ts';
import { erlangB, erlangC, erlangLoss } from '../../src/theory/erlang.ts';
import { erlangA } from '../../src/theory/erlang-a.ts';
import { closedLoopThroughput, inFlightOf, timeOf } from '../../src/theory/little.ts';
import { mdc, mdcWaitingQuantile, mdcWaitingTail } from '../../src/theory/mdc.ts';
import { collapseThreshold, fixedPoints } from '../../src/theory/metastable.ts';
import { mg1 } from '../../src/theory/mg1.ts';
import { mm1, mm1TimeInSystemQuantile, mm1TimeInSystemTail, mm1WaitingQuantile, mm1WaitingTail } from '../../src/theory/mm1.ts';
import { mmc, mmcTimeInSystemQuantile, mmcTimeInSystemTail, mmcWaitingQuantile, mmcWaitingTail } from '../../src/theory/mmc.ts';
import { mmck, mmckWaitingQuantile, mmckWaitingTail } from '../../src/theory/mmck.ts';
import { queueTimeout } from '../../src/theory/queue-timeout.ts';
import { retries } from '../../src/theory/retries.ts';
import { budgetedAttempts, budgetedSuccess, failuresUntilThrottled, mostAttempts, throttledAbove } from '../../src/theory/retry-budget.ts';
import { sojournDeadline } from '../../src/theory/sojourn-deadline.ts';
import { tandem } from '../../src/theory/tandem.ts';
import entries from './data/closed-forms.json' with { type: 'json' };
import octave from './data/octave-queueing.json' with { type: 'json' };

type Numbers = Record<string, number>;

/** Entries of one model: worked out with another program (mpmath, SciPy), or by hand where the formula is one line. */
function entriesOf(model: string) {
  const found = entries.filter(({ id }) => id === model || id.startsWith(`${model}.`));
  if (found.length === 0) throw new Error(`there are no entries for ${model}`);
  return found.map(({ id, params, values }) => ({ id, params: params as unknown as Numbers, values: values as unknown as Numbers }));
}

/** Every value of the entry must have its counterpart here, and none may differ by more than a relative 1e-8. */
function expectValues(found: Numbers, values: Numbers, tolerance = 1e-8) {
  expect(Object.keys(found).sort()).toEqual(Object.keys(values).sort());
  for (const [name, value] of Object.entries(values)) expectClose(found[name], value, tolerance, name);
}

function expectClose(found: number, value: number, tolerance: number, name: string) {
  expect(Math.abs(found - value), `${name}: ${found}, not ${value}`).toBeLessThanOrEqual(tolerance * Math.abs(value) + 1e-15);
}

describe('closed forms agree with independently computed numbers', () => {
  it.each(entriesOf('mm1'))('M/M/1 ($id)', ({ params, values }) => {
    const queue = { arrivalRate: params.lam, serviceRate: params.mu };
    const figures = mm1(queue);
    expectValues(
      {
        rho: figures.utilisation,
        L: figures.inFlight,
        Lq: figures.queueLength,
        W: figures.timeInSystem,
        Wq: figures.waitingTime,
        P_wait_0: 1 - figures.waitingProbability,
        T_p50: mm1TimeInSystemQuantile(queue, 0.5),
        T_p95: mm1TimeInSystemQuantile(queue, 0.95),
        T_p99: mm1TimeInSystemQuantile(queue, 0.99),
        T_p999: mm1TimeInSystemQuantile(queue, 0.999),
        Wq_p95: mm1WaitingQuantile(queue, 0.95),
        Wq_p99: mm1WaitingQuantile(queue, 0.99),
        var_N: figures.inFlightVariance,
        var_T: figures.timeInSystemVariance,
      },
      values,
    );
  });

  it.each(entriesOf('mmc'))('M/M/c ($id)', ({ params, values }) => {
    const queue = { arrivalRate: params.lam, serviceRate: params.mu, servers: params.c };
    const figures = mmc(queue);
    expectValues(
      {
        rho: figures.utilisation,
        ErlangC: figures.waitingProbability,
        Wq: figures.waitingTime,
        W: figures.timeInSystem,
        Lq: figures.queueLength,
        L: figures.inFlight,
        Wq_p50: mmcWaitingQuantile(queue, 0.5),
        Wq_p95: mmcWaitingQuantile(queue, 0.95),
        Wq_p99: mmcWaitingQuantile(queue, 0.99),
        T_p50: mmcTimeInSystemQuantile(queue, 0.5),
        T_p95: mmcTimeInSystemQuantile(queue, 0.95),
        T_p99: mmcTimeInSystemQuantile(queue, 0.99),
        P_T_gt_1s: mmcTimeInSystemTail(queue, 1),
      },
      values,
    );
  });

  it.each(entriesOf('erlb'))('Erlang B ($id)', ({ params, values }) => {
    const { blockedRatio, carriedLoad, utilisation } = erlangLoss(params.a, params.c);
    expectValues({ B: blockedRatio, carried: carriedLoad, utilisation }, values);
  });

  it.each(entriesOf('mmck'))('M/M/c/K ($id)', ({ params, values }) => {
    const queue = { arrivalRate: params.lam, serviceRate: params.mu, servers: params.c, capacity: params.K };
    const figures = mmck(queue);
    expectValues(
      {
        blocking: figures.blockedRatio,
        throughput: figures.throughput,
        L: figures.inFlight,
        Lq: figures.queueLength,
        W_accepted: figures.timeInSystem,
        Wq_accepted: figures.waitingTime,
        utilisation: figures.utilisation,
        Wq_p95_accepted: mmckWaitingQuantile(queue, 0.95),
        Wq_p99_accepted: mmckWaitingQuantile(queue, 0.99),
      },
      values,
    );
  });

  it.each(entriesOf('mg1'))('M/G/1 ($id)', ({ params, values }) => {
    const figures = mg1({ arrivalRate: params.lam, serviceTime: params.ES, squaredVariation: params.cv2 });
    expectValues(
      {
        rho: figures.utilisation,
        Wq: figures.waitingTime,
        W: figures.timeInSystem,
        Lq: figures.queueLength,
        L: figures.inFlight,
      },
      values,
    );
  });

  it.each(entriesOf('md1dist'))('M/D/1 waiting times ($id)', ({ params, values }) => {
    const queue = { arrivalRate: params.lam, serviceTime: params.D, servers: 1 };
    expectValues(
      {
        Wq_p50: mdcWaitingQuantile(queue, 0.5),
        Wq_p90: mdcWaitingQuantile(queue, 0.9),
        Wq_p95: mdcWaitingQuantile(queue, 0.95),
        Wq_p99: mdcWaitingQuantile(queue, 0.99),
        P_Wq_le_D: 1 - mdcWaitingTail(queue, params.D),
      },
      values,
    );
    expectClose(
      mdc(queue).waitingTime,
      mg1({ arrivalRate: params.lam, serviceTime: params.D, squaredVariation: 0 }).waitingTime,
      1e-9,
      'Wq',
    );
  });

  it.each(entriesOf('mdc'))('M/D/c ($id)', ({ params, values }) => {
    const { queueLength, waitingTime, waitingProbability } = mdc({ arrivalRate: params.lam, serviceTime: params.D, servers: params.c });
    expectValues({ Lq: queueLength, Wq: waitingTime, P_wait: waitingProbability }, values);
  });

  it.each(entriesOf('dm1'))('D/M/1 ($id)', ({ params, values }) => {
    const queue = { interarrival: params.d, serviceRate: params.mu };
    const { waitingProbability, waitingTime, timeInSystem } = dm1(queue);
    expectValues({ sigma: waitingProbability, Wq: waitingTime, W: timeInSystem, T_p99: dm1TimeInSystemQuantile(queue, 0.99) }, values);
    expectClose(dm1WaitingTail(queue, 0), waitingProbability, 1e-12, 'P(Wq > 0)');
  });

  it.each(entriesOf('tandem'))('stations in a row ($id)', ({ params, values }) => {
    const { timeInSystem, timeInSystemVariance, inFlight } = tandem(params.lam, params.mu as unknown as number[]);
    expectValues({ W: timeInSystem, T_var: timeInSystemVariance, L: inFlight }, values);
  });

  it.each(entriesOf('erla'))('Erlang A ($id)', ({ params, values }) => {
    const figures = erlangA({ arrivalRate: params.lam, serviceRate: params.mu, servers: params.c, abandonRate: params.theta });
    expectValues(
      {
        P_wait: figures.waitingProbability,
        P_abandon: figures.abandonedRatio,
        Q: figures.queueLength,
        E_wait_all: figures.waitingTime,
        util: figures.utilisation,
        throughput: figures.throughput,
      },
      values,
    );
  });

  it.each(entriesOf('mmcD'))('M/M/c with a queue timeout ($id)', ({ params, values }) => {
    const figures = queueTimeout({ arrivalRate: params.lam, serviceRate: params.mu, servers: params.c, timeout: params.tau });
    expectValues(
      {
        P_abandon: figures.droppedRatio,
        P_no_wait: figures.noWaitProbability,
        E_wait_served: figures.waitingTimeOfServed,
        E_wait_all: figures.waitingTime,
        throughput: figures.throughput,
        util: figures.utilisation,
      },
      values,
    );
  });

  it.each(entriesOf('mm1deadline'))('M/M/1 with a deadline and what a timeout may do instead ($id)', ({ params, values }) => {
    const queue = { arrivalRate: params.lam, serviceRate: params.mu };
    const { timedOutRatio, goodput, utilisation } = sojournDeadline({ ...queue, deadline: params.tau });
    expectValues(
      {
        P_timeout: timedOutRatio,
        throughput_ok: goodput,
        util: utilisation,
        // without a steady state everything times out in the end
        compare_no_cancellation_P_timeout: params.lam < params.mu ? mm1TimeInSystemTail(queue, params.tau) : 1,
        compare_queue_only_timeout: queueTimeout({ ...queue, servers: 1, timeout: params.tau }).droppedRatio,
      },
      values,
    );
  });

  it.each(entriesOf('retry'))('independent failures ($id)', ({ params, values }) => {
    const { successRatio, meanAttempts } = retries({ failureRatio: params.p, maxAttempts: params.n + 1 });
    expectValues({ success: successRatio, mean_attempts: meanAttempts }, values);
  });

  it.each(entriesOf('amp').filter(({ id }) => !id.includes('partial')))('worst amplification ($id)', ({ params, values }) => {
    expectValues({ calls_at_bottom: worstAmplification(params.retries + 1, params.depth) }, values);
  });

  it.each(entriesOf('amp.partial'))('amplification when only the bottom fails ($id)', ({ params, values }) => {
    const found = partialAmplification({ failureRatio: params.p, maxAttempts: params.retries + 1, depth: params.layers });
    expectValues({ bottom_calls: found.amplification, final_failure: found.failureRatio }, values);
  });

  it.each(entriesOf('metastable').filter(({ id }) => !id.includes('threshold')))('mean-field fixed points ($id)', ({ params, values }) => {
    const points = fixedPoints({
      arrivalRate: params.lam,
      serviceRate: params.mu,
      servers: params.c,
      attemptTimeout: params.timeout,
      maxAttempts: params.retries + 1,
    });
    const expected = values.fixed_points as unknown as Numbers[];
    expect(points).toHaveLength(values.n_fixed_points);
    expected.forEach((point, i) => {
      const { attemptRate, timedOutRatio, successRatio, retryAmplification } = points[i];
      expectValues(
        { lam_eff: attemptRate, p_timeout: timedOutRatio, request_success: successRatio, amplification: retryAmplification },
        point,
        1e-6,
      );
    });
    // they take turns: the healthy and the collapsed point draw the system to them, the one between drives it away
    expect(points.map(({ stable }) => stable)).toEqual(points.length === 3 ? [true, false, true] : [true]);
  });

  it.each(entriesOf('metastable.threshold'))('the threshold of collapse', ({ params, values }) => {
    const most = params.c * params.mu;
    expectValues(
      {
        plain_n3: collapseThreshold(most, params.retries + 1),
        budget_10pct: collapseThreshold(most, 1.1),
        budget_20pct: collapseThreshold(most, 1.2),
      },
      values,
    );
  });

  it.each(entriesOf('budget'))('attempts under a retry budget ($id)', ({ params, values }) => {
    expectValues({ bound: mostAttempts(1, params.r, 0) }, values);
    expect(budgetedAttempts(0.5, 4, params.r)).toBe(values.bound);
    expect(budgetedAttempts(0.01, 4, params.r)).toBe(retries({ failureRatio: 0.01, maxAttempts: 4 }).meanAttempts);
    expect(mostAttempts(1000, params.r, 5)).toBeCloseTo(1000 * values.bound + 5, 9);
  });

  it.each(entriesOf('adaptive_retry'))('a retry budget without a limit on attempts ($id)', ({ params, values }) => {
    const attempts = budgetedAttempts(params.p, 1_000, params.r);
    expectValues({ retries_per_request: attempts - 1, success: budgetedSuccess(params.p, params.r) }, values);
  });

  it.each(entriesOf('grpc.throttle'))('retry throttling', ({ params, values }) => {
    expectValues(
      {
        p_star: throttledAbove(params.ratio),
        p_star_ratio_0_5: throttledAbove(0.5),
        failures_before_throttled: failuresUntilThrottled(params.maxTokens),
      },
      values,
    );
  });

  it.each(entriesOf('cb').filter(({ params }) => params.p < 1))('the cycle of a circuit breaker ($id)', ({ params, values }) => {
    const found = breakerCycle({ arrivalRate: params.lam, failureRatio: params.p, failures: params.k, openTime: params.D });
    expectValues(
      {
        open_fraction: found.refusedRatio,
        admitted_fraction: found.admittedRatio,
        mean_calls_to_trip: found.callsToOpen,
        success_fraction_of_offered: found.successRatio,
        cycle: found.cycle,
      },
      values,
    );
    expect(found.refusedRatio + found.admittedRatio).toBeCloseTo(1, 12);
  });

  it('a breaker in a total outage probes for ever', () => {
    const [{ params, values }] = entriesOf('cb.l10.p1');
    const found = breakerCycle({ arrivalRate: params.lam, failureRatio: 1, failures: params.k, openTime: params.D });
    expectValues({ open_fraction: found.refusedRatio, calls_per_second: params.lam * found.admittedRatio }, values);
    expect(found.callsToOpen).toBe(5);
  });

  it.each(entriesOf('backoff').filter(({ id }) => !id.includes('decorr')))('moments of backoff ($id)', ({ params, values }) => {
    const limit: ExponentialLimit = { base: params.base, multiplier: 2, cap: params.cap };
    const retry = params.n + 1;
    const full = fullJitter(limit, retry);
    const equal = equalJitter(limit, retry);
    const grpc = proportionalJitter(limit, 0.2, retry);
    const half = proportionalJitter(limit, 0.5, retry);
    expectValues(
      {
        b: exponentialLimit(limit, retry),
        full_mean: full.mean,
        full_var: full.variance,
        full_sd: Math.sqrt(full.variance),
        equal_mean: equal.mean,
        equal_var: equal.variance,
        grpc_mean: grpc.mean,
        grpc_var: grpc.variance,
        rand50_mean: half.mean,
        rand50_var: half.variance,
      },
      values,
    );
  });

  it.each(entriesOf('backoff.decorr'))('moments of decorrelated jitter ($id)', ({ params, values }) => {
    const uncapped = decorrelatedJitter(params.base, Number.MAX_VALUE, params.k);
    expectClose(uncapped.mean, values.uncapped_mean, 1e-12, 'mean');
    expectClose(uncapped.variance, values.uncapped_var, 1e-12, 'variance');
    if (params.base * 3 ** params.k > params.cap)
      expect(() => decorrelatedJitter(params.base, params.cap, params.k)).toThrow('the cap 10 cuts wait');
    else expectClose(decorrelatedJitter(params.base, params.cap, params.k).mean, values.capped_mean, 1e-8, 'mean below the cap');
  });

  it.each(entriesOf('lag'))('draining a backlog ($id)', ({ params, values }) => {
    expectValues({ drain: drainTime(params.backlog, params.lam, params.c * params.mu) }, values);
  });

  it.each([...entriesOf('outage'), ...entriesOf('fluid')])('recovering from an outage ($id)', ({ params, values }) => {
    expectValues({ drain: drainTimeAfter(params.D, params.lam / params.cap) }, values);
    expectClose(drainTime(params.lam * params.D, params.lam, params.cap), values.drain, 1e-12, 'drain');
  });
});

describe('closed forms agree with the queueing package of Octave', () => {
  // eight digits are all it printed
  const digits = 2e-7;

  it.each([
    [50, 10, 10],
    [80, 10, 10],
    [90, 10, 10],
    [95, 10, 10],
    [3, 2, 2],
    [90, 1, 100],
  ])('M/M/c with λ %d, μ %d, c %d', (arrivalRate, serviceRate, servers) => {
    const { U, R, Q, pm } = octave[`qsmmm(${arrivalRate},${serviceRate},${servers})` as 'qsmmm(50,10,10)'];
    const figures = mmc({ arrivalRate, serviceRate, servers });
    expectClose(figures.utilisation, U, digits, 'U');
    expectClose(figures.timeInSystem, R, digits, 'R');
    expectClose(figures.inFlight, Q, digits, 'Q');
    expectClose(figures.waitingProbability, pm, digits, 'pm');
  });

  it.each([
    [8, 10, 1, 5],
    [12, 10, 1, 10],
    [80, 10, 10, 20],
    [120, 10, 10, 20],
    [120, 10, 10, 60],
    [50, 10, 10, 15],
  ])('M/M/c/K with λ %d, μ %d, c %d, K %d', (arrivalRate, serviceRate, servers, capacity) => {
    const { U, R, Q, X, pK } = octave[`qsmmmk(${arrivalRate},${serviceRate},${servers},${capacity})` as 'qsmmmk(8,10,1,5)'];
    const figures = mmck({ arrivalRate, serviceRate, servers, capacity });
    expectClose(figures.utilisation, U, digits, 'U');
    expectClose(figures.timeInSystem, R, digits, 'R');
    expectClose(figures.inFlight, Q, digits, 'Q');
    expectClose(figures.throughput, X, digits, 'X');
    expectClose(figures.blockedRatio, pK, digits, 'pK');
  });

  it('Erlang B and C, M/M/1, M/G/1 and a tandem', () => {
    for (const [load, servers] of [
      [8, 10],
      [5, 10],
      [10, 10],
      [12, 10],
      [90, 100],
      [16, 10],
    ])
      expectClose(erlangB(load, servers), octave[`erlangb(${load},${servers})` as 'erlangb(8,10)'], digits, `B(${servers}, ${load})`);
    for (const [load, servers] of [
      [8, 10],
      [5, 10],
      [90, 100],
    ])
      expectClose(erlangC(load, servers), octave[`erlangc(${load},${servers})` as 'erlangc(8,10)'], digits, `C(${servers}, ${load})`);
    const { R, Q, p0 } = octave['qsmm1(8,10)'];
    const figures = mm1({ arrivalRate: 8, serviceRate: 10 });
    expectClose(figures.timeInSystem, R, digits, 'R');
    expectClose(figures.inFlight, Q, digits, 'Q');
    expectClose(1 - figures.utilisation, p0, digits, 'p0');
    for (const [entry, squaredVariation] of [
      [octave.qsmg1_exp, 1],
      [octave.qsmg1_det, 0],
    ] as const) {
      const { timeInSystem, inFlight } = mg1({ arrivalRate: 8, serviceTime: 0.1, squaredVariation });
      expectClose(timeInSystem, entry.R, digits, 'R');
      expectClose(inFlight, entry.Q, digits, 'Q');
    }
    expectClose(tandem(8, [10, 12]).timeInSystem, octave.qnom_tandem.R[0] + octave.qnom_tandem.R[1], digits, 'R of the tandem');
  });
});

describe('closed forms agree with each other', () => {
  it('the tail at a quantile is what was asked for', () => {
    const queue = { arrivalRate: 90, serviceRate: 10, servers: 10 };
    expect(mmcWaitingTail(queue, mmcWaitingQuantile(queue, 0.95))).toBeCloseTo(0.05, 12);
    expect(mmcTimeInSystemTail(queue, mmcTimeInSystemQuantile(queue, 0.999))).toBeCloseTo(0.001, 12);
    expect(mm1WaitingTail({ arrivalRate: 8, serviceRate: 10 }, mm1WaitingQuantile({ arrivalRate: 8, serviceRate: 10 }, 0.9))).toBeCloseTo(
      0.1,
      12,
    );
    const bounded = { ...queue, capacity: 30 };
    expect(mmckWaitingTail(bounded, mmckWaitingQuantile(bounded, 0.9))).toBeCloseTo(0.1, 12);
  });

  it('the time in system passes smoothly through the point where cμ − λ equals μ', () => {
    const at = (arrivalRate: number) => mmcTimeInSystemTail({ arrivalRate, serviceRate: 10, servers: 10 }, 0.2);
    expect(at(90)).toBeCloseTo((at(89.999) + at(90.001)) / 2, 8);
  });

  it('M/D/1 by Franx is M/D/1 by Crommelin where that is still exact', () => {
    const [lam, D] = [8, 0.1];
    const crommelin = (t: number) => {
      let sum = 0;
      let factorial = 1;
      for (let k = 0; k * D <= t; k++) {
        if (k > 0) factorial *= k;
        sum += (lam * (k * D - t)) ** k * (Math.exp(-lam * (k * D - t)) / factorial);
      }
      return (1 - lam * D) * sum;
    };
    for (const t of [0, 0.03, 0.1, 0.25, 0.61])
      expect(1 - mdcWaitingTail({ arrivalRate: lam, serviceTime: D, servers: 1 }, t)).toBeCloseTo(crommelin(t), 10);
  });

  it('the M/D/1 tail falls at its exponential rate far beyond where Crommelin’s series breaks down', () => {
    // e^(−θt) with θ the root above 0 of λ(e^(θD) − 1) = θ
    let theta = 30;
    for (let i = 0; i < 200; i++) theta = Math.log(1 + theta / 9) / 0.1;
    const queue = { arrivalRate: 9, serviceTime: 0.1, servers: 1 };
    expect(Math.log(mdcWaitingTail(queue, 8) / mdcWaitingTail(queue, 9))).toBeCloseTo(theta, 3);
  });

  it('endless patience makes Erlang A, the queue timeout and the deadline M/M/c again', () => {
    const queue = { arrivalRate: 80, serviceRate: 10, servers: 10 };
    expect(erlangA({ ...queue, abandonRate: 1e-9 }).waitingTime).toBeCloseTo(mmc(queue).waitingTime, 7);
    expect(queueTimeout({ ...queue, timeout: 1000 }).waitingTime).toBeCloseTo(mmc(queue).waitingTime, 10);
    expect(sojournDeadline({ arrivalRate: 8, serviceRate: 10, deadline: 1000 }).utilisation).toBeCloseTo(0.8, 10);
  });

  it('no patience makes Erlang A and the queue timeout Erlang’s loss system', () => {
    const queue = { arrivalRate: 80, serviceRate: 10, servers: 10 };
    expect(erlangA({ ...queue, abandonRate: 1e9 }).abandonedRatio).toBeCloseTo(erlangB(8, 10), 6);
    expect(queueTimeout({ ...queue, timeout: 1e-9 }).droppedRatio).toBeCloseTo(erlangB(8, 10), 6);
  });

  it('at λ = cμ the forms that divide by the difference take their limit', () => {
    const critical = queueTimeout({ arrivalRate: 100, serviceRate: 10, servers: 10, timeout: 1 });
    for (const arrivalRate of [100 - 1e-4, 100 + 1e-4]) {
      const near = queueTimeout({ arrivalRate, serviceRate: 10, servers: 10, timeout: 1 });
      expect(near.droppedRatio).toBeCloseTo(critical.droppedRatio, 5);
      expect(near.waitingTime).toBeCloseTo(critical.waitingTime, 4);
    }
    // a dam of height 1 filled and emptied at rate 10: P₀ = 1 / 11
    expect(sojournDeadline({ arrivalRate: 10, serviceRate: 10, deadline: 1 }).utilisation).toBeCloseTo(10 / 11, 12);
  });

  it('a room with endless places is M/M/c, and one with c places is Erlang’s loss system', () => {
    const queue = { arrivalRate: 80, serviceRate: 10, servers: 10 };
    expect(mmck({ ...queue, capacity: 2_000 }).waitingTime).toBeCloseTo(mmc(queue).waitingTime, 10);
    expect(mmck({ ...queue, capacity: 10 }).blockedRatio).toBeCloseTo(erlangB(8, 10), 12);
  });

  it('a closed loop is what mean value analysis makes of it, and obeys Little’s law', () => {
    // Reiser and Lavenberg: R(n) = (1 + Q(n − 1)) / μ, X(n) = n / (R(n) + Z)
    let queue = 0;
    let throughput = 0;
    let response = 0;
    for (let n = 1; n <= 12; n++) {
      response = (1 + queue) / 10;
      throughput = closedLoopThroughput(n, response, 1);
      queue = inFlightOf(throughput, response);
    }
    const figures = closedLoop({ users: 12, thinkTime: 1, serviceRate: 10, servers: 1 });
    expect(figures.throughput).toBeCloseTo(throughput, 12);
    expect(figures.responseTime).toBeCloseTo(response, 12);
    expect(timeOf(figures.inFlight, figures.throughput)).toBeCloseTo(response, 12);
  });
});

describe('closed forms refuse what they cannot answer', () => {
  it('throws at utilisation 1 and above where there is no steady state', () => {
    const unstable = 'no steady state';
    expect(() => mm1({ arrivalRate: 10, serviceRate: 10 })).toThrow(unstable);
    expect(() => mmc({ arrivalRate: 101, serviceRate: 10, servers: 10 })).toThrow(unstable);
    expect(() => mmcTimeInSystemTail({ arrivalRate: 100, serviceRate: 10, servers: 10 }, 1)).toThrow(unstable);
    expect(() => erlangC(10, 10)).toThrow(unstable);
    expect(() => mg1({ arrivalRate: 10, serviceTime: 0.1, squaredVariation: 0 })).toThrow(unstable);
    expect(() => mdc({ arrivalRate: 30, serviceTime: 0.1, servers: 3 })).toThrow(unstable);
    expect(() => dm1({ interarrival: 0.1, serviceRate: 10 })).toThrow(unstable);
    expect(() => tandem(8, [10, 8])).toThrow(unstable);
    expect(() => drainTime(100, 100, 100)).toThrow(unstable);
    expect(() => drainTimeAfter(30, 1)).toThrow(unstable);
  });

  it('names the quantity that makes no sense', () => {
    expect(() => mm1({ arrivalRate: Number.NaN, serviceRate: 10 })).toThrow('arrivalRate must be above 0 and finite, not NaN');
    expect(() => mmc({ arrivalRate: 8, serviceRate: 10, servers: 1.5 })).toThrow('servers must be a whole number from 1 on, not 1.5');
    expect(() => mmck({ arrivalRate: 8, serviceRate: 10, servers: 4, capacity: 3 })).toThrow(
      'capacity must be a whole number from 4 on, not 3',
    );
    expect(() => retries({ failureRatio: 1.1, maxAttempts: 3 })).toThrow('failureRatio must lie from 0 to 1, not 1.1');
    expect(() => mm1WaitingTail({ arrivalRate: 8, serviceRate: 10 }, -1)).toThrow('t must be at least 0 and finite, not -1');
    expect(() => mmcWaitingQuantile({ arrivalRate: 8, serviceRate: 10, servers: 1 }, 1)).toThrow('q must be from 0 to below 1, not 1');
    expect(() => breakerCycle({ arrivalRate: 10, failureRatio: 0, failures: 5, openTime: 5 })).toThrow('failureRatio must be above 0');
  });

  it('answers where there is a steady state whatever the load', () => {
    expect(mmck({ arrivalRate: 1e6, serviceRate: 10, servers: 1, capacity: 50 }).utilisation).toBeCloseTo(1, 10);
    expect(queueTimeout({ arrivalRate: 10_000, serviceRate: 10, servers: 10, timeout: 60 }).throughput).toBeCloseTo(100, 10);
    expect(sojournDeadline({ arrivalRate: 1_000, serviceRate: 10, deadline: 60 }).goodput).toBeCloseTo(10, 10);
    expect(retries({ failureRatio: 1, maxAttempts: 4 })).toEqual({ successRatio: 0, meanAttempts: 4 });
  });
});
