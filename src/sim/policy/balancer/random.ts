import { defineBalancer } from './contract.ts';

/** Any replica, whatever is known of it. With Poisson arrivals each is a queue by itself: a queue here while others idle. */
export const random = defineBalancer({
  id: 'random',
  title: 'Random',
  summary: 'Any replica, each as likely.',
  sources: [
    { title: 'Mitzenmacher, The power of two choices in randomized load balancing (2001)', url: 'https://doi.org/10.1109/71.963420' },
  ],
  params: {},
  promises: ['heeds-no-load', 'spreads-evenly'],
  start: () => ({}),
  choose: (_state, _params, _inFlight, replicas, chance) => chance.below(replicas),
});
