import { describe, expect, test } from 'vitest';
import '../../src/scenario/every-description.ts';
import type { ComponentDoc } from '../../src/scenario/scenario.ts';
import { topologyOf } from '../../src/scenario/topology.ts';

const users: ComponentDoc = { kind: 'client', arrival: { kind: 'poisson', rate: 100 }, calls: ['shop'] };
const shop: ComponentDoc = { kind: 'service', servers: 4 };
const of = (components: Record<string, ComponentDoc>, ...sets: Record<string, unknown>[]) =>
  topologyOf({ components, changes: sets.map((set, i) => ({ at: i, set })) });
const plain = of({ users, shop });

describe('two plans', () => {
  test.each([
    ['other numbers', of({ users: { ...users, arrival: { kind: 'poisson', rate: 7 } }, shop: { kind: 'service', servers: 9 } })],
    ['a title', of({ users: { ...users, title: 'Shoppers' }, shop })],
    ['a default that is spelled out', of({ users: { ...users, retryDelay: { kind: 'full-jitter', base: 3 } }, shop })],
    ['fields in another order', of({ users: { calls: ['shop'], arrival: { kind: 'poisson' }, kind: 'client' }, shop })],
    ['a number of a wire', of({ users: { ...users, calls: { shop: { attemptTimeout: 5 } } }, shop })],
    ['a change of a number', of({ users, shop }, { 'shop.servers': 2 })],
  ])('that differ in %s are alike', (_what, other) => {
    expect(other).toBe(plain);
  });

  test.each([
    ['a policy', of({ users: { ...users, arrival: { kind: 'constant' } }, shop })],
    ['a kind', of({ users, shop: { kind: 'database' } })],
    ['a wire', of({ users: { ...users, calls: [] }, shop })],
    ['a second wire', of({ users: { ...users, calls: { shop: {}, again: { to: 'shop' } } }, shop })],
    ['a policy of a wire', of({ users: { ...users, calls: { shop: { retryDelay: { kind: 'none' } } } }, shop })],
    ['the order of guards', of({ users: { ...users, guards: ['retry', 'timeout'] }, shop })],
    ['a component', of({ users, shop, spare: shop })],
    ['a routine', of({ users, shop: { ...shop, routine: [{ par: ['a', 'b'] }] } })],
    ['a fault to come', of({ users, shop }, { 'shop.fault': { kind: 'slow', factor: 2 } })],
  ])('that differ in %s are not', (_what, other) => {
    expect(other).not.toBe(plain);
  });

  test('with the same choice made at other times, or with other numbers, are alike', () => {
    const slow = (factor: number) => ({ 'shop.fault': { kind: 'slow', factor } });
    expect(of({ users, shop }, slow(2))).toBe(of({ users, shop }, slow(3), slow(4)));
  });
});
