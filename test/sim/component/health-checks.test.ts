import { describe, expect, test } from 'vitest';
import type { ComponentPlan, PlannedChange } from '../../../src/sim/world/blueprint.ts';
import { deviations, LIMIT } from '../../statistics.ts';
import { crowd, evenClient, firstRequests, played, type Setting, samples, steadyService, storyOf, total } from '../../worlds.ts';

/** Checks every second that take 200 ms at most. */
const checks = { healthCheckInterval: 1_000, healthCheckTimeout: 200, unhealthyAfter: 1, healthyAfter: 1 };

/** Requests every 10 ms from 10 ms on to replicas in turn, each with a queue of its own; work takes 5 ms. */
function shop(checkout: Partial<ComponentPlan>, setting: Setting = {}) {
  return played(
    { shoppers: evenClient(100, 'checkout'), checkout: steadyService(1, 5, { queues: 'own', replicas: 2, ...checks, ...checkout }) },
    setting,
  );
}

/** When another number of replicas came into rotation, as `2000: 1`, times in ms. */
function rotations(world: ReturnType<typeof shop>): string[] {
  const numbers = samples(world, 'checkout.inRotation');
  const { binWidth } = world;
  return numbers.flatMap((number, bin) => (bin > 0 && number === numbers[bin - 1] ? [] : [`${bin * binWidth}: ${number}`]));
}

/** In bins of 50 ms. */
const rotationsOf = (checkout: Partial<ComponentPlan>, changes: readonly PlannedChange[] = [], duration = 10_000) =>
  rotations(shop(checkout, { duration, bins: duration / 50, changes }));

const kill = (at: number): PlannedChange => ({ at, set: {}, do: { checkout: 'kill' } });
const set = (at: number, values: Readonly<Record<string, unknown>>): PlannedChange => ({
  at,
  set: Object.fromEntries(Object.entries(values).map(([name, value]) => [`checkout.${name}`, value])),
});

describe('a replica that dies', () => {
  const late = { unhealthyAfter: 2, healthyAfter: 2, restartTime: 5_000 };

  test('is in rotation until so many checks have failed, and out until so many have passed', () => {
    // down from 500 to 5,500
    expect(rotationsOf(late, [kill(500)])).toEqual(['0: 2', '2000: 1', '7000: 2']);
    expect(rotationsOf({ ...late, unhealthyAfter: 5 }, [kill(500)])).toEqual(['0: 2', '5000: 1', '7000: 2']);
    // six have not failed in a row when it is up again
    expect(rotationsOf({ ...late, unhealthyAfter: 6 }, [kill(500)])).toEqual(['0: 2']);
    expect(rotationsOf({ ...late, healthyAfter: 1 }, [kill(500)])).toEqual(['0: 2', '2000: 1', '6000: 2']);
  });

  test('refuses at once whatever is sent to it until that is found out', () => {
    // 510, 530 … 1,990
    const world = shop(late, { duration: 10_000, changes: [kill(500)] });
    expect(total(world, 'checkout.refused')).toBe(75);
    expect(total(world, 'shoppers.attemptError')).toBe(75);
    expect(total(world, 'shoppers.attemptOk')).toBe(924);
    // and with all of them: the balancer knows at once
    const knowing = shop({ ...late, healthCheckInterval: null }, { duration: 10_000, changes: [kill(500)] });
    expect(total(knowing, 'checkout.refused')).toBe(0);
  });

  test('attracts everything meanwhile where the emptiest is chosen', () => {
    const world = shop(
      { ...late, replicas: 10, balancer: { kind: 'least-in-flight' }, serviceTime: { kind: 'constant', value: 200 } },
      { duration: 2_000, changes: [kill(505)] },
    );
    // nine that are busy for 200 ms, and one that is always empty; a tenth of what comes until 2,000 would be 15
    expect(total(world, 'checkout.refused')).toBeGreaterThan(75);
  });

  test('takes with it those who wait there; with a balancer that knows at once they go to another', () => {
    const run = (healthCheckInterval: number | null) => {
      const world = played(
        {
          shoppers: crowd(6, 'checkout'),
          checkout: steadyService(1, 100, { queues: 'own', replicas: 2, healthCheckInterval, restartTime: 9_000 }),
        },
        { trace: firstRequests(6), changes: [kill(50)] },
      );
      return Array.from({ length: 6 }, (_, request) => storyOf(world, request).at(-1)!.replace('shoppers.', ''));
    };
    const good = (...times: number[]) => times.map((time) => `${time} succeededFirst`);
    const failed = '50 failedError';
    expect(run(1_000)).toEqual([failed, ...good(100), failed, ...good(200), failed, ...good(300)]);
    expect(run(null)).toEqual([failed, ...good(100, 400, 200, 500, 300)]);
  });

  test('refuses what is sent on to it by another that goes', () => {
    const world = played(
      {
        shoppers: crowd(9, 'checkout'),
        checkout: steadyService(1, 100, { queues: 'own', replicas: 3, healthCheckInterval: 60_000, restartTime: 60_000 }),
      },
      { trace: firstRequests(9), changes: [kill(50), set(60, { replicas: 2 })] },
    );
    const ends = Array.from({ length: 9 }, (_, request) => storyOf(world, request).at(-1)!.split(' ')[0]);
    // three each; of the two that wait at the third the one goes to the dead first, the other to the second
    expect(ends).toEqual(['50', '100', '100', '50', '200', '60', '50', '300', '400']);
    expect(total(world, 'checkout.refused')).toBe(3);
  });

  test('fails what had freed its server, if it is sent there again', () => {
    const components = {
      shoppers: crowd(1, 'checkout'),
      checkout: steadyService(1, 10, {
        queues: 'own',
        replicas: 1,
        ...checks,
        restartTime: 9_000,
        whileCalling: 'frees-server',
        calls: ['database'],
        routine: ['work', { call: 'database' }, 'work'],
      }),
      database: steadyService(1, 30),
    };
    const world = played(components, { trace: firstRequests(1), changes: [kill(20)] });
    expect(storyOf(world, 0).at(-1)).toBe('40 shoppers.failedError');
    expect(total(world, 'checkout.answeredError')).toBe(1);
  });
});

describe('a replica that comes', () => {
  test('is sent nothing before it has passed', () => {
    // up at 600; the first fails everything from 550 on
    const fault = { kind: 'fail-fast', share: 0.5 };
    const world = shop(
      { replicas: 1, startUpTime: 100, unhealthyAfter: 9, panicThreshold: 0 },
      { duration: 2_000, bins: 200, changes: [set(500, { replicas: 2 }), set(550, { fault })] },
    );
    const goodput = samples(world, 'checkout.goodput');
    expect(goodput.slice(55, 100).every((rate) => rate === 0)).toBe(true);
    expect(goodput.slice(101, 103).some((rate) => rate > 0)).toBe(true);
    expect(rotationsOf({ replicas: 1, startUpTime: 100, healthyAfter: 3 }, [set(500, { replicas: 2 })])).toEqual(['0: 1', '3000: 2']);
  });

  test('and was there at the beginning, or when the balancer begins to check, is held to be healthy', () => {
    expect(rotationsOf({ replicas: 7 })).toEqual(['0: 7']);
    expect(rotationsOf({ replicas: 7, healthCheckInterval: null }, [set(500, { healthCheckInterval: 300 })])).toEqual(['0: 7']);
  });

  test('is used at once in a panic, which those that are on their way do not bring about', () => {
    // one of three has passed: less than a half; while they start the balancer knows nothing of them
    const run = (panicThreshold: number) =>
      rotationsOf({ replicas: 1, startUpTime: 300, panicThreshold }, [set(1_100, { replicas: 3 })], 4_000);
    expect(run(0.5)).toEqual(['0: 1', '1400: 3']);
    expect(run(0.3)).toEqual(['0: 1', '2000: 3']);
  });
});

describe('a replica that is no longer wanted', () => {
  test('leaves the rotation at once, and has to pass again if it comes back', () => {
    expect(
      rotationsOf({ replicas: 3, startUpTime: 100, panicThreshold: 0 }, [set(500, { replicas: 1 }), set(1_500, { replicas: 3 })]),
    ).toEqual(['0: 3', '500: 1', '2000: 3']);
    expect(total(shop({ replicas: 3 }, { changes: [set(500, { replicas: 1 })] }), 'checkout.refused')).toBe(0);
  });
});

describe('a check of a replica', () => {
  const struck = (kind: string, more: object = {}, checkout: Partial<ComponentPlan> = {}) =>
    rotationsOf(checkout, [set(500, { fault: { kind, share: 0.5, ...more } }), set(3_500, { fault: { kind: 'none' } })]);

  test('that fails fast fails at once', () => {
    expect(struck('fail-fast')).toEqual(['0: 2', '1000: 1', '4000: 2']);
  });

  test('that hangs fails at its timeout, or at the next check', () => {
    expect(struck('hang')).toEqual(['0: 2', '1200: 1', '4000: 2']);
    // the check of 3,000 is answered after all
    expect(struck('hang', {}, { healthCheckTimeout: 60_000 })).toEqual(['0: 2', '2000: 1', '4000: 2']);
    expect(struck('hang', {}, { unhealthyAfter: 3 })).toEqual(['0: 2', '3200: 1', '4000: 2']);
  });

  test('that hangs passes if it goes on in time', () => {
    const change = (from: number, to: number) =>
      rotationsOf({}, [set(from, { fault: { kind: 'hang', share: 0.5 } }), set(to, { fault: { kind: 'none' } })]);
    expect(change(900, 1_150)).toEqual(['0: 2']);
    expect(change(900, 1_250)).toEqual(['0: 2', '1200: 1', '2000: 2']);
  });

  test('counts in a row alone', () => {
    const broken = { fault: { kind: 'fail-fast', share: 0.5 } };
    const mended = { fault: { kind: 'none' } };
    const twice = [set(900, broken), set(1_100, mended), set(2_900, broken), set(3_100, mended)];
    expect(rotationsOf({ unhealthyAfter: 2 }, twice)).toEqual(['0: 2']);
    expect(rotationsOf({ unhealthyAfter: 2 }, [set(900, broken), set(2_100, mended)])).toEqual(['0: 2', '2000: 1', '3000: 2']);
    // out at 1,000, and of the checks from then on no two in a row pass but the last
    const flapping = [set(900, broken), set(1_900, mended), set(2_900, broken), set(3_900, mended)];
    expect(rotationsOf({ healthyAfter: 2 }, flapping)).toEqual(['0: 2', '1000: 1', '5000: 2']);
  });

  test('passes however slow it is, and with few servers', () => {
    expect(struck('slow', { factor: 1_000 })).toEqual(['0: 2']);
    expect(struck('capacity-factor', { factor: 0 })).toEqual(['0: 2']);
  });

  test('fails as often as its answers do', () => {
    const run = (more: object) =>
      samples(
        shop(
          { replicas: 10, fault: { kind: 'error-ratio', share: 0.1, ...more }, healthCheckInterval: 100, healthCheckTimeout: 10 },
          { duration: 200_050, bins: 4_001 },
        ),
        'checkout.inRotation',
      )
        // in the middle between two checks
        .filter((_, bin) => bin % 2 === 0 && bin > 0);
    expect(run({ ratio: 1, retryable: false }).every((number) => number === 9)).toBe(true);
    const out = run({ ratio: 0.3 }).filter((number) => number === 9).length;
    expect(Math.abs(deviations(out, 2_000, 0.3))).toBeLessThan(LIMIT);
    expect(new Set(run({ ratio: 0.3 }))).toEqual(new Set([9, 10]));
  });

  test('of one that stands still fails at its timeout', () => {
    // the only replica stands still from some time on, for ever: less than a half is in, and so it is used
    const pause = { kind: 'pause', interval: 100, length: 3_600_000 };
    const standing = (panicThreshold: number) => rotationsOf({ replicas: 1, replicaFault: pause, panicThreshold }, [], 3_000);
    expect(standing(0)).toEqual(['0: 1', '1200: 0']);
    expect(standing(0.5)).toEqual(['0: 1']);
  });
});

describe('while nobody is in rotation, and there is no panic', () => {
  test('requests wait at the balancer until one has passed', () => {
    // down from 507 to 1,507: out at 1,000, in at 2,000
    const world = shop({ replicas: 1, restartTime: 1_000, panicThreshold: 0 }, { duration: 4_000, bins: 40, changes: [kill(507)] });
    // 510 … 990
    expect(total(world, 'checkout.refused')).toBe(49);
    const waiting = samples(world, 'checkout.queueLength');
    // from 1,000 on each waits: in the last 100 ms 91 to 100 do
    expect(waiting[19]).toBe(95.5);
    expect(total(world, 'checkout.finished')).toBe(50 + 300);
  });
});

describe('changes in mid-run', () => {
  test('without checks it knows at once again', () => {
    expect(rotationsOf({ restartTime: 5_000, unhealthyAfter: 9 }, [kill(500), set(1_500, { healthCheckInterval: null })])).toEqual([
      '0: 2',
      '1500: 1',
      '5500: 2',
    ]);
  });

  test('another interval counts from the last check, other numbers and timeouts from now on', () => {
    expect(rotationsOf({ restartTime: 7_000 }, [kill(1_200), set(1_500, { healthCheckInterval: 3_000 })])).toEqual(['0: 2', '4000: 1']);
    expect(rotationsOf({ restartTime: 7_000 }, [kill(1_200), set(1_700, { healthCheckInterval: 500 })])).toEqual([
      '0: 2',
      '1700: 1',
      '8200: 2',
    ]);
    expect(rotationsOf({ restartTime: 7_000, unhealthyAfter: 3 }, [kill(500), set(1_500, { unhealthyAfter: 2 })])).toEqual([
      '0: 2',
      '2000: 1',
      '8000: 2',
    ]);
  });
});

test('checks and ejections both count towards a panic', () => {
  // of four the first dies, which is known at 800; the second is too slow for its callers, and ejected from 900 on
  const run = (panicThreshold: number) => {
    const ejection = { kind: 'consecutive-errors', errors: 3, interval: 60_000 };
    const world = played(
      {
        shoppers: evenClient(100, 'checkout', { attemptTimeout: 50 }),
        checkout: steadyService(1, 5, {
          queues: 'own',
          replicas: 4,
          ...checks,
          healthCheckInterval: 400,
          unhealthyAfter: 2,
          restartTime: 60_000,
          fault: { kind: 'slow', factor: 1_000, share: 0.5 },
          panicThreshold,
        }),
      },
      { duration: 2_000, bins: 20, changes: [kill(5), set(900, { ejection })] },
    );
    const inRotation = samples(world, 'checkout.inRotation');
    return [7, 8, 12, 19].map((bin) => inRotation[bin]);
  };
  expect([run(0.5), run(0.51)]).toEqual([
    [4, 3, 2, 2],
    [4, 3, 4, 4],
  ]);
});
