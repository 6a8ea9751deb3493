import { defineBalancer } from '../../policy/balancer/contract.ts';

/** Sends each request to one replica after the other. */
export const template = defineBalancer({
  id: 'template',
  title: 'Mine',
  summary: 'One replica after the other.',
  sources: [],
  params: {},
  start: () => ({ next: 0 }),
  choose(state, _params, _inFlight, replicas) {
    const chosen = state.next % replicas;
    state.next = chosen + 1;
    return chosen;
  },
});
