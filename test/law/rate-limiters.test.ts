import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Param, ParamRecord } from '../../src/sim/param/param.ts';
import type { Ask, RateLimiterPromise } from '../../src/sim/policy/rate-limiter/contract.ts';
import { PASSES, REFUSED } from '../../src/sim/policy/rate-limiter/contract.ts';
import { catalogue } from '../../src/sim/policy/rate-limiter/index.ts';
import { chosen } from '../chosen.ts';
import { mulberry } from '../mulberry.ts';
import { type Document, documentsIn, holdToPromises, promisesIn } from './promises.ts';

const MS = 1_000;
const SECOND = 1_000_000;
const NEVER = Number.POSITIVE_INFINITY;

/** A key of a limiter as its host uses it. Its cells lie among others, which must stay as they are. */
class Desk {
  readonly policy;
  readonly params;
  readonly size: number;
  readonly column: Float64Array;
  now = 0;
  /** What has passed, and when. */
  readonly passed: { time: number; cost: number }[] = [];
  readonly answers: number[] = [];

  constructor(
    document: Document,
    readonly at = 3,
    column?: Float64Array,
  ) {
    const { policy, params } = chosen('rate-limiter', document);
    this.policy = policy;
    this.params = params;
    this.size = policy.size(params);
    this.column = column ?? new Float64Array(at + this.size + 3).fill(Number.NaN);
    policy.start(params, this.column, at, 0);
  }

  get cells(): Float64Array {
    return this.column.slice(this.at, this.at + this.size);
  }

  set cells(cells: Float64Array) {
    this.column.set(cells, this.at);
  }

  check(ask: Ask, now = this.now): number {
    return this.policy.check(this.params, this.column, this.at, now, ask);
  }

  passes(ask: Ask, now = this.now): boolean {
    return this.check(ask, now) !== REFUSED;
  }

  retryAfter(ask: Ask, now = this.now): number {
    return this.policy.retryAfter(this.params, this.column, this.at, now, ask);
  }

  take(ask: Ask): void {
    this.policy.take(this.params, this.column, this.at, this.now, ask);
  }

  refuse(ask: Ask): void {
    this.policy.refuse?.(this.params, this.column, this.at, this.now, ask);
  }

  release(ask: Ask, latency: number, failed: boolean): void {
    this.policy.release?.(this.params, this.column, this.at, this.now, ask, latency, failed);
  }

  asks(ask: Ask): boolean {
    const answer = this.check(ask);
    this.answers.push(answer);
    if (answer === REFUSED) {
      this.refuse(ask);
      return false;
    }
    this.take(ask);
    this.passed.push({ time: this.now + answer, cost: ask.cost });
    return true;
  }

  /** How many of so many ordinary calls pass, here and now. */
  admitted(of = 1_000, ask: Ask = one()): number {
    let count = 0;
    for (let i = 0; i < of; i++) if (this.asks(ask)) count++;
    return count;
  }

  promise(span: number): number {
    return this.policy.promise(this.params, span);
  }

  gauges(now = this.now): number[] {
    return Object.values(this.policy.gauges ?? {}).map((gauge) => gauge.read({ cells: this.column, at: this.at }, this.params, now));
  }
}

const one = (more: Partial<Ask> = {}): Ask => ({ cost: 1, tenant: 0, priority: 0, ...more });

/** Windows so short that everything falls on an edge, shorter than a scenario may have them [ms]: 0.01 is 10 µs. */
const tiny: Document[] = [
  { kind: 'fixed-window', limit: 3, window: 0.02, origin: 'clock' },
  { kind: 'fixed-window', limit: 2, window: 0.01, carry: 100, origin: 'clock' },
  { kind: 'sliding-log', limit: 3, window: 0.01 },
  { kind: 'sliding-counter', limit: 7, window: 0.01 },
  { kind: 'fair-share', limit: 7, window: 0.02, tenants: 1 },
];
const documents = [...documentsIn('rate-limiter'), ...tiny];

/** Those that hold no other. */
const single = documents.filter(({ kind }) => {
  const params: ParamRecord = catalogue.find(({ id }) => id === kind)!.params;
  return Object.values(params).every(({ type }) => type !== 'policy');
});

/** A value within the bounds of its parameter. */
function valueFor(param: Param, depth: number): fc.Arbitrary<unknown> {
  const numbers = (min: number, max: number, given: number[]) => given.filter((value) => value >= min && value <= max);
  switch (param.type) {
    case 'number':
      return fc.constantFrom(...numbers(param.min, param.max, [param.default, param.min, 1, 2, 3, 7.5, 0.7, 1_000, 30_000]));
    case 'integer':
      return fc.constantFrom(...numbers(param.min, param.max, [param.default, param.min, 0, 1, 2, 3, 5, 12]));
    case 'ratio':
      return fc.constantFrom(...numbers(param.min, param.max, [param.default, 0, 0.3, 0.5, 1]));
    case 'duration': {
      const finite = fc.constantFrom(...numbers(param.min, param.max, [param.default ?? 1, param.min, 1, 3, 10, 0.007, 250, 60_000]));
      return param.never === undefined ? finite : fc.oneof(finite, fc.constant(null));
    }
    case 'choice':
      return fc.constantFrom(...Object.keys(param.options));
    case 'flag':
      return fc.boolean();
    case 'policy':
      return depth === 0 ? fc.constantFrom(...single) : anyDocument(depth - 1);
    case 'text':
    case 'list':
      throw new Error(`no limiter has a ${param.type}`);
  }
}

function anyDocument(depth: number): fc.Arbitrary<Document> {
  return fc.constantFrom(...catalogue).chain(({ id, params }) => {
    const values = Object.fromEntries(Object.entries(params as ParamRecord).map(([name, param]) => [name, valueFor(param, depth)]));
    return fc.record({ kind: fc.constant(id), ...values }) as fc.Arbitrary<Document>;
  });
}

const someDocument = fc.oneof({ weight: 2, arbitrary: fc.constantFrom(...documents) }, { weight: 3, arbitrary: anyDocument(1) });

/** Spans that have to do with the parameters, and µs more and less of them. */
function spansOf(values: object): number[] {
  const spans = [0, 1, 7, 900, 20_000];
  for (const [name, value] of Object.entries(values)) {
    if (typeof value === 'object' && value !== null) spans.push(...spansOf((value as { params: object }).params));
    else if (['window', 'step', 'ban', 'interval', 'tolerance', 'slow'].includes(name) && value > 0 && value < NEVER)
      spans.push(value - 1, value, value, value + 1, 2 * value);
    else if (name === 'rate' && value > 0)
      spans.push(Math.floor(SECOND / value), Math.ceil(SECOND / value), Math.ceil((3 * SECOND) / value));
  }
  return spans.filter((span) => span < 1e13);
}

const COSTS = [1, 1, 1, 1, 2, 3, 5, 0.5, 20, 0];

interface Step {
  what: 'ask' | 'burst' | 'end' | 'wait' | 'retry' | 'overdraw';
  /** Chooses among what there is to choose from. */
  of: number;
  ask: Ask;
}

const someStep = (overdraws: boolean): fc.Arbitrary<Step> =>
  fc.record({
    what: fc.constantFrom<Step['what']>('ask', 'ask', 'ask', 'burst', 'end', 'wait', 'wait', 'retry', overdraws ? 'overdraw' : 'ask'),
    of: fc.nat({ max: 9_999 }),
    ask: fc.record({ cost: fc.constantFrom(...COSTS), tenant: fc.nat({ max: 4 }), priority: fc.nat({ max: 4 }) }),
  });

const someStream = (overdraws = false) => fc.array(someStep(overdraws), { minLength: 1, maxLength: 60 });

/** Lets a stream happen to a desk; `look` after every step. */
function play(desk: Desk, steps: readonly Step[], look: (ask: Ask, step: Step) => void = () => {}): Desk {
  const spans = spansOf(desk.params);
  const open: { ask: Ask; since: number }[] = [];
  for (const step of steps) {
    const { what, of, ask } = step;
    const asks = () => {
      if (desk.asks(ask)) open.push({ ask, since: desk.now });
    };
    if (what === 'ask') asks();
    else if (what === 'burst') for (let i = 0; i < of % 12; i++) asks();
    else if (what === 'overdraw') desk.take(ask);
    else if (what === 'wait') desk.now += spans[of % spans.length];
    else if (what === 'retry') {
      const wait = desk.retryAfter(ask);
      if (wait < 1e13) desk.now += Math.max(0, wait - (of % 2));
      asks();
    } else if (open.length > 0) {
      const [{ ask: ended, since }] = open.splice(of % open.length, 1);
      desk.release(ended, desk.now - since, of % 3 === 0);
    }
    look(ask, step);
  }
  return desk;
}

/** That who has let more pass is no more generous, so much later. */
function noMoreGenerous(desk: Desk, overdrawn: Desk, later: number): void {
  for (const cost of [0.5, 1, 2, 5]) {
    const ask = one({ cost });
    const [free, bound] = [desk.check(ask, desk.now + later), overdrawn.check(ask, desk.now + later)];
    if (bound !== REFUSED) expect(free).not.toBe(REFUSED);
    if (bound !== REFUSED) expect(bound).toBeGreaterThanOrEqual(free);
  }
}

const RUNS = { numRuns: 1_000, seed: 1 };
/** What rates that are no whole numbers may add up to. */
const DUST = 1e-6;

describe('every limiter', () => {
  test('lets no more pass, in any span, than it promises', () => {
    fc.assert(
      fc.property(someDocument, someStream(true), (document, steps) => {
        const desk = play(new Desk(document), steps);
        const passed = desk.passed.toSorted((a, b) => a.time - b.time);
        for (let first = 0; first < passed.length; first++) {
          let cost = 0;
          for (let last = first; last < passed.length; last++) {
            cost += passed[last].cost;
            const span = passed[last].time - passed[first].time;
            if (cost > desk.promise(span) + DUST) throw new Error(`${cost} in ${span} µs, promised were ${desk.promise(span)}`);
          }
        }
      }),
      RUNS,
    );
  });

  test('says when to come back: not sooner, and if it is exact, then', () => {
    let exact = 0;
    let never = 0;
    fc.assert(
      fc.property(someDocument, someStream(true), (document, steps) => {
        const desk = new Desk(document);
        play(desk, steps, (ask) => {
          const wait = desk.retryAfter(ask);
          expect(wait === 0).toBe(desk.passes(ask));
          if (wait === 0 || desk.policy.hint === 'none') return;
          if (wait === NEVER) {
            never++;
            // in the next 30 years
            for (const later of [1, SECOND, 1e10, 1e15]) expect(desk.passes(ask, desk.now + later)).toBe(false);
            return;
          }
          expect(Number.isSafeInteger(wait) && wait > 0).toBe(true);
          for (const sooner of [1, 2, Math.ceil(wait / 2), wait]) expect(desk.passes(ask, desk.now + wait - sooner)).toBe(false);
          if (desk.policy.hint !== 'exact') return;
          exact++;
          for (const later of [0, 1, 17, wait]) expect(desk.passes(ask, desk.now + wait + later)).toBe(true);
        });
      }),
      { ...RUNS, numRuns: 1_100 },
    );
    expect(Math.min(exact, never)).toBeGreaterThan(1_000);
  });

  test('answers with a whole wait that is not longer than it says, and with nothing that is no number', () => {
    fc.assert(
      fc.property(someDocument, someStream(true), (document, steps) => {
        const desk = new Desk(document);
        play(desk, steps, (ask) => {
          expect(Number.isFinite(desk.check(ask))).toBe(true);
          // a gauge may have nothing to tell, and says NaN
          for (const value of desk.gauges()) expect(Math.abs(value)).not.toBe(NEVER);
          for (const cell of desk.cells) expect(cell).not.toBeNaN();
        });
        for (const answer of desk.answers) expect(answer === REFUSED || (Number.isSafeInteger(answer) && answer >= PASSES)).toBe(true);
        const longest = desk.policy.longestWait?.(desk.params) ?? 0;
        expect(desk.answers.every((answer) => answer <= longest)).toBe(true);
      }),
      RUNS,
    );
  });

  test('changes nothing when looked at, and decides the same once more, in another place of another column', () => {
    fc.assert(
      fc.property(someDocument, someStream(true), (document, steps) => {
        const plain = play(new Desk(document), steps);
        const watched = new Desk(document, 11);
        const again = play(watched, steps, (ask) => {
          const before = watched.cells;
          for (const later of [0, 1, 5_000, SECOND]) {
            watched.check({ ...ask, cost: ask.cost + later / 1_000 }, watched.now + later);
            watched.retryAfter({ ...ask, tenant: 1 }, watched.now + later);
            watched.gauges(watched.now + later);
          }
          expect(watched.cells).toEqual(before);
        });
        expect(again.answers).toEqual(plain.answers);
        expect(again.cells).toEqual(plain.cells);
      }),
      RUNS,
    );
  });

  test('touches no cell but its own', () => {
    fc.assert(
      fc.property(someDocument, someStream(), someStream(), (document, steps, others) => {
        const alone = play(new Desk(document), steps);
        const column = new Float64Array(3 * alone.size + 2).fill(Number.NaN);
        const left = new Desk(document, 1, column);
        const right = new Desk(document, 1 + left.size, column);
        const own = right.cells;
        play(left, steps);
        expect(right.cells).toEqual(own);
        expect(left.answers).toEqual(alone.answers);
        const after = left.cells;
        play(right, others);
        expect(left.cells).toEqual(after);
        expect(column[0]).toBeNaN();
        expect(column.subarray(1 + 2 * left.size).every(Number.isNaN)).toBe(true);
      }),
      RUNS,
    );
  });

  test('is never made more generous by what passes elsewhere', () => {
    fc.assert(
      fc.property(someDocument, someStream(), fc.array(fc.constantFrom(...COSTS), { minLength: 1 }), (document, steps, costs) => {
        const desk = play(new Desk(document), steps);
        const overdrawn = new Desk(document);
        overdrawn.cells = desk.cells;
        overdrawn.now = desk.now;
        for (const cost of costs) overdrawn.take(one({ cost }));
        // some promise it only of now: in the next window a fair share is as large as what has been asked for
        const spans = promisesIn('rate-limiter', document).includes('use-never-helps') ? spansOf(desk.params) : [0];
        for (const later of spans) noMoreGenerous(desk, overdrawn, later);
      }),
      RUNS,
    );
  });

  test('bears clocks that go back', () => {
    fc.assert(
      fc.property(someDocument, someStream(), fc.array(fc.nat({ max: 50_000 })), (document, steps, back) => {
        const desk = new Desk(document);
        let i = 0;
        play(desk, steps, (ask) => {
          desk.now = Math.max(0, desk.now - (back[i++ % back.length] ?? 0));
          expect(Number.isSafeInteger(desk.check(ask))).toBe(true);
          expect(desk.retryAfter(ask) === 0).toBe(desk.passes(ask));
          for (const cell of desk.cells) expect(cell).not.toBeNaN();
        });
      }),
      RUNS,
    );
  });

  test('promises in the long run what it means', () => {
    for (const document of documents) {
      const desk = new Desk(document);
      const means = desk.policy.means?.(desk.params);
      if (!means || document.rate === 1e-300) continue;
      expect([document, desk.promise(means.span) >= means.limit]).toEqual([document, true]);
      expect(desk.promise(1e9 * means.span) / 1e9).toBeCloseTo(means.limit, 3);
    }
  });

  test('and every parameter of it has its place in the cases', () => {
    for (const { id, params } of catalogue)
      for (const name of Object.keys(params as ParamRecord))
        expect(
          documents.some((document) => document.kind === id && name in document),
          `${id}.${name}`,
        ).toBe(true);
  });

  test('that promises that nothing passes at once lets nothing pass, ever', () => {
    const closed = documents.filter((document) => new Desk(document).promise(0) < 0.001);
    expect(closed.length).toBeGreaterThan(10);
    for (const document of closed) {
      const desk = new Desk(document);
      expect([document, desk.admitted(10), desk.retryAfter(one())]).toEqual([document, 0, NEVER]);
    }
  });

  test('refuses no call where a less important one would pass', () => {
    fc.assert(
      fc.property(someDocument, someStream(), (document, steps) => {
        const desk = new Desk(document);
        play(desk, steps, ({ cost }) => {
          const passes = [0, 1, 2, 3, 4].map((priority) => desk.passes(one({ cost, priority })));
          expect(passes).toEqual(passes.toSorted((a, b) => Number(b) - Number(a)));
        });
      }),
      { numRuns: 300, seed: 1 },
    );
  });
});

const FEW = { numRuns: 20, seed: 2 };

holdToPromises<'rate-limiter', RateLimiterPromise>('rate-limiter', {
  'use-never-helps': ({ document }) => {
    fc.assert(
      fc.property(someStream(), fc.array(fc.constantFrom(...COSTS), { minLength: 1 }), (steps, costs) => {
        const desk = play(new Desk(document), steps);
        const overdrawn = new Desk(document);
        overdrawn.cells = desk.cells;
        overdrawn.now = desk.now;
        for (const cost of costs) overdrawn.take(one({ cost }));
        for (const later of spansOf(desk.params)) noMoreGenerous(desk, overdrawn, later);
      }),
      FEW,
    );
  },
});

/**
 * The most that calls of cost 1 can get through in a span of so many µs, whenever it begins: every moment, any number of
 * calls, tried out in full.
 */
function worstCase(document: Document, span: number, begins: number): number {
  const desk = new Desk(document);
  const ask = one();
  const keyOf = (cells: Float64Array) => cells.join();
  /** All states that a moment can leave behind, and how many have passed in it. */
  const after = (cells: Float64Array, now: number): Float64Array[] => {
    const states = [cells];
    desk.cells = cells;
    desk.now = now;
    while (desk.check(ask) === PASSES && states.length < 50) {
      desk.take(ask);
      states.push(desk.cells);
    }
    return states;
  };
  const known = new Map<string, number>();
  const most = (cells: Float64Array, now: number, left: number): number => {
    const key = `${now} ${left} ${keyOf(cells)}`;
    let best = known.get(key);
    if (best === undefined) {
      best = 0;
      for (const [passed, state] of after(cells, now).entries())
        best = Math.max(best, passed + (left === 0 ? 0 : most(state, now + 1, left - 1)));
      known.set(key, best);
    }
    return best;
  };
  let worst = 0;
  let states = new Map([[keyOf(desk.cells), desk.cells]]);
  for (let now = 0; now <= begins; now++) {
    const next = new Map<string, Float64Array>();
    for (const cells of states.values()) {
      worst = Math.max(worst, most(cells, now, span));
      for (const state of after(cells, now)) next.set(keyOf(state), state);
    }
    states = next;
  }
  return worst;
}

describe('the worst case, found by trying everything', () => {
  const whole = (promise: number) => Math.floor(promise + 1e-9);

  // spans as long as a window, or longer, where the promise is still the truth
  test.each<[string, Document, number]>([
    ['fixed window by the clock', { kind: 'fixed-window', limit: 3, window: 0.004, origin: 'clock' }, 9],
    ['fixed window from creation', { kind: 'fixed-window', limit: 2, window: 0.004, origin: 'creation' }, 9],
    ['quota with carry-over', { kind: 'fixed-window', limit: 2, window: 0.003, origin: 'clock', carry: 3 }, 9],
    ['sliding log', { kind: 'sliding-log', limit: 3, window: 0.004 }, 9],
    ['sliding counter', { kind: 'sliding-counter', limit: 3, window: 0.005 }, 6],
    ['token bucket', { kind: 'token-bucket', rate: 500_000, burst: 4 }, 9],
    ['token bucket in steps', { kind: 'token-bucket', rate: 500_000, burst: 4, refill: 'steps', step: 0.004 }, 9],
    ['GCRA', { kind: 'gcra', interval: 0.003, tolerance: 0.007 }, 9],
    ['leaky bucket', { kind: 'leaky-bucket', rate: 250_000, capacity: 3 }, 9],
    ['priority reserve', { kind: 'priority-reserve', rate: 250_000, burst: 3 }, 9],
    ['fair share', { kind: 'fair-share', limit: 3, window: 0.004, tenants: 2 }, 9],
  ])('is the promise, no more and no less: %s', (_name, document, longest) => {
    const promises = new Desk(document);
    for (let span = 0; span <= longest; span++)
      expect([span, worstCase(document, span, 12)]).toEqual([span, whole(promises.promise(span))]);
  });

  test('of a fixed window from the first call is one less, where that call lies before the span', () => {
    const document = { kind: 'fixed-window', limit: 3, window: 0.004 };
    for (let span = 0; span <= 9; span++)
      expect([span, worstCase(document, span, 12)]).toEqual([span, new Desk(document).promise(span) - (span % 4 === 0 ? 0 : 1)]);
  });

  test('of a fixed window is twice the limit in a microsecond, of a sliding log the limit', () => {
    expect(worstCase({ kind: 'fixed-window', limit: 3, window: 0.008, origin: 'clock' }, 1, 16)).toBe(6);
    expect(worstCase({ kind: 'sliding-log', limit: 3, window: 0.008 }, 7, 16)).toBe(3);
  });

  test('of a sliding counter is 2 · limit − 1 in a window, but never a burst', () => {
    for (const limit of [2, 3, 4]) {
      const document = { kind: 'sliding-counter', limit, window: 0.006 };
      expect(worstCase(document, 6, 12)).toBe(2 * limit - 1);
      expect(worstCase(document, 1, 12)).toBe(limit);
      // rounded down, one more, and one sooner
      expect(worstCase({ ...document, rounding: 'floor' }, 6, 12)).toBe(2 * limit);
    }
  });
});

describe('100 calls a minute', () => {
  const minute = 60_000 * MS;
  const limit = { limit: 100, window: 60_000 };

  test('as a fixed window: 200 in 2 seconds across the edge', () => {
    const desk = new Desk({ kind: 'fixed-window', ...limit, origin: 'clock' });
    desk.now = minute - SECOND;
    expect(desk.admitted()).toBe(100);
    desk.now = minute + SECOND;
    expect(desk.admitted()).toBe(100);
  });

  test('as a sliding counter: 199 in a true minute, for who saves all for the end and then asks as often as it allows', () => {
    const desk = new Desk({ kind: 'sliding-counter', ...limit });
    const begin = minute - 1;
    desk.now = begin;
    let count = desk.admitted();
    expect(count).toBe(100);
    for (;;) {
      desk.now += desk.retryAfter(one());
      if (desk.now > begin + minute) break;
      if (desk.asks(one())) count++;
    }
    expect(count).toBe(199);
  });

  test('as a sliding counter: refused although the last minute was empty', () => {
    const desk = new Desk({ kind: 'sliding-counter', ...limit });
    expect(desk.admitted()).toBe(100);
    desk.now = minute;
    expect(desk.admitted(1)).toBe(0);
    expect(desk.gauges()).toEqual([100]);
    // (60 − 15)/60 of 42, and 18: the example of Cloudflare
    const theirs = new Desk({ kind: 'sliding-counter', ...limit });
    theirs.admitted(42);
    theirs.now = minute + 15 * SECOND;
    theirs.admitted(18);
    expect(theirs.gauges()).toEqual([49.5]);
  });

  test('as a sliding log: 100, from wherever one counts', () => {
    const desk = new Desk({ kind: 'sliding-log', ...limit });
    desk.now = minute - 1;
    expect(desk.admitted()).toBe(100);
    desk.now = 2 * minute - 2;
    expect(desk.admitted()).toBe(0);
    desk.now++;
    expect(desk.admitted()).toBe(100);
    expect(desk.size).toBe(101);
  });
});

describe('one algorithm is another', () => {
  /** Both get the same stream and must decide alike. */
  const alike = (a: Document, b: Document, steps: readonly Step[], same: (a: number, b: number) => void) => {
    // the times of one stream: those that have to do with the first
    const [left, right] = [new Desk(a), new Desk(b)];
    play(left, steps, (ask) => {
      right.now = left.now;
      while (right.answers.length < left.answers.length) right.asks(ask);
      expect(right.retryAfter(ask)).toBe(left.retryAfter(ask));
    });
    for (const [i, answer] of left.answers.entries()) same(answer, right.answers[i]);
  };
  const equal = (a: number, b: number) => expect(b).toBe(a);

  /** Emission intervals that divide a second [µs]. */
  const interval = fc.constantFrom(1, 2, 4, 5, 8, 40, 625, 10_000, 125_000, SECOND);
  const burst = fc.integer({ min: 1, max: 12 });
  const wholeSteps = someStream().map((steps) => steps.map((step) => ({ ...step, ask: { ...step.ask, cost: Math.ceil(step.ask.cost) } })));

  test('GCRA is the token bucket', () => {
    fc.assert(
      fc.property(interval, burst, wholeSteps, (micros, tokens, steps) => {
        const gcra = { kind: 'gcra', interval: micros / MS, tolerance: ((tokens - 1) * micros) / MS };
        alike(gcra, { kind: 'token-bucket', rate: SECOND / micros, burst: tokens }, steps, equal);
      }),
      RUNS,
    );
  });

  test('the leaky bucket is the token bucket, at any rate', () => {
    fc.assert(
      fc.property(fc.constantFrom(0, 0.1, 0.3, 1, 3, 7.7, 1_000, 99_999.9), burst, someStream(), (rate, tokens, steps) => {
        alike({ kind: 'leaky-bucket', rate, capacity: tokens }, { kind: 'token-bucket', rate, burst: tokens }, steps, equal);
      }),
      RUNS,
    );
  });

  test('the leaky queue lets in whom the leaky bucket lets pass', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(0.3, 3, 1_000, 70_000),
        burst,
        fc.integer({ min: 0, max: 3 }),
        someStream(),
        (rate, capacity, undelayed, steps) => {
          const queue = { kind: 'leaky-queue', rate, capacity, undelayed };
          alike(queue, { kind: 'leaky-bucket', rate, capacity }, steps, (a, b) => expect(a === REFUSED).toBe(b === REFUSED));
        },
      ),
      RUNS,
    );
  });

  test('a bucket that reserves nothing is a bucket, a hierarchy of one is that one, a share for one is a window', () => {
    fc.assert(
      fc.property(fc.constantFrom('all', 'any'), burst, someStream(), (mode, limit, steps) => {
        const bucket = { kind: 'token-bucket', rate: 500, burst: limit };
        alike({ kind: 'priority-reserve', rate: 500, burst: limit, reserve1: 0, reserve2: 0, reserve3: 0 }, bucket, steps, equal);
        const window = { kind: 'fixed-window', limit, window: 3, origin: 'clock' };
        alike({ kind: 'fair-share', limit, window: 3, tenants: 1 }, window, steps, equal);
        const queue = { kind: 'leaky-queue', rate: 300, capacity: limit };
        const none = { kind: 'none' };
        alike({ kind: 'hierarchical', mode, first: none, second: queue, third: none }, queue, steps, equal);
      }),
      RUNS,
    );
  });
});

describe('decisions agree with the definition', () => {
  test('of a sliding log: what has passed in the last window and is younger than it', () => {
    fc.assert(
      fc.property(fc.boolean(), fc.nat({ max: 9 }), someStream(), (countRefused, limit, steps) => {
        const desk = new Desk({ kind: 'sliding-log', limit, window: 0.9, countRefused });
        const log: { time: number; cost: number }[] = [];
        let told = 0;
        play(desk, steps, (ask) => {
          for (; told < desk.answers.length; told++) {
            const sum = log.filter(({ time }) => time > desk.now - 900).reduce((total, { cost }) => total + cost, 0);
            const cost = Math.ceil(ask.cost);
            const passes = sum + cost <= limit || (cost === 0 && limit >= 0);
            expect(desk.answers[told] === PASSES).toBe(passes);
            if (passes || countRefused) log.push({ time: desk.now, cost });
          }
          const inWindow = log.filter(({ time }) => time > desk.now - 900).reduce((total, { cost }) => total + cost, 0);
          expect(desk.gauges()).toEqual([Math.min(limit, inWindow)]);
        });
      }),
      RUNS,
    );
  });

  test('of a token bucket: to the microsecond, at rates that no double holds', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(0.1, 0.3, 1.1, 7.7, 33.3, 99_999.9, 3, 7),
        fc.integer({ min: 1, max: 5 }),
        someStream(),
        (rate, burst, steps) => {
          const desk = new Desk({ kind: 'token-bucket', rate, burst });
          // ten millionths of a token are a whole number at every moment
          const perMicro = BigInt(Math.round(rate * 10));
          const token = 10_000_000n;
          const full = BigInt(burst) * token;
          let level = full;
          let since = 0;
          let told = 0;
          play(desk, steps, ({ cost }) => {
            for (; told < desk.answers.length; told++) {
              level += BigInt(desk.now - since) * perMicro;
              if (level > full) level = full;
              since = desk.now;
              const price = BigInt(cost * 2) * (token / 2n);
              expect(desk.answers[told] === PASSES).toBe(level >= price);
              if (level >= price) level -= price;
            }
          });
        },
      ),
      RUNS,
    );
  });
});

test('a bucket knows to the microsecond when to come back, even if a microsecond’s share of a token is less than a double shows', () => {
  const kinds = fc.constantFrom(
    { kind: 'token-bucket', burst: 1_000_000 },
    { kind: 'token-bucket', burst: 1_000_000, refill: 'steps', step: 1 },
    { kind: 'leaky-bucket', capacity: 1_000_000 },
    { kind: 'leaky-queue', capacity: 1_000_000 },
    { kind: 'priority-reserve', burst: 1_000_000 },
  );
  const costs = fc.oneof(fc.double({ min: 1e-9, max: 1e-6, noNaN: true }), fc.double({ min: 1e-3, max: 1e6, noNaN: true }));
  fc.assert(
    fc.property(kinds, costs, fc.double({ min: -7, max: 5, noNaN: true }), (document, cost, magnitude) => {
      const desk = new Desk({ ...document, rate: 10 ** magnitude });
      desk.take(one({ cost }));
      for (const dear of [one({ cost: 1_000_000 }), one({ cost: 1_000_000 - cost / 3 })]) {
        const wait = desk.retryAfter(dear);
        if (wait === 0 || wait === NEVER) continue;
        expect([desk.passes(dear, wait - 1), desk.passes(dear, wait)]).toEqual([false, true]);
      }
    }),
    { numRuns: 5_000, seed: 1 },
  );
});

describe('what only some do', () => {
  test('a quota carries over what is left, up to a cap, and dear calls wait until enough has come together', () => {
    const desk = new Desk({ kind: 'fixed-window', limit: 10, window: 1_000, origin: 'clock', carry: 15 });
    expect(desk.admitted(4)).toBe(4);
    desk.now = SECOND;
    expect(desk.gauges()).toEqual([16]);
    desk.now = 2 * SECOND;
    expect(desk.gauges()).toEqual([25]);
    expect(desk.admitted()).toBe(25);
    // 10 come with each window: 25 are there in the third from now
    expect(desk.retryAfter(one({ cost: 25 }))).toBe(3 * SECOND);
    expect(desk.retryAfter(one({ cost: 26 }))).toBe(NEVER);
  });

  test('a ban runs from the first refusal, or from the latest', () => {
    const story = (banFrom: string) => {
      const desk = new Desk({ kind: 'fixed-window', limit: 1, window: 1_000, ban: 3_000, banFrom });
      return [0, 0.5, 1, 2, 4, 8].map((second) => {
        desk.now = second * SECOND;
        return desk.asks(one());
      });
    };
    expect(story('first')).toEqual([true, false, false, false, true, true]);
    expect(story('latest')).toEqual([true, false, false, false, false, true]);
  });

  test('what a ban refuses is not counted', () => {
    const desk = new Desk({ kind: 'fixed-window', limit: 2, window: 1_000, origin: 'clock', ban: 700, countRefused: true });
    desk.now = SECOND / 2;
    expect(desk.admitted(3)).toBe(2);
    desk.now = 1.1 * SECOND;
    expect(desk.admitted(1)).toBe(0);
    desk.now = 1.2 * SECOND;
    expect(desk.admitted(3)).toBe(2);
  });

  test('to a sliding log a call from a clock that is behind is as young as the latest', () => {
    const desk = new Desk({ kind: 'sliding-log', limit: 2, window: 10 });
    for (const ms of [10, 5]) {
      desk.now = ms * MS;
      desk.take(one());
    }
    desk.now = 16 * MS;
    expect(desk.passes(one({ cost: 2 }))).toBe(false);
    expect(desk.retryAfter(one({ cost: 2 }))).toBe(4 * MS);
  });

  test('refused calls that count keep a sliding log full', () => {
    const desk = new Desk({ kind: 'sliding-log', limit: 2, window: 1_000, countRefused: true });
    const seconds = [0, 0, 0.5, 0.9, 1.4, 1.6, 2.5, 3.6];
    const passed = seconds.map((second) => {
      desk.now = second * SECOND;
      return desk.asks(one());
    });
    expect(passed).toEqual([true, true, false, false, false, false, true, true]);
  });

  test('where refused calls count, a dear one that was refused costs the cheap ones their place', () => {
    for (const countRefused of [false, true]) {
      const desk = new Desk({ kind: 'fixed-window', limit: 10, countRefused });
      desk.asks(one({ cost: 6 }));
      expect(desk.asks(one({ cost: 5 }))).toBe(false);
      expect(desk.asks(one())).toBe(!countRefused);
    }
  });

  test('a leaky queue spreads out a burst: one every 1/rate seconds, and the last waits for capacity/rate', () => {
    const desk = new Desk({ kind: 'leaky-queue', rate: 100, capacity: 5 });
    expect(desk.admitted(8)).toBe(5);
    expect(desk.answers).toEqual([0, 10_000, 20_000, 30_000, 40_000, REFUSED, REFUSED, REFUSED]);
    expect(desk.retryAfter(one())).toBe(10_000);
    // at a rate of 3, thirds are rounded up to whole microseconds
    const thirds = new Desk({ kind: 'leaky-queue', rate: 3, capacity: 4 });
    thirds.admitted(4);
    expect(thirds.answers).toEqual([0, 333_334, 666_667, SECOND]);
  });

  test('a concurrency limit counts what is in flight, however long it takes', () => {
    const desk = new Desk({ kind: 'concurrency', limit: 3 });
    expect(desk.admitted()).toBe(3);
    desk.now = 3_600 * SECOND;
    expect(desk.admitted()).toBe(0);
    desk.release(one(), desk.now, true);
    expect(desk.admitted()).toBe(1);
  });

  test('an adaptive limit grows by 1 while it is used, and falls by a tenth', () => {
    const desk = new Desk({ kind: 'adaptive-concurrency', initial: 20, min: 10, max: 22, slow: 100 });
    const limit = () => desk.gauges()[0];
    const ends = (inFlight: number, latency: number, failed: boolean) => {
      desk.take(one({ cost: inFlight }));
      desk.release(one({ cost: inFlight }), latency, failed);
      return limit();
    };
    expect(ends(9, 100 * MS, false)).toBe(20);
    expect(ends(10, 100 * MS, false)).toBe(21);
    expect(ends(1, 100 * MS + 1, false)).toBe(18);
    expect(ends(1, 0, true)).toBe(16);
    for (let i = 0; i < 30; i++) ends(1, 0, true);
    expect(limit()).toBe(10);
    for (let i = 0; i < 30; i++) ends(11, 0, false);
    expect(limit()).toBe(22);
  });

  test('a hierarchy takes from all or from none', () => {
    const desk = new Desk({
      kind: 'hierarchical',
      first: { kind: 'token-bucket', rate: 1, burst: 10 },
      second: { kind: 'fixed-window', limit: 3, window: 1_000 },
    });
    expect(desk.admitted()).toBe(3);
    desk.now = SECOND;
    expect(desk.admitted()).toBe(3);
    // the bucket: 10 − 6 + 2, of which the window allows 3
    desk.now = 2 * SECOND;
    expect(desk.admitted()).toBe(3);
    desk.now = 3 * SECOND;
    expect(desk.admitted()).toBe(3);
    desk.now = 4 * SECOND;
    expect(desk.admitted()).toBe(2);
  });

  test('a hierarchy tells of a refusal only those who refused', () => {
    const desk = new Desk({
      kind: 'hierarchical',
      first: { kind: 'sliding-log', limit: 1, window: 10 },
      second: { kind: 'fixed-window', limit: 100, ban: 60_000 },
    });
    expect(desk.admitted(5)).toBe(1);
    desk.now = 10 * MS;
    expect(desk.admitted(5)).toBe(1);
  });

  test('what a queue holds back passes with what comes later, and the promise of a hierarchy says so', () => {
    const [queue, log] = [
      { kind: 'leaky-queue', rate: 1_000, capacity: 12 },
      { kind: 'sliding-log', limit: 1, window: 10 },
    ];
    const desk = new Desk({ kind: 'hierarchical', first: queue, second: log });
    desk.take(one({ cost: 20 }));
    for (const ms of [10, 20]) {
      desk.now = ms * MS;
      expect(desk.asks(one())).toBe(true);
    }
    expect(desk.passed.map(({ time }) => time)).toEqual([20 * MS, 21 * MS]);
    expect(new Desk(log).promise(MS)).toBe(1);
    // as of the log in 13 ms: a call waits for 12 ms at most
    expect(desk.promise(MS)).toBe(2);
  });

  test('where any is enough, nobody counts fewer in flight than there are', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom('ask', 'ask', 'ask', 'end', 'wait'), fc.nat()), { maxLength: 80 }), (steps) => {
        const desk = new Desk({
          kind: 'hierarchical',
          mode: 'any',
          first: { kind: 'token-bucket', rate: 100, burst: 2 },
          second: { kind: 'concurrency', limit: 3 },
        });
        const bucket = new Desk({ kind: 'token-bucket', rate: 100, burst: 2 });
        const open: string[] = [];
        for (const [what, n] of steps) {
          if (what === 'wait') desk.now += n % 20_000;
          bucket.now = desk.now;
          if (what === 'ask') {
            const byBucket = bucket.asks(one());
            if (desk.asks(one())) open.push(byBucket ? 'bucket' : 'concurrency');
          }
          if (what === 'end' && open.length > 0) {
            open.splice(n % open.length, 1);
            desk.release(one(), 0, false);
          }
          expect(open.filter((by) => by === 'concurrency').length).toBeLessThanOrEqual(3);
        }
        while (open.pop()) desk.release(one(), 0, false);
        desk.now += SECOND;
        expect(desk.admitted()).toBe(5);
      }),
      RUNS,
    );
  });

  test('as load grows the least important runs dry first', () => {
    const desk = new Desk({ kind: 'priority-reserve', rate: 10, burst: 10 });
    const all = [3, 2, 1, 0].map((priority) => desk.admitted(100, one({ priority })));
    // down to 6, 4, 2 and 0 of 10 tokens
    expect(all).toEqual([4, 2, 2, 2]);
    expect([3, 2, 1, 0].map((priority) => desk.retryAfter(one({ priority })))).toEqual([700_000, 500_000, 300_000, 100_000]);
  });

  test('one noisy tenant gets what the others leave, from the second window on', () => {
    const demands = [1_000, 5, 20, 40, 0];
    const desk = new Desk({ kind: 'fair-share', limit: 100, window: 1_000, tenants: 5 });
    const random = mulberry(3);
    for (let window = 0; window < 6; window++) {
      const calls = demands.flatMap((demand, tenant) => Array<number>(demand).fill(tenant));
      for (let i = calls.length - 1; i > 0; i--) {
        const j = Math.floor(random() * (i + 1));
        [calls[i], calls[j]] = [calls[j], calls[i]];
      }
      // the noisy one first, which is the worst for the others
      calls.sort((a, b) => Number(b === 0) - Number(a === 0));
      const got = demands.map(() => 0);
      for (const [i, tenant] of calls.entries()) {
        desk.now = window * SECOND + Math.floor((i * SECOND) / calls.length);
        if (desk.asks(one({ tenant }))) got[tenant]++;
      }
      expect([window, got]).toEqual([window, window === 0 ? [100, 0, 0, 0, 0] : [38, 5, 20, 37, 0]]);
    }
  });

  test('nothing is set aside for a tenant that has not called in the window before', () => {
    const desk = new Desk({ kind: 'fair-share', limit: 10, window: 1_000, tenants: 2 });
    desk.admitted(20);
    desk.admitted(20, one({ tenant: 1 }));
    desk.now = SECOND;
    expect(desk.admitted(20, one({ tenant: 1 }))).toBe(5);
    desk.now = 3 * SECOND;
    expect(desk.admitted(4)).toBe(4);
    expect(desk.gauges()).toEqual([6, 0]);
    expect(desk.admitted(20, one({ tenant: 1 }))).toBe(6);
  });

  test('shares are max-min fair: nobody gets less than anybody else but for wanting less, and all is used', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 60 }), { minLength: 1, maxLength: 7 }), fc.nat({ max: 120 }), fc.nat(), (demands, limit, seed) => {
        const desk = new Desk({ kind: 'fair-share', limit, window: 1_000, tenants: demands.length });
        const random = mulberry(seed);
        let got: number[] = [];
        for (let window = 0; window < 2; window++) {
          const left = [...demands];
          got = demands.map(() => 0);
          desk.now = window * SECOND;
          for (let calls = demands.reduce((sum, demand) => sum + demand, 0); calls > 0; calls--) {
            let tenant = Math.floor(random() * demands.length);
            while (left[tenant] === 0) tenant = (tenant + 1) % demands.length;
            left[tenant]--;
            if (desk.asks(one({ tenant }))) got[tenant]++;
          }
        }
        const total = got.reduce((sum, each) => sum + each, 0);
        expect(total).toBe(
          Math.min(
            limit,
            demands.reduce((sum, demand) => sum + demand, 0),
          ),
        );
        // what does not divide goes, a few calls, to whoever comes first
        const spare = demands.length;
        for (const [i, mine] of got.entries())
          for (const theirs of got) if (mine < demands[i]) expect(mine).toBeGreaterThanOrEqual(theirs - spare);
      }),
      { numRuns: 500, seed: 1 },
    );
  });
});
