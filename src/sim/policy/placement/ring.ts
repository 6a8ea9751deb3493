import { definePlacement, type HashRing, hashRing, mix, pointAfter, ringParams } from './contract.ts';

interface State {
  ring: HashRing;
  virtual: number;
}

/**
 * Consistent hashing: nodes have many points on a circle, a key belongs to the next point after its hash. A node that
 * joins N others takes 1/(N + 1) of the keys, a node that leaves gives up its own; all other keys stay where they are.
 */
export const ring = definePlacement({
  id: 'ring',
  title: 'Ring',
  summary: 'Consistent hashing with virtual nodes: a node that comes or goes moves only its own share.',
  sources: [{ title: 'Karger et al., Consistent hashing and random trees (STOC 1997)', url: 'https://doi.org/10.1145/258533.258660' }],
  params: ringParams,
  examples: [{ virtual: 1_000 }, { virtual: 10 }],
  promises: ['spreads-evenly', 'moves-only-to-the-newcomer', 'ignores-load'],
  start: ({ virtual }, nodes): State => ({ ring: hashRing(nodes, virtual), virtual }),
  place(state, { virtual }, key) {
    if (state.virtual !== virtual) {
      state.ring = hashRing(state.ring.nodes, virtual);
      state.virtual = virtual;
    }
    return state.ring.owners[pointAfter(state.ring, mix(key + 1) >>> 0)];
  },
});
