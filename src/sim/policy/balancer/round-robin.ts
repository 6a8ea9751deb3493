import { defineBalancer } from './contract.ts';

/** One after the other. Arrivals at each replica are more even than at random; how long they take is not heeded. */
export const roundRobin = defineBalancer({
  id: 'round-robin',
  title: 'Round robin',
  summary: 'One replica after the other.',
  sources: [{ title: 'nginx, Using nginx as HTTP load balancer', url: 'https://nginx.org/en/docs/http/load_balancing.html' }],
  params: {},
  promises: ['heeds-no-load', 'takes-turns', 'spreads-evenly'],
  start: () => ({ next: 0 }),
  choose(state, _params, _inFlight, replicas) {
    const chosen = state.next < replicas ? state.next : 0;
    state.next = chosen + 1;
    return chosen;
  },
});
