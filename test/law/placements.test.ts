import { describe, expect, test } from 'vitest';
import type { AbsenceGuardPromise } from '../../src/sim/policy/absence-guard/contract.ts';
import type { PlacementPromise } from '../../src/sim/policy/placement/contract.ts';
import { chosen } from '../chosen.ts';
import { mulberry } from '../mulberry.ts';
import { type Document, holdToPromises, namedIn } from './promises.ts';

const KEYS = 5_000;
const counts = [1, 2, 3, 5, 8, 64];

/** The numbers of so many nodes. */
const first = (nodes: number) => Array.from({ length: nodes }, (_, node) => node);

/** Where every key lives while all nodes are idle, of so many or of those. */
function places(document: Document, nodes: number | readonly number[]): number[] {
  const { policy, params } = chosen('placement', document);
  const there = typeof nodes === 'number' ? first(nodes) : nodes;
  const state = policy.start(params, there);
  const idle = new Float64Array(Math.max(...there) + 1);
  return Array.from({ length: KEYS }, (_, key) => policy.place(state, params, key, idle));
}

/** Keys of each node. */
function shares(of: readonly number[], nodes: number): number[] {
  const keys = Array<number>(nodes).fill(0);
  for (const node of of) keys[node]++;
  return keys;
}

/** How far the share of a node may be from the mean: keys by chance, and where nodes have points on a ring, the points too. */
function spreadOf(document: Document, mean: number): number {
  const { virtual } = chosen('placement', document).params as { virtual?: number };
  return 4.5 * (Math.sqrt(mean) + (virtual === undefined ? 0 : mean / Math.sqrt(virtual)));
}

describe.each(namedIn('placement'))('%s', (_name, document) => {
  test('puts every key on a node there is, always on the same', () => {
    for (const nodes of counts) {
      const once = places(document, nodes);
      for (const node of once) if (!(Number.isInteger(node) && node >= 0 && node < nodes)) throw new Error(`${node} of ${nodes}`);
      expect(places(document, nodes)).toEqual(once);
    }
  });

  test('puts keys on those nodes alone that are there, whatever their numbers', () => {
    for (const there of [[3], [0, 2], [1, 4, 5, 9]]) {
      const keys = shares(places(document, there), 10);
      expect(
        first(10).filter((node) => keys[node] > 0),
        there.join(),
      ).toEqual(there);
    }
  });

  test('does not change the load it is shown', () => {
    const { policy, params } = chosen('placement', document);
    const load = Float64Array.of(3, 1, 0.5, 7);
    const state = policy.start(params, first(4));
    for (let key = 0; key < 100; key++) policy.place(state, params, key, load);
    expect(load).toEqual(Float64Array.of(3, 1, 0.5, 7));
  });
});

holdToPromises<'placement', PlacementPromise>('placement', {
  'spreads-evenly': ({ document }) => {
    for (const nodes of counts) {
      const mean = KEYS / nodes;
      for (const keys of shares(places(document, nodes), nodes))
        expect(Math.abs(keys - mean), `${nodes} nodes`).toBeLessThan(spreadOf(document, mean));
    }
  },

  'moves-only-to-the-newcomer': ({ document }) => {
    for (const nodes of [1, 2, 4, 7, 20]) {
      const before = places(document, nodes);
      const after = places(document, nodes + 1);
      const moved = after.filter((node, key) => node !== before[key]);
      expect(new Set(moved)).toEqual(new Set([nodes]));
      const mean = KEYS / (nodes + 1);
      expect(Math.abs(moved.length - mean)).toBeLessThan(spreadOf(document, mean));
      // and whichever goes, only its own keys move
      for (const gone of [0, nodes >> 1]) {
        const rest = first(nodes + 1).filter((node) => node !== gone);
        const lost = places(document, rest).filter((node, key) => node !== after[key]);
        expect(lost.length).toBe(shares(after, nodes + 1)[gone]);
      }
    }
  },
});

describe.each([{ kind: 'ring' }, { kind: 'bounded-ring' }])('$kind', (document) => {
  test('more points make the shares more equal, also where their number changes in mid-run', () => {
    const uneven = (virtual: number) => Math.max(...shares(places({ ...document, virtual }, 10), 10)) / (KEYS / 10);
    expect(uneven(1)).toBeGreaterThan(uneven(10));
    expect(uneven(10)).toBeGreaterThan(uneven(1_000));
    expect(uneven(1_000)).toBeLessThan(1.2);
    const { policy, params } = chosen('placement', { ...document, virtual: 3 });
    const state = policy.start(params, first(5));
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
  test('with loads that have faded to parts of a call, by less than one call more', () => {
    const { policy, params } = chosen('placement', { kind: 'bounded-ring', bound: 1.25 });
    const random = mulberry(5);
    const state = policy.start(params, first(6));
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

holdToPromises<'absence-guard', AbsenceGuardPromise>('absence-guard', {});

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
