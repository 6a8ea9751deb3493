import { describe, expect, test } from 'vitest';
import { Keyed } from '../../../src/sim/kernel/chance.ts';
import type { BalancerPromise } from '../../../src/sim/policy/balancer/contract.ts';
import { chosen } from '../../chosen.ts';
import { type Document, holdToPromises, namedIn } from '../../law/promises.ts';
import { mulberry } from '../../mulberry.ts';

/** Chooses among replicas of which so much is known. */
function balancer(document: Document) {
  const { policy, params } = chosen('balancer', document);
  const state = policy.start(params);
  const chance = new Keyed(1, 'checkout', 'balancer');
  let asked = 0;
  return (known: readonly number[], draw = asked++) =>
    policy.choose(state, params, Int32Array.from(known), known.length, chance.aim(draw, 5));
}

/** Replicas and what is known of them, at random. */
function* crowds(seed: number): Generator<number[]> {
  const random = mulberry(seed);
  for (let i = 0; i < 2_000; i++) yield Array.from({ length: 1 + Math.floor(random() * 12) }, () => Math.floor(random() * 6));
}

describe.each(namedIn('balancer'))('%s', (_name, document) => {
  test('chooses one that there is', () => {
    const choose = balancer(document);
    for (const known of crowds(1)) expect(known[choose(known)]).toBeDefined();
  });

  test('chooses the same again', () => {
    const [one, other] = [balancer(document), balancer(document)];
    for (const known of crowds(2)) expect(one(known)).toBe(other(known));
  });
});

holdToPromises<'balancer', BalancerPromise>('balancer', {
  'heeds-no-load': ({ document }) => {
    const [one, other] = [balancer(document), balancer(document)];
    for (const known of crowds(3)) expect(one(known)).toBe(other(known.map(() => 0)));
  },

  'takes-turns': ({ document }) => {
    for (let replicas = 1; replicas <= 9; replicas++) {
      const choose = balancer(document);
      const all = Array.from({ length: replicas }, (_, i) => i);
      for (let round = 0; round < 20; round++) expect(all.map(() => choose(all.map(() => 3))).sort()).toEqual(all);
    }
  },

  'chooses-the-least': ({ document }) => {
    const choose = balancer(document);
    for (const known of crowds(4)) expect(known[choose(known)]).toBe(Math.min(...known));
  },

  'avoids-the-fullest': ({ document }) => {
    const choose = balancer(document);
    let judged = 0;
    for (const known of crowds(5)) {
      const most = Math.max(...known);
      if (known.length < 2 || known.filter((each) => each === most).length > 1) continue;
      judged++;
      expect(known[choose(known)]).toBeLessThan(most);
    }
    expect(judged).toBeGreaterThan(300);
  },

  'spreads-evenly': ({ document }) => {
    const choose = balancer(document);
    const counts = [0, 0, 0, 0, 0];
    for (let i = 0; i < 20_000; i++) counts[choose([2, 2, 2, 2, 2])]++;
    // of 20,000 a fifth: σ = 57
    for (const count of counts) expect(Math.abs(count - 4_000)).toBeLessThan(250);
  },
});
