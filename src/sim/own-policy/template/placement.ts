import { definePlacement } from '../../policy/placement/contract.ts';

/** Node by the remainder of the key. */
export const template = definePlacement({
  id: 'template',
  title: 'Mine',
  summary: 'Node by the remainder of the key.',
  sources: [],
  params: {},
  start: (_params, nodes) => ({ nodes }),
  place: ({ nodes }, _params, key) => nodes[key % nodes.length],
});
