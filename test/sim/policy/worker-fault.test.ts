import { describe, expect, test } from 'vitest';
import { Keyed, Stream } from '../../../src/sim/kernel/chance.ts';
import { type Execution, SURVIVES, type WorkerFaultPromise } from '../../../src/sim/policy/worker-fault/contract.ts';
import { chosen } from '../../chosen.ts';
import { type Document, holdToPromises, namedIn } from '../../law/promises.ts';

const NEVER = Number.POSITIVE_INFINITY;
const JOBS = 20_000;

const jobChance = new Keyed(1, 'workers', 'fault of a job');
const chance = new Keyed(1, 'workers', 'fault of an execution');

/** At which share each of many jobs kills its process, in its first and in its second execution. */
function kills(document: Document, execution: Partial<Execution> = {}): [number, number][] {
  const { policy, params } = chosen('worker-fault', document);
  const ask = (job: number, receiveCount: number) =>
    policy.kills?.(params, { effectAt: 0.5, receiveCount, ...execution }, jobChance.aim(job, 0), chance.aim(job, receiveCount)) ?? SURVIVES;
  return Array.from({ length: JOBS }, (_, job) => [ask(job, 1), ask(job, 2)]);
}

const deadly = (share: number) => share !== SURVIVES;

function spans(document: Document, which: 'strikesAfter' | 'lasts'): number[] {
  const { policy, params } = chosen('worker-fault', document);
  const stream = new Stream(5, 'workers', 'strikes');
  return Array.from({ length: JOBS }, () => policy[which]?.(params, stream) ?? NEVER);
}

const mean = (list: readonly number[]) => list.reduce((sum, each) => sum + each, 0) / list.length;

describe.each(namedIn('worker-fault'))('%s', (_name, document) => {
  test('kills at a share of the work, or not; strikes at whole times later than now; and says how long it lasts if it strikes', () => {
    expect(kills(document).every((shares) => shares.every((share) => share === SURVIVES || (share >= 0 && share <= 1)))).toBe(true);
    const { policy } = chosen('worker-fault', document);
    expect(policy.strikesAfter === undefined).toBe(policy.lasts === undefined);
    expect(spans(document, 'strikesAfter').every((after) => after === NEVER || (Number.isInteger(after) && after >= 1))).toBe(true);
    expect(spans(document, 'lasts').every((lasts) => lasts === NEVER || (Number.isInteger(lasts) && lasts >= 0))).toBe(true);
  });
});

holdToPromises<'worker-fault', WorkerFaultPromise>('worker-fault', {
  'kills-nobody': ({ document, policy }) => {
    expect(kills(document).flat().some(deadly)).toBe(false);
    if (policy.lasts) expect(Math.max(...spans(document, 'lasts'))).toBeLessThan(NEVER);
  },

  'strikes-by-itself': ({ document }) => {
    expect(Math.max(...spans(document, 'strikesAfter'))).toBeLessThan(NEVER);
    expect(kills(document).flat().some(deadly)).toBe(false);
  },

  'kills-by-execution': ({ document }) => {
    const list = kills(document);
    expect(list.some(([first, second]) => deadly(first) && !deadly(second))).toBe(true);
  },

  'kills-by-job': ({ document }) => {
    const list = kills(document);
    expect(list.every(([first, second]) => second === first)).toBe(true);
    expect(new Set(list.flat().map(deadly))).toEqual(new Set([true, false]));
  },
});

describe('poison', () => {
  test('a job that kills once kills every time, at the same point', () => {
    const list = kills({ kind: 'poison', ratio: 0.1, at: 0.25 });
    for (const [first, second] of list) expect(second).toBe(first);
    expect(new Set(list.flat())).toEqual(new Set([SURVIVES, 0.25]));
    // the standard deviation is 0.0021
    expect(Math.abs(list.filter(([first]) => deadly(first)).length / JOBS - 0.1)).toBeLessThan(0.009);
  });

  test('more poison is the same jobs and more', () => {
    const few = kills({ kind: 'poison', ratio: 0.01 });
    const many = kills({ kind: 'poison', ratio: 0.05 });
    for (const [job, [share]] of few.entries()) if (deadly(share)) expect(deadly(many[job][0])).toBe(true);
    expect(kills({ kind: 'poison', ratio: 0 }).flat().some(deadly)).toBe(false);
    expect(kills({ kind: 'poison', ratio: 1 }).flat().every(deadly)).toBe(true);
  });
});

describe('crash', () => {
  test('strikes executions, not jobs: of those that crashed one in ten crashes again', () => {
    const list = kills({ kind: 'crash', ratio: 0.1 });
    const again = list.filter(([first]) => deadly(first)).map(([, second]) => second);
    expect(Math.abs(again.filter(deadly).length / again.length - 0.1)).toBeLessThan(0.03);
  });

  test('before the effect or after it, as it is told', () => {
    const shares = (when: string, effectAt: number) => kills({ kind: 'crash', ratio: 1, when }, { effectAt }).flat();
    expect(Math.max(...shares('before-effect', 0.3))).toBeLessThan(0.3);
    expect(Math.min(...shares('after-effect', 0.3))).toBeGreaterThanOrEqual(0.3);
    expect(Math.min(...shares('after-effect', 1))).toBe(1);
    expect(Math.abs(mean(shares('anywhere', 0.3)) - 0.5)).toBeLessThan(0.01);
  });
});

describe('mortal', () => {
  test('lives for a minute on average, without growing old, and dies', () => {
    const list = spans({ kind: 'mortal' }, 'strikesAfter');
    // standard deviation of the mean: 0.42 s
    expect(Math.abs(mean(list) / 1_000_000 - 60)).toBeLessThan(1.7);
    const old = list.filter((each) => each > 60_000_000).map((each) => each - 60_000_000);
    expect(Math.abs(old.length / JOBS - Math.exp(-1))).toBeLessThan(0.014);
    expect(Math.abs(mean(old) / 1_000_000 - 60)).toBeLessThan(2.8);
    expect(new Set(spans({ kind: 'mortal' }, 'lasts'))).toEqual(new Set([NEVER]));
  });
});

describe('pause', () => {
  test('lasts as long as it is told, or on average; and kills nobody', () => {
    expect(new Set(spans({ kind: 'pause', length: 500 }, 'lasts'))).toEqual(new Set([500_000]));
    const lengths = spans({ kind: 'pause', length: 500, lengths: 'exponential' }, 'lasts');
    expect(Math.abs(mean(lengths) / 500_000 - 1)).toBeLessThan(0.03);
    expect(Math.max(...lengths)).toBeLessThan(NEVER);
    expect(Math.abs(mean(spans({ kind: 'pause', interval: 10_000 }, 'strikesAfter')) / 10_000_000 - 1)).toBeLessThan(0.03);
    expect(kills({ kind: 'pause' }).flat().some(deadly)).toBe(false);
  });
});
