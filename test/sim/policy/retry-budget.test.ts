import { describe, expect, test } from 'vitest';
import type { ParamRecord } from '../../../src/sim/param/param.ts';
import { AFTER_ERROR, AFTER_REJECTION, AFTER_TIMEOUT, AS_HEDGE, FAILED, SUCCEEDED, WITHDRAWN } from '../../../src/sim/policy/policy.ts';
import type { RetryBudgetPromise } from '../../../src/sim/policy/retry-budget/contract.ts';
import { catalogue } from '../../../src/sim/policy/retry-budget/index.ts';
import { chosen } from '../../chosen.ts';
import { type Document, documentsIn, holdToPromises, namedIn, promisesIn } from '../../law/promises.ts';
import { mulberry } from '../../mulberry.ts';

const SECOND = 1_000_000;

/** A budget as its caller uses it: every method is one that happens to an attempt. */
class Desk {
  private readonly chosen;
  private readonly state: object;
  /** What the budget remembers of operations, by number. */
  private readonly memory = new Float64Array(4_000);
  now = 0;
  first = 0;
  retries = 0;

  constructor(document: Document) {
    this.chosen = chosen('retry-budget', document);
    this.state = this.chosen.policy.start(this.chosen.params, 0);
  }

  get params(): Record<string, unknown> {
    return this.chosen.params as Record<string, unknown>;
  }

  get snapshot(): object {
    return structuredClone({ state: this.state, memory: this.memory.reduce((sum, each) => sum + each, 0) });
  }

  get bound(): number | undefined {
    return this.chosen.policy.bound?.(this.chosen.params);
  }

  gauge(name: string): number {
    return this.chosen.policy.gauges![name].read(this.state, this.chosen.params, this.now);
  }

  readings(): number[] {
    return Object.keys(this.chosen.policy.gauges ?? {}).map((name) => this.gauge(name));
  }

  send(attempt = 1, operation = 0): void {
    if (attempt === 1) {
      this.first++;
      this.memory[operation] = 0;
    }
    this.chosen.policy.sent(this.state, this.chosen.params, this.now, attempt);
  }

  end(seen: number, attempt = 1, operation = 0): void {
    this.chosen.policy.learn(this.state, this.chosen.params, this.now, attempt, seen, this.memory, operation);
  }

  asks(why = AFTER_ERROR, operation = 0): boolean {
    const allowed = this.chosen.policy.decide(this.state, this.chosen.params, this.now, why, this.memory, operation);
    if (allowed) this.retries++;
    return allowed;
  }

  /** So many attempts that end at once. */
  attempts(count: number, seen: number, attempt = 1): this {
    for (let i = 0; i < count; i++) {
      this.send(attempt);
      this.end(seen, attempt);
    }
    return this;
  }

  /** How many of so many retries it allows in a row. */
  allowed(of = 1_000): number {
    let count = 0;
    for (let i = 0; i < of; i++) if (this.asks()) count++;
    return count;
  }
}

const documents = documentsIn('retry-budget');

interface Open {
  operation: number;
  attempt: number;
  /** The retry is allowed and waits. */
  waits: boolean;
}

const WHY = [AFTER_ERROR, AFTER_TIMEOUT, AFTER_REJECTION, AS_HEDGE];

/** Requests come, fail and are retried at random, in better and in worse times; `each` looks after every step. */
function play(desk: Desk, seed: number, steps: number, each: (desk: Desk) => void = () => {}): boolean[] {
  const random = mulberry(seed);
  const open: Open[] = [];
  const verdicts: boolean[] = [];
  let failing = 0.5;
  let operation = 0;
  for (let step = 0; step < steps; step++) {
    desk.now += Math.floor(random() ** 4 * 500_000);
    if (step % 200 === 0) failing = [0, 0.05, 0.5, 1][Math.floor(random() * 4)];
    const what = random();
    if (what < 0.4 || open.length === 0) {
      desk.send(1, ++operation);
      open.push({ operation, attempt: 1, waits: false });
    } else {
      const index = Math.floor(random() * open.length);
      const one = open[index];
      if (one.waits) {
        one.waits = false;
        desk.send(one.attempt, one.operation);
        // its request may have ended while it waited
        if (random() < 0.1) {
          desk.end(WITHDRAWN, one.attempt, one.operation);
          open.splice(index, 1);
        }
      } else {
        const seen = random() < 0.1 ? WITHDRAWN : random() < failing ? FAILED : SUCCEEDED;
        desk.end(seen, one.attempt, one.operation);
        if (seen === FAILED) verdicts.push(desk.asks(WHY[operation % WHY.length], one.operation));
        if (seen === FAILED && verdicts.at(-1)) {
          one.attempt++;
          one.waits = true;
        } else open.splice(index, 1);
      }
    }
    each(desk);
  }
  while (open.length > 0) {
    const one = open.pop()!;
    if (one.waits) desk.send(one.attempt, one.operation);
    desk.end(WITHDRAWN, one.attempt, one.operation);
  }
  return verdicts;
}

describe.each(namedIn('retry-budget'))('%s', (_name, document) => {
  test('decides alike on a like history', () => {
    expect(play(new Desk(document), 3, 3_000)).toEqual(play(new Desk(document), 3, 3_000));
  });

  test('a refusal changes nothing, nor does looking', () => {
    play(new Desk(document), 4, 400, (desk) => {
      const before = desk.snapshot;
      desk.readings();
      expect(desk.snapshot).toEqual(before);
      if (!desk.asks()) {
        expect(desk.snapshot).toEqual(before);
        expect(desk.asks()).toBe(false);
      } else {
        // taken back again
        desk.send(2);
        desk.end(WITHDRAWN, 2);
      }
    });
  });

  test('shows numbers that are never below 0', () => {
    play(new Desk(document), 5, 3_000, (desk) => {
      for (const reading of desk.readings()) if (!(reading >= 0)) throw new Error(`reads ${reading}`);
    });
  });

  test('has a bound exactly if it promises to keep one', () => {
    expect(Number.isFinite(new Desk(document).bound ?? Number.POSITIVE_INFINITY)).toBe(
      promisesIn('retry-budget', document).includes('bounds-retries'),
    );
  });
});

holdToPromises<'retry-budget', RetryBudgetPromise>('retry-budget', {});

describe('the token bucket', () => {
  test('holds from 0 tokens to its capacity', () => {
    for (const document of documents.filter(({ kind }) => kind === 'token-bucket')) {
      const capacity = (document.capacity as number) ?? 10;
      const desk = new Desk(document);
      expect(desk.gauge('tokens')).toBe(capacity);
      play(desk, 6, 5_000, () => {
        const tokens = desk.gauge('tokens');
        if (!(tokens >= 0 && tokens <= capacity)) throw new Error(`${tokens} tokens of ${capacity}`);
      });
    }
  });

  test('paid per retry and earned per request, allows (capacity + credit · requests) / charge retries and no more', () => {
    for (const document of documents.filter(({ creditOn, chargeOn }) => creditOn === 'request' && chargeOn === 'retry')) {
      const { capacity, credit, charge } = document as unknown as Record<string, number>;
      for (let seed = 1; seed <= 10; seed++)
        play(new Desk(document), seed, 2_000, ({ retries, first }) => {
          expect(retries * charge).toBeLessThanOrEqual(capacity + credit * first + 1e-6);
        });
    }
  });

  test('as gRPC has it: of 10 tokens four failures leave 6 and are retried, the fifth leaves 5, not more than half', () => {
    const desk = new Desk({ kind: 'token-bucket' });
    const verdicts: [number, boolean][] = [];
    for (let failure = 1; failure <= 6; failure++) {
      desk.attempts(1, FAILED);
      verdicts.push([desk.gauge('tokens'), desk.asks()]);
    }
    expect(verdicts).toEqual([
      [9, true],
      [8, true],
      [7, true],
      [6, true],
      [5, false],
      [4, false],
    ]);
    desk.attempts(10, FAILED);
    expect(desk.gauge('tokens')).toBe(0);
  });

  test('as gRPC has it: from 4 tokens ten successes make 5, which is not more than half, and the eleventh 5.1', () => {
    const desk = new Desk({ kind: 'token-bucket' }).attempts(6, FAILED).attempts(10, SUCCEEDED);
    expect(desk.gauge('tokens')).toBeCloseTo(5, 12);
    expect(desk.asks()).toBe(false);
    expect(desk.attempts(1, SUCCEEDED).asks()).toBe(true);
  });

  test('from every level the first success above half is the one: sums of tenths are tenths', () => {
    for (let failures = 5; failures <= 10; failures++) {
      const desk = new Desk({ kind: 'token-bucket' }).attempts(failures, FAILED);
      let successes = 0;
      for (; !desk.asks(); successes++) desk.attempts(1, SUCCEEDED);
      expect(successes).toBe((failures - 5) * 10 + 1);
    }
  });

  test('ten tenths of a token pay for a retry, nine do not', () => {
    const desk = new Desk({
      kind: 'token-bucket',
      capacity: 1,
      credit: 0.1,
      creditOn: 'request',
      charge: 1,
      chargeOn: 'retry',
      reserve: 0,
    });
    expect(desk.allowed()).toBe(1);
    for (let round = 0; round < 20; round++) {
      expect(desk.attempts(9, FAILED).allowed()).toBe(0);
      expect(desk.attempts(1, FAILED).allowed()).toBe(1);
    }
  });

  test('as Brooker has it: of 5 tokens one is spent per retry while there is more than 1; 11 requests pay for the next', () => {
    const desk = new Desk({
      kind: 'token-bucket',
      capacity: 5,
      credit: 0.1,
      creditOn: 'request',
      charge: 1,
      chargeOn: 'retry',
      reserve: 0.2,
    });
    expect(desk.allowed()).toBe(4);
    expect(desk.attempts(1, FAILED).allowed()).toBe(1);
    // 0.1 left
    expect(desk.attempts(9, FAILED).allowed()).toBe(0);
    expect(desk.attempts(1, FAILED).allowed()).toBe(1);
  });

  test('earned by success: attempts that fail or are withdrawn earn nothing, retries that succeed do', () => {
    const desk = new Desk({ kind: 'token-bucket', credit: 1 }).attempts(8, FAILED).attempts(5, WITHDRAWN);
    expect(desk.gauge('tokens')).toBe(2);
    expect(desk.attempts(3, SUCCEEDED, 2).gauge('tokens')).toBe(5);
  });

  test('earned by request: first attempts only, whatever becomes of them', () => {
    const document = { kind: 'token-bucket', credit: 1, creditOn: 'request', charge: 2, chargeOn: 'retry', reserve: 0 };
    const desk = new Desk(document);
    expect(desk.allowed()).toBe(5);
    expect(desk.attempts(1, FAILED).attempts(1, WITHDRAWN).attempts(1, SUCCEEDED).attempts(4, SUCCEEDED, 2).gauge('tokens')).toBe(3);
  });

  test('made smaller while it lives, holds no more than it can: the fifth failure stops retries', () => {
    const desk = new Desk({ kind: 'token-bucket', capacity: 1_000 });
    desk.params.capacity = 10;
    let retried = 0;
    for (let failure = 1; failure <= 100; failure++) if (desk.attempts(1, FAILED).asks()) retried++;
    expect(retried).toBe(4);
  });

  test('made smaller while it lives and paid per retry, pays for as many as it holds', () => {
    const desk = new Desk({ kind: 'token-bucket', capacity: 1_000, chargeOn: 'retry', reserve: 0 });
    desk.params.capacity = 10;
    expect(desk.allowed()).toBe(10);
  });
});

describe('the ratio window', () => {
  const window = (rest = {}) => new Desk({ kind: 'ratio-window', minimum: 0, ...rest });

  test('never allows more retries than its share of the requests', () => {
    for (const share of [0.1, 0.2, 0.3, 1])
      for (let seed = 1; seed <= 10; seed++)
        play(window({ share, span: 2_000 }), seed, 2_000, ({ retries, first }) => {
          expect(retries).toBeLessThanOrEqual(share * first + 1e-6);
        });
  });

  test('every five requests pay for a retry at a share of 0.2, whatever becomes of them', () => {
    const desk = window();
    for (let round = 0; round < 100; round++) {
      expect(desk.attempts(4, FAILED).allowed()).toBe(0);
      expect(desk.attempts(1, SUCCEEDED).allowed()).toBe(1);
    }
  });

  test.each([0.1, 0.3, 0.7])('a thousand requests pay for a thousand shares of %d', (share) => {
    expect(window({ share }).attempts(1_000, FAILED).allowed(2_000)).toBe(Math.round(1_000 * share));
  });

  test('retries earn nothing', () => {
    expect(window().attempts(100, FAILED, 2).allowed()).toBe(0);
  });

  test('with Finagle’s defaults 100 retries are allowed in any case, and 100 more ten seconds later', () => {
    const desk = new Desk({ kind: 'ratio-window' });
    expect(desk.gauge('allowed')).toBe(100);
    expect(desk.allowed()).toBe(100);
    expect(desk.gauge('allowed')).toBe(0);
    desk.now = 10 * SECOND - 1;
    expect(desk.allowed()).toBe(0);
    desk.now = 10 * SECOND;
    expect(desk.allowed()).toBe(100);
  });

  test('requests are remembered in ten slices, the current one included: those of the first second for 10 s', () => {
    for (const [sent, asked, allowed] of [
      [0, 9_999_999, 20],
      [0, 10_000_000, 0],
      [999_999, 9_999_999, 20],
      [999_999, 10_000_000, 0],
      [1_000_000, 10_999_999, 20],
      [1_000_000, 11_000_000, 0],
      [0, 1_000_000_000, 0],
    ]) {
      const desk = window();
      desk.now = sent;
      desk.attempts(100, FAILED);
      desk.now = asked;
      expect([sent, asked, desk.allowed()]).toEqual([sent, asked, allowed]);
    }
  });

  test('a retry is forgotten like a request: 10 allowed at 5 s weigh until 15 s', () => {
    const desk = window({ share: 0.1 });
    desk.attempts(100, FAILED);
    desk.now = 5 * SECOND;
    expect(desk.allowed()).toBe(10);
    // the 100 of the start are gone and the retries are not: 100 new ones only make up for them
    desk.now = 12 * SECOND;
    expect(desk.attempts(100, FAILED).allowed()).toBe(0);
    desk.now = 15 * SECOND;
    expect(desk.allowed()).toBe(10);
  });

  test('another span starts an empty window', () => {
    const desk = window();
    desk.attempts(100, FAILED);
    desk.params.span = 5 * SECOND;
    expect(desk.attempts(5, FAILED).allowed()).toBe(1);
  });
});

describe('the concurrency ratio', () => {
  test('with Envoy’s defaults: three at a time, and a fifth of those outstanding from 20 on', () => {
    for (const [outstanding, allowed] of [
      [0, 3],
      [5, 3],
      [19, 3],
      [20, 4],
      [24, 4],
      [25, 5],
      [100, 20],
    ]) {
      const desk = new Desk({ kind: 'concurrency-ratio' });
      for (let i = 0; i < outstanding; i++) desk.send();
      expect([outstanding, desk.allowed()]).toEqual([outstanding, allowed]);
      expect(desk.gauge('retries')).toBe(allowed);
    }
  });

  test.each([0.07, 0.1, 0.29, 0.55, 0.57])('a share of %d of 100 outstanding is that many per cent', (share) => {
    const desk = new Desk({ kind: 'concurrency-ratio', minimum: 0, share });
    for (let i = 0; i < 100; i++) desk.send();
    expect(desk.allowed()).toBe(Math.round(share * 100));
  });

  test('a retry holds its place from the decision to its end', () => {
    const desk = new Desk({ kind: 'concurrency-ratio', minimum: 1, share: 0 });
    expect(desk.attempts(1, FAILED).asks()).toBe(true);
    expect(desk.asks()).toBe(false);
    desk.send(2);
    expect(desk.asks()).toBe(false);
    desk.end(FAILED, 2);
    expect(desk.asks()).toBe(true);
  });

  test('a retry that is never made gives its place back', () => {
    const desk = new Desk({ kind: 'concurrency-ratio', minimum: 1, share: 0 });
    expect(desk.asks()).toBe(true);
    desk.attempts(1, WITHDRAWN, 2);
    expect(desk.gauge('retries')).toBe(0);
    expect(desk.asks()).toBe(true);
  });

  test('the retries outstanding count among the attempts: 10 and 10 make 20, of which half', () => {
    const desk = new Desk({ kind: 'concurrency-ratio', minimum: 0, share: 0.5 });
    for (let i = 0; i < 10; i++) desk.send();
    expect(desk.allowed()).toBe(5);
    for (let i = 0; i < 5; i++) desk.send(2);
    // 7 of 15, then 8 of 17, 9 of 19 (9.5 rounded down), and no more
    expect(desk.allowed()).toBe(2);
    for (let i = 0; i < 2; i++) desk.send(2);
    expect(desk.allowed()).toBe(1);
  });

  test('at every moment at most the share and the minimum, and nothing outstanding in the end', () => {
    for (const { minimum, share } of [
      { minimum: 3, share: 0.2 },
      { minimum: 0, share: 0.5 },
      { minimum: 1, share: 1 },
    ]) {
      const desk = new Desk({ kind: 'concurrency-ratio', minimum, share });
      let outstanding = 0;
      const [send, end, asks] = [desk.send.bind(desk), desk.end.bind(desk), desk.asks.bind(desk)];
      desk.send = (attempt) => {
        outstanding++;
        send(attempt);
      };
      desk.end = (seen, attempt) => {
        outstanding--;
        end(seen, attempt);
      };
      desk.asks = (why) => {
        const allowed = asks(why);
        if (allowed) expect(desk.gauge('retries')).toBeLessThanOrEqual(Math.max(minimum, share * outstanding + 1e-9));
        return allowed;
      };
      play(desk, 9, 5_000);
      expect([desk.gauge('retries'), desk.snapshot]).toMatchObject([0, { state: { attempts: 0, retries: 0 } }]);
      expect(desk.retries).toBeGreaterThan(20);
    }
  });
});

describe('the failure ratio', () => {
  test('of 0.1: retries while at most 1 of 10 first attempts, 2 of 20, has failed', () => {
    const desk = new Desk({ kind: 'failure-ratio' });
    desk.attempts(9, SUCCEEDED).attempts(1, FAILED);
    expect([desk.gauge('ratio'), desk.asks()]).toEqual([0.1, true]);
    expect(desk.attempts(1, FAILED, 2).asks()).toBe(false);
    expect(desk.attempts(9, SUCCEEDED).asks()).toBe(false);
    expect(desk.attempts(1, SUCCEEDED).asks()).toBe(true);
  });

  test('of n hundredths allows exactly n failures in 100', () => {
    for (let n = 0; n <= 100; n++) {
      const desk = new Desk({ kind: 'failure-ratio', most: n / 100 }).attempts(100, SUCCEEDED);
      // failures of retries are failures, too, and retries are no first attempts
      expect([n, desk.attempts(n, FAILED, 2).asks()]).toEqual([n, true]);
      expect([n, desk.attempts(1, FAILED, 2).asks()]).toEqual([n, false]);
    }
  });

  test('what is withdrawn is no failure', () => {
    const desk = new Desk({ kind: 'failure-ratio' }).attempts(10, WITHDRAWN);
    expect([desk.gauge('ratio'), desk.asks()]).toEqual([0, true]);
  });

  test('counts since the start: a long good time pays for a long bad one', () => {
    const desk = new Desk({ kind: 'failure-ratio' }).attempts(900, SUCCEEDED);
    let failures = 0;
    for (; desk.attempts(1, FAILED).asks(); failures++);
    // 100 of 1,000
    expect(failures).toBe(100);
  });
});

describe('the retry quota', () => {
  const quota = (rest = {}) => new Desk({ kind: 'retry-quota', ...rest });
  const old = { charge: 5, timeoutCharge: 10, rejectedCharge: 5 };

  test('a retry costs 14, after a rejection 5; before 2026 it was 5, and 10 after a timeout', () => {
    const spent = (rest: object, why: number) => {
      const desk = quota(rest);
      desk.asks(why);
      return 500 - desk.gauge('tokens');
    };
    expect([AFTER_ERROR, AFTER_TIMEOUT, AFTER_REJECTION, AS_HEDGE].map((why) => spent({}, why))).toEqual([14, 14, 5, 14]);
    expect([AFTER_ERROR, AFTER_TIMEOUT, AFTER_REJECTION, AS_HEDGE].map((why) => spent(old, why))).toEqual([5, 10, 5, 5]);
  });

  test('of 500 tokens 100 retries at 5 are paid, 35 at 14 and 50 at 10', () => {
    expect([quota(old).allowed(), quota().allowed()]).toEqual([100, 35]);
    const desk = quota(old);
    let allowed = 0;
    while (desk.asks(AFTER_TIMEOUT)) allowed++;
    expect(allowed).toBe(50);
  });

  test('a success after two retries brings back what the last one cost; at the first try it brings 1', () => {
    const desk = quota(old);
    desk.send();
    desk.end(FAILED);
    desk.asks(AFTER_ERROR);
    desk.send(2);
    desk.end(FAILED, 2);
    desk.asks(AFTER_TIMEOUT);
    expect(desk.gauge('tokens')).toBe(485);
    desk.send(3);
    desk.end(SUCCEEDED, 3);
    expect(desk.gauge('tokens')).toBe(495);
    expect(desk.attempts(3, SUCCEEDED).gauge('tokens')).toBe(498);
    expect(desk.attempts(9, SUCCEEDED).gauge('tokens')).toBe(500);
  });

  test('each operation brings back its own: 14 of one, 5 of another', () => {
    const desk = quota();
    desk.send(1, 1);
    desk.send(1, 2);
    desk.asks(AFTER_ERROR, 1);
    desk.asks(AFTER_REJECTION, 2);
    expect(desk.gauge('tokens')).toBe(481);
    desk.end(SUCCEEDED, 2, 1);
    expect(desk.gauge('tokens')).toBe(495);
    desk.end(SUCCEEDED, 2, 2);
    expect(desk.gauge('tokens')).toBe(500);
  });

  test('what fails or is taken back brings nothing', () => {
    const desk = quota();
    desk.asks();
    desk.send(2);
    desk.end(FAILED, 2);
    desk.asks();
    desk.send(3);
    desk.end(WITHDRAWN, 3);
    expect(desk.gauge('tokens')).toBe(472);
  });

  test('on average a call brings (1 − p) − c·p²·(1 − p) − 2c·p³: nothing at p = 0.2149 for 14, at 0.3207 for 5', () => {
    for (const [charge, p] of [
      [14, 0.2149],
      [5, 0.3207],
    ]) {
      const drift = (at: number) => 1 - at - charge * at * at * (1 - at) - 2 * charge * at ** 3;
      expect(drift(p - 0.0005)).toBeGreaterThan(0);
      expect(drift(p + 0.0005)).toBeLessThan(0);
    }
  });

  test('from empty, three calls that succeed at once pay for a retry that costs 3, and no fewer', () => {
    const desk = quota({ capacity: 3, charge: 3 });
    expect(desk.allowed()).toBe(1);
    expect(desk.attempts(2, SUCCEEDED).allowed()).toBe(0);
    expect(desk.attempts(1, SUCCEEDED).allowed()).toBe(1);
  });
});

test('every parameter of every budget has its place in the cases', () => {
  for (const { id, params } of catalogue)
    for (const name of Object.keys(params as ParamRecord))
      expect(
        documents.some((document) => document.kind === id && name in document),
        `${id}.${name}`,
      ).toBe(true);
});
