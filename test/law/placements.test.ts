import { describe, expect, test } from 'vitest';
import { catalogue as guards } from '../../src/sim/policy/absence-guard/index.ts';
import { catalogue } from '../../src/sim/policy/placement/index.ts';
import { chosen } from '../chosen.ts';
import { mulberry } from '../mulberry.ts';

const KEYS = 5_000;
const counts = [1, 2, 3, 5, 8, 64];

/** Where every key lives while all nodes are idle. */
function places(document: { kind: string; [param: string]: unknown }, nodes: number): number[] {
  const { policy, params } = chosen('placement', document);
  const state = policy.start(params, nodes);
  const idle = new Float64Array(nodes);
  return Array.from({ length: KEYS }, (_, key) => policy.place(state, params, key, idle));
}

/** Keys of each node. */
function shares(of: readonly number[], nodes: number): number[] {
  const keys = Array<number>(nodes).fill(0);
  for (const node of of) keys[node]++;
  return keys;
}

describe.each(catalogue.map(({ id }) => ({ kind: id })))('$kind', (document) => {
  test('puts every key on a node there is, always on the same', () => {
    for (const nodes of counts) {
      const once = places(document, nodes);
      for (const node of once) {
        expect(Number.isInteger(node)).toBe(true);
        expect(node).toBeGreaterThanOrEqual(0);
        expect(node).toBeLessThan(nodes);
      }
      expect(places(document, nodes)).toEqual(once);
    }
  });

  test('gives every node its share', () => {
    for (const nodes of counts) {
      // 5,000 keys at random: a share varies by √mean; on a ring of 100 points a node by a tenth besides
      const mean = KEYS / nodes;
      const spread = 4.5 * Math.sqrt(mean) + (document.kind === 'modulo' ? 0 : 4.5 * 0.1 * mean);
      for (const keys of shares(places(document, nodes), nodes)) expect(Math.abs(keys - mean), `${nodes} nodes`).toBeLessThan(spread);
    }
  });

  test('does not change the load it is shown', () => {
    const { policy, params } = chosen('placement', document);
    const load = Float64Array.of(3, 1, 0.5, 7);
    const state = policy.start(params, 4);
    for (let key = 0; key < 100; key++) policy.place(state, params, key, load);
    expect(load).toEqual(Float64Array.of(3, 1, 0.5, 7));
  });
});

describe.each([{ kind: 'ring' }, { kind: 'bounded-ring' }])('$kind', (document) => {
  test('a node that joins takes keys for itself, about 1/(N + 1) of them, and no key moves between the others', () => {
    for (const nodes of [1, 2, 4, 7, 20]) {
      const before = places(document, nodes);
      const after = places(document, nodes + 1);
      const moved = after.filter((node, key) => node !== before[key]);
      expect(new Set(moved)).toEqual(new Set([nodes]));
      expect(moved.length / KEYS).toBeGreaterThan(0.6 / (nodes + 1));
      expect(moved.length / KEYS).toBeLessThan(1.5 / (nodes + 1));
    }
  });

  test('more points make the shares more equal, also where their number changes in mid-run', () => {
    const uneven = (virtual: number) => Math.max(...shares(places({ ...document, virtual }, 10), 10)) / (KEYS / 10);
    expect(uneven(1)).toBeGreaterThan(uneven(10));
    expect(uneven(10)).toBeGreaterThan(uneven(1_000));
    expect(uneven(1_000)).toBeLessThan(1.2);
    const { policy, params } = chosen('placement', { ...document, virtual: 3 });
    const state = policy.start(params, 5);
    const changed = chosen('placement', { ...document, virtual: 80 }).params;
    const idle = new Float64Array(5);
    expect(Array.from({ length: KEYS }, (_, key) => policy.place(state, changed, key, idle))).toEqual(
      places({ ...document, virtual: 80 }, 5),
    );
  });
});

test('modulo: a node that joins moves all but 1/(N + 1) of the keys', () => {
  for (const nodes of [2, 4, 9]) {
    const before = places({ kind: 'modulo' }, nodes);
    const stayed = places({ kind: 'modulo' }, nodes + 1).filter((node, key) => node === before[key]).length;
    const expected = KEYS / (nodes + 1);
    expect(Math.abs(stayed - expected)).toBeLessThan(4.5 * Math.sqrt(expected));
  }
});

describe('bounded-ring', () => {
  test.each([1.01, 1.25, 2])('no node ever has more than %d times the mean, rounded up, whatever is asked for', (bound) => {
    const { policy, params } = chosen('placement', { kind: 'bounded-ring', bound });
    for (const [seed, hot] of [0, 0.5, 1].entries())
      for (const nodes of [2, 5, 16]) {
        const random = mulberry(seed);
        const state = policy.start(params, nodes);
        const load = new Float64Array(nodes);
        for (let call = 1; call <= 3_000; call++) {
          const key = random() < hot ? 0 : Math.floor(random() * 200);
          const node = policy.place(state, params, key, load);
          load[node]++;
          expect(load[node], `${call} calls, ${nodes} nodes`).toBeLessThanOrEqual(Math.ceil((bound * call) / nodes));
        }
      }
  });

  test('with loads that have faded to parts of a call, by less than one call more', () => {
    const { policy, params } = chosen('placement', { kind: 'bounded-ring', bound: 1.25 });
    const random = mulberry(5);
    const state = policy.start(params, 6);
    const load = new Float64Array(6);
    for (let call = 0; call < 5_000; call++) {
      if (call % 50 === 0) for (let node = 0; node < 6; node++) load[node] /= 2;
      const total = load.reduce((sum, each) => sum + each, 1);
      const node = policy.place(state, params, Math.floor(random() ** 3 * 20), load);
      load[node]++;
      expect(load[node]).toBeLessThan(Math.ceil((1.25 * total) / 6) + 1);
    }
  });

  test('a key stays where a ring has it while that node is not busy', () => {
    expect(places({ kind: 'bounded-ring' }, 7)).toEqual(places({ kind: 'ring' }, 7));
  });
});

describe.each(guards.map(({ id }) => ({ kind: id })))('the absence guard $kind', (document) => {
  const small =
    document.kind === 'bloom-filter' ? [1, 4, 10, 32].map((bitsPerKey) => ({ ...document, keys: 2_000, bitsPerKey })) : [document];

  test('never says no of a key that exists, from the start or since it was written', () => {
    for (const each of small) {
      const { policy, params } = chosen('absence-guard', each);
      const state = policy.start(params);
      const random = mulberry(3);
      const written = Array.from({ length: 500 }, () => 2_000 + Math.floor(random() * 1e7));
      for (const key of written) policy.add(state, key);
      for (let key = 0; key < 2_000; key++) expect(policy.mayExist(state, params, key)).toBe(true);
      for (const key of written) expect(policy.mayExist(state, params, key)).toBe(true);
    }
  });

  test('says the same again', () => {
    const { policy, params } = chosen('absence-guard', small[0]);
    const [one, other] = [policy.start(params), policy.start(params)];
    for (let key = 0; key < 5_000; key++) expect(policy.mayExist(one, params, key)).toBe(policy.mayExist(other, params, key));
  });
});

test('a Bloom filter lets as many others pass as its formula says: (1 − e^(−h/b))^h', () => {
  for (const [bitsPerKey, hashes] of [
    [4, 3],
    [8, 6],
    [10, 7],
    [16, 11],
  ]) {
    const { policy, params } = chosen('absence-guard', { kind: 'bloom-filter', keys: 10_000, bitsPerKey });
    const state = policy.start(params);
    const absent = 200_000;
    let passed = 0;
    for (let key = 0; key < absent; key++) if (policy.mayExist(state, params, 10_000 + key)) passed++;
    const theory = (1 - Math.exp(-hashes / bitsPerKey)) ** hashes;
    // the bits that this one filter has set vary too
    const deviation = Math.sqrt((theory * (1 - theory)) / absent) + (theory * hashes) / Math.sqrt(10_000 * bitsPerKey);
    expect(Math.abs(passed / absent - theory), `${bitsPerKey} bits: ${passed / absent}, ${theory}`).toBeLessThan(4.5 * deviation);
  }
});
