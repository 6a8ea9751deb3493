import { definePlacement, mix } from './contract.ts';

interface State {
  nodes: readonly number[];
}

/** hash(key) mod N: even and simple, but with N + 1 nodes all but 1/(N + 1) of the keys live somewhere else. */
export const modulo = definePlacement({
  id: 'modulo',
  title: 'Modulo',
  summary: 'The key’s hash modulo the number of nodes; a change of that number moves nearly every key.',
  sources: [
    {
      title: 'Karger et al., Consistent hashing and random trees (STOC 1997)',
      url: 'https://doi.org/10.1145/258533.258660',
    },
  ],
  params: {},
  promises: ['spreads-evenly', 'ignores-load'],
  start: (_params, nodes): State => ({ nodes }),
  place: ({ nodes }, _params, key) => nodes[(mix(key + 1) >>> 0) % nodes.length],
});
