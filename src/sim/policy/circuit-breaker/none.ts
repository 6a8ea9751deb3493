import { CLOSED, defineCircuitBreaker } from './contract.ts';

/** No breaker: every attempt goes out. */
export const none = defineCircuitBreaker({
  id: 'none',
  title: 'None',
  summary: 'Every attempt goes out.',
  sources: [{ title: 'Nygard, Release It! (2007)', url: 'https://pragprog.com/titles/mnee2/release-it-second-edition/' }],
  params: {},
  promises: ['never-refuses'],
  start: () => ({}),
  decide: () => 0,
  learn() {},
  phase: () => CLOSED,
});
