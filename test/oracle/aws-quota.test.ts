import { describe, expect, it } from 'vitest';
import { AFTER_ERROR, AFTER_REJECTION, FAILED, SUCCEEDED } from '../../src/sim/policy/policy.ts';
import { chosen } from '../chosen.ts';
import { mulberry } from '../mulberry.ts';
import { evenClient, played, steadyService, total } from '../worlds.ts';
import oracle from './data/aws-quota.json' with { type: 'json' };

/** The quota as the library's strategy of three attempts asks it. */
class Strategy {
  private readonly chosen;
  private readonly state: object;
  private readonly memory = new Float64Array(256);
  private readonly attempts = new Int32Array(256);

  constructor(document: object = {}) {
    this.chosen = chosen('retry-budget', { kind: 'retry-quota', ...document });
    this.state = this.chosen.policy.start(this.chosen.params, 0);
  }

  get tokens(): number {
    const { policy, params } = this.chosen;
    return policy.gauges!.tokens.read(this.state, params, 0);
  }

  begins(call: number): void {
    this.memory[call] = 0;
    this.attempts[call] = 1;
    this.chosen.policy.sent(this.state, this.chosen.params, 0, 1);
  }

  succeeds(call: number): void {
    this.chosen.policy.learn(this.state, this.chosen.params, 0, this.attempts[call], SUCCEEDED, this.memory, call);
  }

  /** Whether it is tried again. */
  fails(call: number, why: number): boolean {
    const { policy, params } = this.chosen;
    policy.learn(this.state, params, 0, this.attempts[call], FAILED, this.memory, call);
    if (this.attempts[call] === 3 || !policy.decide(this.state, params, 0, why, this.memory, call)) return false;
    policy.sent(this.state, params, 0, ++this.attempts[call]);
    return true;
  }
}

describe(`@smithy/util-retry ${oracle.version}`, () => {
  it.each(oracle.traces)('decides as it and has as many tokens, event by event: $fail fail, $throttle of them throttled', ({ events }) => {
    const strategy = new Strategy();
    const found = events.split(' ').map((event) => {
      const [, call, what] = /^(\d+)([+SERer])/.exec(event)!;
      const number = Number(call);
      if (what === '+') {
        strategy.begins(number);
        return event;
      }
      if (what === 'S') {
        strategy.succeeds(number);
        return `${call}S=${strategy.tokens}`;
      }
      const throttled = what.toUpperCase() === 'R';
      const again = strategy.fails(number, throttled ? AFTER_REJECTION : AFTER_ERROR);
      const letter = throttled ? 'R' : 'E';
      return `${call}${again ? letter : letter.toLowerCase()}=${strategy.tokens}`;
    });
    expect(found.join(' ')).toBe(events);
  });

  it('has traces in which the quota refuses', () => {
    const refused = oracle.traces.flatMap(({ events }) => [...events.matchAll(/[er]=(\d+)/g)].map(([, tokens]) => Number(tokens)));
    expect(refused.filter((tokens) => tokens < 14).length).toBeGreaterThan(5);
  });

  it.each(oracle.shares.rows)(
    'at $errors errors and $charge a retry as many calls succeed',
    ({ charge, errors, success, deviation, refused, refusedDeviation }) => {
      const RUNS = 4;
      let succeeded = 0;
      let refusals = 0;
      for (let seed = 1; seed <= RUNS; seed++) {
        const random = mulberry(seed);
        const strategy = new Strategy({ charge });
        for (let call = 0; call < 6_000; call++) {
          strategy.begins(0);
          for (let attempt = 1; ; attempt++) {
            if (random() >= errors) {
              strategy.succeeds(0);
              succeeded++;
              break;
            }
            if (strategy.fails(0, AFTER_ERROR)) continue;
            if (attempt < 3) refusals++;
            break;
          }
        }
      }
      // 20 runs there, 4 here: four deviations of the difference
      const within = 4 * Math.sqrt(1 / 20 + 1 / RUNS);
      expect(Math.abs(succeeded / (6_000 * RUNS) - success)).toBeLessThan(within * deviation);
      expect(Math.abs(refusals / (6_000 * RUNS) - refused)).toBeLessThanOrEqual(within * refusedDeviation);
    },
  );

  // errors, and what a call of three attempts comes to in a world
  it.each(oracle.shares.rows.filter(({ charge, errors }) => charge === 5 && errors !== 0.2))(
    'in a world, too, at $errors errors',
    ({ errors, success, deviation }) => {
      const world = played(
        {
          sdk: evenClient(10, 'aws', {
            maxAttempts: 3,
            retryDelay: { kind: 'constant', delay: 10 },
            retryBudget: { kind: 'retry-quota', charge: 5 },
          }),
          aws: steadyService(1_000, 1, { fault: { kind: 'error-ratio', ratio: errors } }),
        },
        { duration: 600_000, bins: 60 },
      );
      const calls = total(world, 'sdk.attemptOk') + total(world, 'sdk.failedError');
      expect(calls).toBeGreaterThan(5_990);
      expect(Math.abs(total(world, 'sdk.attemptOk') / calls - success)).toBeLessThan(4 * Math.sqrt(1 / 20 + 1) * deviation);
    },
  );
});
