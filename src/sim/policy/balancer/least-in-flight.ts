import { defineBalancer } from './contract.ts';

/**
 * The replica with the fewest requests in flight; of equals one at random. The best there is while that is known at once.
 * When it is known late, all go to the same replica until the news comes; and one that fails fast, always empty, gets
 * everything.
 */
export const leastInFlight = defineBalancer({
  id: 'least-in-flight',
  title: 'Least in flight',
  summary: 'The replica with the fewest requests waiting or being served.',
  sources: [
    { title: 'Winston, Optimality of the shortest line discipline (1977)', url: 'https://doi.org/10.2307/3213271' },
    { title: 'nginx, Using nginx as HTTP load balancer: least_conn', url: 'https://nginx.org/en/docs/http/load_balancing.html' },
  ],
  params: {},
  promises: ['chooses-the-least', 'avoids-the-fullest', 'spreads-evenly'],
  start: () => ({}),
  choose(_state, _params, inFlight, replicas, chance) {
    let least = inFlight[0];
    let equals = 1;
    for (let i = 1; i < replicas; i++) {
      if (inFlight[i] < least) {
        least = inFlight[i];
        equals = 1;
      } else if (inFlight[i] === least) equals++;
    }
    let skip = equals === 1 ? 0 : chance.below(equals);
    for (let i = 0; i < replicas; i++) if (inFlight[i] === least && skip-- === 0) return i;
    return 0;
  },
});
