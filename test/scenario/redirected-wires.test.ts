import { describe, expect, it } from 'vitest';
import { componentsAt, planOf } from '../../src/scenario/arm.ts';
import { type Gesture, isRefused, type Refusal } from '../../src/scenario/edit/gesture.ts';
import { insertComponent } from '../../src/scenario/edit/insert-component.ts';
import { redirectWire } from '../../src/scenario/edit/redirect-wire.ts';
import { readScenario } from '../../src/scenario/read.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { documentOf } from '../../src/scenario/write.ts';

/** What a gesture has made; it must have been possible, and the document must be legal. */
function done(result: Gesture | Refusal): Gesture {
  if (isRefused(result)) throw new Error(result.why);
  expect(documentOf(readScenario(documentOf(result.scenario)))).toEqual(documentOf(result.scenario));
  return result;
}

const why = (result: Gesture | Refusal) => ('why' in result ? result.why : null);
const callsOf = (scenario: Scenario, id: string, arm = 'base') => planOf(scenario, arm).components[id].calls;

/** Whose wire has settings of its own, a change of one, and steps that go over it. */
const shop = readScenario({
  format: 2,
  duration: 60_000,
  components: {
    shoppers: { kind: 'client', title: 'Shoppers', calls: { checkout: { attemptTimeout: 300 } } },
    checkout: { kind: 'service', title: 'Checkout', calls: { db: { attemptTimeout: 200 } }, routine: ['work', { call: 'db' }, 'answer'] },
    db: { kind: 'database' },
    replica: { kind: 'database', title: 'Replica' },
    other: { kind: 'service', title: 'Other' },
  },
  changes: [{ at: 20_000, set: { 'shoppers.calls.checkout.attemptTimeout': 100, 'checkout.calls.db.attemptTimeout': 50 } }],
  watch: ['shoppers.goodput', 'checkout.utilisation'],
  arms: [{ id: 'slow', set: { 'checkout.calls.db.attemptTimeout': 400 } }],
});

describe('a wire led elsewhere', () => {
  it('keeps what it sets, what changes it, the steps that go over it and the charts; its name follows', () => {
    const { scenario, said } = done(redirectWire(shop, { from: 'checkout', wire: 'db', end: 'callee', at: 'replica' }));
    expect(said).toBe('Checkout is wired to Replica now.');
    expect(callsOf(scenario, 'checkout')).toEqual({ replica: { attemptTimeout: 200 } });
    expect(callsOf(scenario, 'checkout', 'slow')).toEqual({ replica: { attemptTimeout: 400 } });
    expect(scenario.components.checkout.routine).toEqual(['work', { call: 'replica' }, 'answer']);
    expect(scenario.changes[0].set).toEqual({
      'shoppers.calls.checkout.attemptTimeout': 100,
      'checkout.calls.replica.attemptTimeout': 50,
    });
    expect(scenario.watch).toEqual(shop.watch);
  });

  it('in one arm alone keeps its name, and the others keep their wire', () => {
    const { scenario, said } = done(redirectWire(shop, { from: 'checkout', wire: 'db', end: 'callee', at: 'replica' }, 'slow'));
    expect(said).toContain('only in “slow”');
    expect(callsOf(scenario, 'checkout')).toEqual(callsOf(shop, 'checkout'));
    expect(callsOf(scenario, 'checkout', 'slow')).toEqual({ db: { to: 'replica', attemptTimeout: 400 } });
  });

  it('can come from another caller, with its settings', () => {
    const { scenario } = done(redirectWire(shop, { from: 'checkout', wire: 'db', end: 'caller', at: 'other' }));
    expect(callsOf(scenario, 'checkout')).toBeUndefined();
    expect(callsOf(scenario, 'other')).toEqual({ db: { attemptTimeout: 200 } });
    expect(scenario.components.checkout.routine).toEqual(['work', 'answer']);
  });

  it('is refused with the reason', () => {
    const led = (from: string, wire: string, end: 'callee' | 'caller', at: string) => why(redirectWire(shop, { from, wire, end, at }));
    expect(led('checkout', 'db', 'callee', 'db')).toBe('That is where it is.');
    expect(led('checkout', 'db', 'callee', 'shoppers')).toBe('Nothing can call Shoppers.');
    expect(led('checkout', 'db', 'callee', 'checkout')).toBe('A component cannot be wired to itself.');
    expect(led('checkout', 'nothing', 'callee', 'replica')).toBe('There is no such wire.');
    expect(led('checkout', 'db', 'caller', 'replica')).toContain('Replica calls nothing.');
  });

  it('is not led to what cannot do what is asked of it', () => {
    const lending = readScenario({
      format: 2,
      components: {
        a: { kind: 'client', calls: ['b'] },
        b: { kind: 'service', title: 'B', calls: ['db'], routine: [{ begin: 'db' }, { call: 'db' }, { commit: 'db' }, 'answer'] },
        db: { kind: 'database' },
        c: { kind: 'service', title: 'C' },
      },
    });
    expect(why(redirectWire(lending, { from: 'b', wire: 'db', end: 'callee', at: 'c' }))).toMatch(/has transactions, as a database/);
  });
});

describe('a component put into a wire', () => {
  it('is called over it, as it was set, and calls on', () => {
    const { scenario, said, id } = done(insertComponent(shop, { from: 'shoppers', wire: 'checkout', kind: 'gateway' }));
    expect([said, id]).toEqual(['Put Gateway between Shoppers and Checkout.', 'gateway']);
    expect(callsOf(scenario, 'shoppers')).toEqual({ gateway: { attemptTimeout: 300 } });
    expect(callsOf(scenario, 'gateway')).toEqual(['checkout']);
    expect(scenario.changes[0].set).toHaveProperty(['shoppers.calls.gateway.attemptTimeout'], 100);
    expect(componentsAt(scenario, 'base', 30_000).shoppers.calls).toEqual({ gateway: { attemptTimeout: 100 } });
  });

  it('leads on to where each arm’s wire led', () => {
    const two = done(redirectWire(shop, { from: 'shoppers', wire: 'checkout', end: 'callee', at: 'other' }, 'slow')).scenario;
    const { scenario } = done(insertComponent(two, { from: 'shoppers', wire: 'checkout', kind: 'gateway' }));
    expect([callsOf(scenario, 'gateway'), callsOf(scenario, 'gateway', 'slow')]).toEqual([['checkout'], ['other']]);
  });

  it('has to fit on both sides, and nothing is added where it does not', () => {
    expect(why(insertComponent(shop, { from: 'shoppers', wire: 'checkout', kind: 'database' }))).toMatch(/calls nothing|cannot/i);
    expect(why(insertComponent(shop, { from: 'shoppers', wire: 'checkout', kind: 'client' }))).toMatch(/Nothing can call/);
  });
});
