import { describe, expect, test } from 'vitest';
import type { ParamRecord } from '../../../src/sim/param/param.ts';
import { type CircuitBreakerPromise, CLOSED, HALF_OPEN, OPEN, PARKED, REFUSED } from '../../../src/sim/policy/circuit-breaker/contract.ts';
import { catalogue } from '../../../src/sim/policy/circuit-breaker/index.ts';
import { FAILED, SUCCEEDED, WITHDRAWN } from '../../../src/sim/policy/policy.ts';
import { chosen } from '../../chosen.ts';
import { type Document, documentsIn, holdToPromises, namedIn } from '../../law/promises.ts';
import { mulberry } from '../../mulberry.ts';

const MS = 1_000;
const SECOND = 1_000_000;

const NAMES: Record<number, string> = { [CLOSED]: 'closed', [HALF_OPEN]: 'half-open', [OPEN]: 'open' };

/** A breaker with a clock. */
class Circuit {
  private readonly chosen;
  private state: object;
  now = 0;

  constructor(document: Document) {
    this.chosen = chosen('circuit-breaker', document);
    this.state = this.chosen.policy.start(this.chosen.params, 0);
  }

  get params(): Record<string, unknown> {
    return this.chosen.params as Record<string, unknown>;
  }

  get phase(): string {
    return NAMES[this.chosen.policy.phase(this.state)];
  }

  get snapshot(): object {
    return structuredClone(this.state);
  }

  /** Goes on with a copy of its state. */
  copy(): void {
    this.state = this.snapshot;
  }

  decide(): number {
    return this.chosen.policy.decide(this.state, this.chosen.params, this.now);
  }

  /** @param took [µs] */
  end(ticket: number, seen: number, took = 0): void {
    this.chosen.policy.learn(this.state, this.chosen.params, this.now, ticket, seen, took);
  }

  /** When to look again; a phase that ends by itself has ended. */
  look(): number {
    return this.chosen.policy.look?.(this.state, this.chosen.params, this.now) ?? Number.POSITIVE_INFINITY;
  }

  /** An attempt that must be let through. */
  ticket(): number {
    const ticket = this.decide();
    if (ticket < 0) throw new Error(`${this.phase} at ${this.now} µs: not let through`);
    return ticket;
  }

  /** Attempts that end at once, as S, F and W; a refused one is left out. Says the phase after each, by its first letter. */
  calls(outcomes: string): string {
    let phases = '';
    for (const outcome of outcomes) {
      const ticket = this.decide();
      if (ticket >= 0) this.end(ticket, { S: SUCCEEDED, F: FAILED, W: WITHDRAWN }[outcome] as number);
      phases += this.phase[0];
    }
    return phases;
  }

  /** Has failed until it opened. */
  opened(): this {
    for (let i = 0; this.phase === 'closed'; i++) {
      if (i > 100_000) throw new Error('does not open');
      this.end(this.ticket(), FAILED);
    }
    return this;
  }

  /** Opened at 0, and its open time is just over. */
  waited(): this {
    this.opened();
    this.now += (this.params.openTime as number) + 1;
    return this;
  }
}

test('every parameter of every breaker has its place in the examples', () => {
  const documents = documentsIn('circuit-breaker');
  for (const { id, params } of catalogue)
    for (const name of Object.keys(params as ParamRecord))
      expect(
        documents.some((document) => document.kind === id && name in document),
        `${id}.${name}`,
      ).toBe(true);
});

interface Out {
  ticket: number;
  /** Let out in this half-open phase. */
  probe: boolean;
}

/** What may happen to a breaker, at random; looks after every step and says what was decided. */
function play(document: Document, seed: number, steps: number, { copied = false, tuned = false } = {}): string {
  const random = mulberry(seed);
  const circuit = new Circuit(document);
  const { probes: _, ...others } = circuit.params;
  const longestProbing = (circuit.params.longestProbing as number | undefined) ?? Number.POSITIVE_INFINITY;
  let out: Out[] = [];
  let admitted = 0;
  let history = '';
  let failing = 0.5;
  let openedAt = 0;
  let halfOpenAt = 0;

  const turned = (before: string, by: 'decide' | 'failure' | 'success' | 'withdrawal' | 'time') => {
    const { phase } = circuit;
    if (phase === before) return;
    const allowed: Record<string, readonly string[]> = {
      'closed open': ['failure', 'success'],
      'open half-open': ['decide'],
      'half-open closed': ['success', 'failure'],
      // half-open for too long, it has been open since that was so
      'half-open open': circuit.now - halfOpenAt >= longestProbing ? ['time'] : ['failure', 'success'],
    };
    if (!allowed[`${before} ${phase}`]?.includes(by)) throw new Error(`from ${before} to ${phase} by ${by}`);
    out = out.map(({ ticket }) => ({ ticket, probe: false }));
    admitted = 0;
    if (phase === 'open') openedAt = by === 'time' ? halfOpenAt + longestProbing : circuit.now;
    if (phase === 'half-open') halfOpenAt = circuit.now;
    history += `(${circuit.now} ${phase})`;
  };

  for (let step = 0; step < steps; step++) {
    if (copied) circuit.copy();
    if (step % 100 === 0) failing = [0, 0.1, 0.5, 1][Math.floor(random() * 4)];
    if (tuned && random() < 0.1) circuit.params.probes = 1 + Math.floor(random() * 4);
    const { openTime, boundary, whileProbing, probes } = circuit.params as Record<string, number | string>;
    // now and then to the very moment when it may probe
    if (circuit.phase === 'open' && random() < 0.2) circuit.now = Math.max(circuit.now, openedAt + (openTime as number));
    else circuit.now += Math.floor(random() ** 3 * 200 * MS);

    const looked = circuit.phase;
    const again = circuit.look();
    if (again <= circuit.now) throw new Error(`to look again at ${again}, and it is ${circuit.now}`);
    turned(looked, 'time');
    const before = circuit.phase;
    if (random() < 0.5 || out.length === 0) {
      const untouched = circuit.snapshot;
      const mayProbe = circuit.now - openedAt > (openTime as number) || (circuit.now - openedAt === openTime && boundary !== 'after');
      const verdict = circuit.decide();
      turned(before, 'decide');
      if (before === 'open' && mayProbe !== (circuit.phase === 'half-open')) throw new Error(`open: may probe ${mayProbe}`);
      if (verdict === REFUSED || verdict === PARKED) {
        if (before === 'closed') throw new Error('a closed breaker lets everything through');
        if ((verdict === PARKED) !== (circuit.phase === 'half-open' && whileProbing === 'wait'))
          throw new Error(`${verdict} when ${before}`);
        if (circuit.phase === 'half-open' && !out.some(({ probe }) => probe)) throw new Error('nothing out, nothing let through: for ever');
        expect(circuit.snapshot).toEqual(untouched);
      } else {
        if (!(Number.isInteger(verdict) && verdict >= 0)) throw new Error(`a ticket ${verdict}`);
        if (circuit.phase === 'half-open') admitted++;
        // with fewer probes than before those that are out stay out
        if (!tuned && admitted > (probes as number)) throw new Error(`${admitted} probes of ${probes}`);
        out.push({ ticket: verdict, probe: circuit.phase === 'half-open' });
      }
      history += verdict < 0 ? verdict : 'a';
    } else {
      const [{ ticket, probe }] = out.splice(Math.floor(random() * out.length), 1);
      const drawn = random();
      const seen = drawn < 0.15 ? WITHDRAWN : random() < failing ? FAILED : SUCCEEDED;
      circuit.end(ticket, seen);
      if (seen === WITHDRAWN && probe) admitted--;
      turned(before, seen === WITHDRAWN ? 'withdrawal' : seen === FAILED ? 'failure' : 'success');
    }
  }
  expect(circuit.params).toMatchObject(others);
  return history;
}

describe.each(namedIn('circuit-breaker'))('%s', (_name, document) => {
  test('refuses only when open or probing, goes from closed to open to half-open and on, and bounds its probes', () => {
    for (let seed = 1; seed <= 2; seed++) play(document, seed, 1_000);
  });

  test('keeps to that, and never holds out for ever, when the number of probes changes meanwhile', () => {
    for (let seed = 1; seed <= 2; seed++) play(document, seed, 1_000, { tuned: true });
  });

  test('does the same again, also with a copy of its state', () => {
    expect(play(document, 9, 1_000)).toBe(play(document, 9, 1_000));
    expect(play(document, 9, 1_000, { copied: true })).toBe(play(document, 9, 1_000));
  });

  test('does not open without a failure', () => {
    const circuit = new Circuit(document);
    expect(circuit.calls('SW'.repeat(200))).toBe('c'.repeat(400));
  });
});

holdToPromises<'circuit-breaker', CircuitBreakerPromise>('circuit-breaker', {});

describe('failures in a row', () => {
  const breaker = (rest = {}) => new Circuit({ kind: 'consecutive-failures', failures: 3, ...rest });

  test('three open it, a success in between starts the count again', () => {
    expect(breaker().calls('FFSFFSFFF')).toBe('cccccccco');
  });

  test('one that is withdrawn is neither: the count goes on', () => {
    expect(breaker().calls('FFWWF')).toBe('cccco');
  });

  test('with one failure, opens at once', () => {
    expect(breaker({ failures: 1 }).calls('SSF')).toBe('cco');
  });

  test('closed again, it takes three anew', () => {
    const circuit = breaker().waited();
    expect(circuit.calls('SFFF')).toBe('ccco');
  });

  test('half-open, the first failure opens it again and the successes before it are forgotten', () => {
    const circuit = breaker({ probes: 3 }).waited();
    expect(circuit.calls('SSF')).toBe('hho');
    circuit.now += 6 * SECOND;
    expect(circuit.calls('SSS')).toBe('hhc');
  });

  test('a later failure that ends sooner is counted sooner: outcomes count in the order in which they end', () => {
    const circuit = breaker({ failures: 2 });
    const [first, second, third] = [circuit.ticket(), circuit.ticket(), circuit.ticket()];
    circuit.end(third, FAILED);
    circuit.end(first, SUCCEEDED);
    circuit.end(second, FAILED);
    expect(circuit.phase).toBe('closed');
    circuit.end(circuit.ticket(), FAILED);
    expect(circuit.phase).toBe('open');
  });
});

describe('the share of failures', () => {
  const breaker = (rest = {}) => new Circuit({ kind: 'failure-ratio', ...rest });

  test('by default opens at half of the last 20, and not before ten are known', () => {
    expect(breaker().calls('F'.repeat(10))).toBe('ccccccccco');
    expect(breaker().calls('FSFSFSFSFS')).toBe('ccccccccco');
    expect(breaker().calls('FSFSFSFSSSF')).toBe('c'.repeat(11));
  });

  test('at exactly the threshold, or only above it: 2 of 4, then 3 of 5', () => {
    const rest = { minimum: 4, window: 100 };
    expect(breaker({ ...rest, compare: 'at-least' }).calls('SFSF')).toBe('ccco');
    expect(breaker({ ...rest, compare: 'above' }).calls('SFSFF')).toBe('cccco');
  });

  test('a share of n hundredths is n of 100, for every n', () => {
    for (let n = 1; n <= 100; n++) {
      const rest = { threshold: n / 100, minimum: 100, window: 100 };
      const calls = `${'S'.repeat(100 - n)}${'F'.repeat(n)}`;
      expect([
        n,
        breaker({ ...rest, compare: 'at-least' })
          .calls(calls)
          .at(-1),
      ]).toEqual([n, 'o']);
      expect([
        n,
        breaker({ ...rest, compare: 'above' })
          .calls(calls)
          .at(-1),
      ]).toEqual([n, 'c']);
      if (n === 100) continue;
      const short = `S${calls.slice(0, -1)}`;
      const more = `F${calls.slice(1)}`;
      expect([
        n,
        breaker({ ...rest, compare: 'at-least' })
          .calls(short)
          .at(-1),
      ]).toEqual([n, 'c']);
      expect([
        n,
        breaker({ ...rest, compare: 'above' })
          .calls(more)
          .at(-1),
      ]).toEqual([n, 'o']);
    }
  });

  test('judged after every outcome a success may open it, judged after failures it may not', () => {
    // 2 of 4 with the fourth outcome, a success
    const rest = { minimum: 4, window: 100 };
    expect(breaker({ ...rest, judged: 'every' }).calls('FFSS')).toBe('ccco');
    expect(breaker({ ...rest, judged: 'failure' }).calls('FFSSF')).toBe('cccco');
  });

  test('a minimum larger than the window means a full window', () => {
    expect(breaker({ minimum: 1_000, window: 4 }).calls('FFFF')).toBe('ccco');
  });

  test('what leaves the window no longer counts: one of the last four', () => {
    // 1 of 4 again and again, then F S S F: 2 of 4
    const rest = { minimum: 4, window: 4 };
    expect(breaker(rest).calls('FSSSFSSSFSSF')).toBe('ccccccccccco');
  });

  test('outcomes do not grow old: a failure of an hour ago still counts', () => {
    const circuit = breaker({ minimum: 5, window: 10 });
    expect(circuit.calls('FFFF')).toBe('cccc');
    circuit.now += 3_600 * SECOND;
    expect(circuit.calls('F')).toBe('o');
  });

  test('a threshold of 0 takes a failure to open', () => {
    for (const compare of ['at-least', 'above'])
      expect(breaker({ threshold: 0, compare, minimum: 3, window: 10 }).calls('SSSSSF')).toBe('ccccco');
  });

  test('a threshold of 1 takes nothing but failures, and cannot be exceeded', () => {
    expect(breaker({ threshold: 1, minimum: 3, window: 3 }).calls('SFFF')).toBe('ccco');
    expect(breaker({ threshold: 1, compare: 'above', minimum: 3, window: 3 }).calls('FFFFF')).toBe('ccccc');
  });

  test('withdrawn attempts are not outcomes: the minimum is one of ends', () => {
    expect(breaker({ minimum: 3, window: 10 }).calls('FWWFWF')).toBe('ccccco');
  });

  test('half-open it is judged by the same share when all probes have ended: 1 of 3 closes, 2 of 3 open', () => {
    expect(breaker({ probes: 3 }).waited().calls('FSS')).toBe('hhc');
    expect(breaker({ probes: 3 }).waited().calls('SFF')).toBe('hho');
    // exactly half
    expect(breaker({ probes: 2 }).waited().calls('SF')).toBe('ho');
    expect(breaker({ probes: 2, compare: 'above' }).waited().calls('SF')).toBe('hc');
  });

  test('closed again, its window is empty', () => {
    const circuit = breaker({ minimum: 3, window: 10 }).waited();
    expect(circuit.calls('SFFF')).toBe('ccco');
  });

  test('a new window size starts an empty window', () => {
    const circuit = breaker({ minimum: 3, window: 10 });
    circuit.calls('FF');
    circuit.params.window = 20;
    expect(circuit.calls('FFF')).toBe('cco');
  });

  test('agrees with counting, outcome by outcome', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const random = mulberry(seed);
      const [window, minimum] = [1 + Math.floor(random() * 12), 1 + Math.floor(random() * 8)];
      const circuit = breaker({ window, minimum, threshold: 0.6 });
      const known: number[] = [];
      for (let i = 0; i < 500; i++) {
        const failed = random() < 0.35 ? 1 : 0;
        known.push(failed);
        const last = known.slice(-window);
        const failures = last.reduce((sum, each) => sum + each, 0);
        const opens = last.length >= Math.min(minimum, window) && failures > 0 && 10 * failures >= 6 * last.length;
        expect(circuit.calls(failed ? 'F' : 'S')).toBe(opens ? 'o' : 'c');
        if (!opens) continue;
        circuit.now += 6 * SECOND;
        circuit.calls('S');
        known.length = 0;
      }
    }
  });
});

describe('the share of failures over time', () => {
  const breaker = (rest = {}) => new Circuit({ kind: 'failure-ratio-over-time', span: 10_000, slices: 10, minimum: 4, ...rest });

  /** Calls that end at such moments [s], as S and F; the phase after each by its first letter. */
  function over(circuit: Circuit, ...calls: [at: number, outcome: string][]): string {
    return calls
      .map(([at, outcome]) => {
        circuit.now = at * SECOND;
        return circuit.calls(outcome);
      })
      .join('');
  }

  test('of four failures one is an hour old: three are too few to judge by', () => {
    expect(over(breaker(), [1, 'F'], [3_600, 'FFF'])).toBe('cccc');
    expect(over(breaker(), [1, 'F'], [2, 'FFF'])).toBe('ccco');
  });

  test('resilience4j, seconds: of a window of 10 s a failure at 0.9 s counts until 9.999 s and not at 10 s', () => {
    expect(over(breaker(), [0.9, 'FFF'], [9.999, 'F'])).toBe('ccco');
    expect(over(breaker(), [0.9, 'FFF'], [10, 'F'])).toBe('cccc');
    expect(over(breaker(), [1, 'FFF'], [10.999, 'F'])).toBe('ccco');
  });

  test('resilience4j: old successes leave, too, and what was a third becomes a half', () => {
    // 4 S at 0 s, 2 F at 5 s: 2 of 6; at 10 s the successes are gone: 2 F and S S, 2 of 4
    expect(over(breaker(), [0, 'SSSS'], [5, 'FF'], [10, 'SS'])).toBe('cccccc' + 'co');
  });

  test('Polly: a slice begins with its first outcome and leaves when that is a span ago', () => {
    const polly = (...calls: [number, string][]) => over(breaker({ sliceRule: 'on-demand', judged: 'failure' }), ...calls);
    // the slice of 0.9 s lasts until 1.9 s and is gone at 10.9 s
    expect(polly([0.9, 'FF'], [1.8, 'F'], [10.899, 'F'])).toBe('ccco');
    expect(polly([0.9, 'FF'], [1.8, 'F'], [10.9, 'F'])).toBe('cccc');
    expect(polly([0.9, 'FF'], [1.9, 'F'], [10.9, 'FF'])).toBe('ccccc');
    expect(polly([0.9, 'FF'], [1.9, 'FF'], [10.9, 'FF'])).toBe('ccco' + 'oo');
  });

  test('cockatiel: a pause makes nothing older, ten outcomes in ten slices do', () => {
    const slow = () => breaker({ sliceRule: 'one-by-one', minimum: 4 });
    expect(over(slow(), [0, 'FFF'], [3_600, 'F'])).toBe('ccco');
    const successes = Array.from({ length: 10 }, (_, i): [number, string] => [1 + i, 'S']);
    expect(over(breaker({ sliceRule: 'one-by-one', minimum: 4, threshold: 0.2 }), [0, 'FFF'], ...successes.slice(0, 1))).toBe('ccco');
    expect(over(breaker({ sliceRule: 'one-by-one', minimum: 11, threshold: 0.01 }), [0, 'F'], ...successes)).toBe('c'.repeat(11));
    expect(over(breaker({ sliceRule: 'one-by-one', minimum: 10, threshold: 0.01 }), [0, 'F'], ...successes)).toBe(`${'c'.repeat(9)}oo`);
  });

  test('agrees with counting the outcomes since the start of the oldest slice', () => {
    for (let seed = 1; seed <= 10; seed++) {
      const random = mulberry(seed);
      const [span, slices] = [1_000 * (1 + Math.floor(random() * 9)), [1, 2, 5, 10][Math.floor(random() * 4)]];
      const circuit = breaker({ span, slices, threshold: 0.6, minimum: 3 });
      const slice = (span * MS) / slices;
      let [began, known]: [number, [number, number][]] = [0, []];
      for (let i = 0; i < 400; i++) {
        circuit.now += Math.floor(random() ** 4 * 5 * SECOND);
        const failed = random() < 0.35 ? 1 : 0;
        known.push([circuit.now, failed]);
        const oldest = began + (Math.floor((circuit.now - began) / slice) - slices + 1) * slice;
        const last = known.filter(([at]) => at >= oldest);
        const failures = last.reduce((sum, [, each]) => sum + each, 0);
        const opens = last.length >= 3 && failures > 0 && 10 * failures >= 6 * last.length;
        expect(circuit.calls(failed ? 'F' : 'S')).toBe(opens ? 'o' : 'c');
        if (!opens) continue;
        circuit.now += 6 * SECOND;
        circuit.calls('S');
        [began, known] = [circuit.now, []];
      }
    }
  });

  test('another span starts an empty window', () => {
    const circuit = breaker();
    circuit.calls('FFF');
    circuit.params.span = 20 * SECOND;
    expect(circuit.calls('FFFF')).toBe('ccco');
  });
});

describe('slow attempts', () => {
  /** Attempts that took so long [ms], failed where below 0. */
  function took(circuit: Circuit, ...times: number[]): string {
    return times
      .map((time) => {
        const ticket = circuit.decide();
        if (ticket >= 0) circuit.end(ticket, time < 0 ? FAILED : SUCCEEDED, Math.abs(time) * MS);
        return circuit.phase[0];
      })
      .join('');
  }

  describe.each(['failure-ratio', 'failure-ratio-over-time'])('%s', (kind) => {
    const breaker = (rest = {}) => new Circuit({ kind, minimum: 4, threshold: 1, slowAfter: 100, slowThreshold: 0.5, ...rest });

    test('two of four that took longer than 100 ms open it, two that took just as long do not', () => {
      expect(took(breaker(), 101, 10, 10, 101)).toBe('ccco');
      expect(took(breaker(), 100, 10, 10, 101)).toBe('cccc');
    });

    test('failures and slow ones are judged apart: half of each is not a whole of either', () => {
      expect(took(breaker({ slowThreshold: 1, threshold: 0.75 }), -10, -10, 200, 200)).toBe('cccc');
      // one that is both counts to both
      expect(took(breaker({ slowThreshold: 0.75, threshold: 0.75 }), -200, -200, -200, 10)).toBe('ccco');
    });

    test('without a limit none is slow', () => {
      expect(took(breaker({ slowAfter: null, slowThreshold: 0 }), 1e6, 1e6, 1e6, 1e6, 1e6)).toBe('ccccc');
    });

    test('half-open a slow probe opens it again', () => {
      const circuit = breaker();
      expect(took(circuit, 200, 200, 200, 200)).toBe('ccco');
      circuit.now = 5 * SECOND;
      expect(took(circuit, 200)).toBe('o');
      circuit.now = 10 * SECOND;
      expect(took(circuit, 100)).toBe('c');
    });
  });

  test('in a row they count as failures', () => {
    expect(took(new Circuit({ kind: 'consecutive-failures', failures: 3, slowAfter: 100 }), 200, 100, 200, -10, 101)).toBe('cccco');
  });
});

describe.each([
  { kind: 'consecutive-failures', failures: 1 },
  { kind: 'failure-ratio', minimum: 1 },
  { kind: 'failure-ratio-over-time', minimum: 1 },
])('open and half-open: $kind', (document) => {
  const breaker = (rest = {}) => new Circuit({ ...document, openTime: 5_000, ...rest });

  test('refuses for the open time; at its very end it may probe, or only after it', () => {
    for (const [boundary, first] of [
      ['at', 5_000 * MS],
      ['after', 5_000 * MS + 1],
    ] as const) {
      const circuit = breaker({ boundary });
      circuit.now = 70 * MS;
      circuit.opened();
      for (const waited of [0, 1, 2_500 * MS, first - 1]) {
        circuit.now = 70 * MS + waited;
        expect([circuit.decide(), circuit.phase]).toEqual([REFUSED, 'open']);
      }
      circuit.now = 70 * MS + first;
      circuit.ticket();
      expect(circuit.phase).toBe('half-open');
    }
  });

  test('is open until somebody asks: half-open begins with an attempt', () => {
    const circuit = breaker().opened();
    circuit.now = 3_600 * SECOND;
    expect(circuit.phase).toBe('open');
    circuit.ticket();
    expect(circuit.phase).toBe('half-open');
  });

  test('a failed probe opens it for the open time, counted from when it failed', () => {
    const circuit = breaker().waited();
    const probe = circuit.ticket();
    circuit.now = 8 * SECOND;
    circuit.end(probe, FAILED);
    circuit.now = 13 * SECOND - 1;
    expect(circuit.decide()).toBe(REFUSED);
    circuit.now = 13 * SECOND;
    expect(circuit.decide()).toBeGreaterThanOrEqual(0);
  });

  test('lets three probes out and no more until one is over; one that is withdrawn gives its place back', () => {
    for (const [whileProbing, verdict] of [
      ['refuse', REFUSED],
      ['wait', PARKED],
    ] as const) {
      const circuit = breaker({ probes: 3, whileProbing }).waited();
      const probes = [circuit.ticket(), circuit.ticket(), circuit.ticket()];
      expect(circuit.decide()).toBe(verdict);
      circuit.end(probes[0], WITHDRAWN);
      expect(circuit.phase).toBe('half-open');
      probes[0] = circuit.ticket();
      expect(circuit.decide()).toBe(verdict);
      // an outcome is one of the three: nobody takes its place
      circuit.end(probes[0], SUCCEEDED);
      expect(circuit.decide()).toBe(verdict);
      for (const probe of probes.slice(1)) circuit.end(probe, SUCCEEDED);
      expect(circuit.phase).toBe('closed');
    }
  });

  test('all probes withdrawn, it goes on looking for one', () => {
    const circuit = breaker({ probes: 2 }).waited();
    expect(circuit.calls('WWWWWW')).toBe('hhhhhh');
    expect(circuit.calls('SS')).toBe('hc');
  });

  test('with fewer probes wanted than have ended, the next one settles it', () => {
    const circuit = breaker({ probes: 3 }).waited();
    expect(circuit.calls('S')).toBe('h');
    circuit.params.probes = 1;
    expect(circuit.calls('S')).toBe('c');
  });

  test('probes that never end: half-open for 2 s and open for 5 s again, whether anybody looks or not', () => {
    for (const looked of [true, false]) {
      const circuit = breaker({ longestProbing: 2_000, boundary: 'at' }).opened();
      circuit.now = 5 * SECOND;
      const probe = circuit.ticket();
      if (looked) expect(circuit.look()).toBe(7 * SECOND);
      circuit.now = 7 * SECOND - 1;
      expect([circuit.decide(), circuit.phase]).toEqual([REFUSED, 'half-open']);
      circuit.now = 7 * SECOND;
      if (looked) expect([circuit.look(), circuit.phase]).toEqual([Number.POSITIVE_INFINITY, 'open']);
      expect([circuit.decide(), circuit.phase]).toEqual([REFUSED, 'open']);
      // what it has to say now comes too late
      circuit.end(probe, SUCCEEDED);
      expect(circuit.phase).toBe('open');
      circuit.now = 12 * SECOND - 1;
      expect(circuit.decide()).toBe(REFUSED);
      circuit.now = 12 * SECOND;
      circuit.end(circuit.ticket(), SUCCEEDED);
      expect([circuit.phase, circuit.look()]).toEqual(['closed', Number.POSITIVE_INFINITY]);
    }
  });

  test('without such a limit it stays half-open for ever', () => {
    const circuit = breaker().waited();
    circuit.ticket();
    circuit.now += 3_600 * SECOND;
    expect([circuit.look(), circuit.decide(), circuit.phase]).toEqual([Number.POSITIVE_INFINITY, REFUSED, 'half-open']);
  });

  test('while it is open, outcomes of attempts from before mean nothing', () => {
    const circuit = breaker();
    const before = [circuit.ticket(), circuit.ticket(), circuit.ticket()];
    circuit.opened();
    circuit.now = 2 * SECOND;
    for (const [i, seen] of [SUCCEEDED, FAILED, WITHDRAWN].entries()) circuit.end(before[i], seen);
    expect(circuit.phase).toBe('open');
    // nor do they make it open for longer
    circuit.now = 5 * SECOND;
    expect(circuit.decide()).toBeGreaterThanOrEqual(0);
  });

  test('an attempt of the closed time that fails while a probe is out: counts as a probe if told so, else not', () => {
    for (const [lateOutcomes, phase] of [
      ['ignore', 'half-open'],
      ['closed-only', 'half-open'],
      ['half-open-too', 'open'],
    ]) {
      const circuit = breaker({ lateOutcomes });
      const late = circuit.ticket();
      circuit.waited().ticket();
      circuit.end(late, FAILED);
      expect([lateOutcomes, circuit.phase]).toEqual([lateOutcomes, phase]);
    }
  });

  test('one that succeeds then closes it if told so', () => {
    for (const [lateOutcomes, phase] of [
      ['ignore', 'half-open'],
      ['closed-only', 'half-open'],
      ['half-open-too', 'closed'],
    ]) {
      const circuit = breaker({ lateOutcomes });
      const late = circuit.ticket();
      circuit.waited().ticket();
      circuit.end(late, SUCCEEDED);
      expect([lateOutcomes, circuit.phase]).toEqual([lateOutcomes, phase]);
    }
  });

  test('one that fails after it has closed again opens it, unless late outcomes are ignored', () => {
    for (const [lateOutcomes, phase] of [
      ['ignore', 'closed'],
      ['closed-only', 'open'],
      ['half-open-too', 'open'],
    ]) {
      const circuit = breaker({ lateOutcomes });
      const late = circuit.ticket();
      circuit.waited().calls('S');
      expect(circuit.phase).toBe('closed');
      circuit.end(late, FAILED);
      expect([lateOutcomes, circuit.phase]).toEqual([lateOutcomes, phase]);
    }
  });

  test('one that is withdrawn gives no probe’s place away', () => {
    for (const lateOutcomes of ['ignore', 'closed-only', 'half-open-too']) {
      const circuit = breaker({ lateOutcomes });
      const late = circuit.ticket();
      circuit.waited().ticket();
      circuit.end(late, WITHDRAWN);
      expect(circuit.decide()).toBe(REFUSED);
    }
  });
});
