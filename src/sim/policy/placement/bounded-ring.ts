import { definePlacement, type HashRing, hashRing, mix, number, pointAfter, ringParams } from './contract.ts';

interface State {
  ring: HashRing;
  virtual: number;
}

/**
 * Consistent hashing with bounded loads: no node takes more than c times the mean; a key whose node has that much to do
 * goes to the next on the ring that has not. Load here is the calls of the last second or so, not keys, as proxies do
 * it; so a hot key spreads over several nodes while it is hot.
 */
export const boundedRing = definePlacement({
  id: 'bounded-ring',
  title: 'Ring with bounded loads',
  summary: 'A ring on which a busy node passes calls on to the next.',
  sources: [
    {
      title: 'Mirrokni, Thorup and Zadimoghaddam, Consistent hashing with bounded loads (SODA 2018)',
      url: 'https://arxiv.org/abs/1608.01350',
    },
  ],
  params: {
    ...ringParams,
    bound: number({
      label: 'Bound',
      help: 'A node takes at most this many times the mean load.',
      unit: '×',
      default: 1.25,
      min: 1.01,
      max: 10,
      scale: 'log',
    }),
  },
  examples: [{ bound: 1.01 }, { bound: 2, virtual: 30 }],
  promises: ['spreads-evenly', 'moves-only-to-the-newcomer', 'bounds-load'],
  start: ({ virtual }, nodes): State => ({ ring: hashRing(nodes, virtual), virtual }),
  place(state, { virtual, bound }, key, load) {
    if (state.virtual !== virtual) {
      state.ring = hashRing(state.ring.nodes, virtual);
      state.virtual = virtual;
    }
    const { ring } = state;
    const { length } = ring.points;
    let total = 1;
    for (let i = 0; i < ring.nodes.length; i++) total += load[ring.nodes[i]];
    const most = Math.ceil((bound * total) / ring.nodes.length);
    const first = pointAfter(ring, mix(key + 1) >>> 0);
    for (let i = 0; i < length; i++) {
      const node = ring.owners[(first + i) % length];
      if (load[node] + 1 <= most) return node;
    }
    return ring.owners[first];
  },
});
