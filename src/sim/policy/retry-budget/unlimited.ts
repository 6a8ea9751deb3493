import { defineRetryBudget } from './contract.ts';

/** Every retry that the attempt limit allows is made. */
export const unlimited = defineRetryBudget({
  id: 'unlimited',
  title: 'Unlimited',
  summary: 'Nothing but the attempt limit holds retries back.',
  sources: [{ title: 'Google SRE book, Handling overload', url: 'https://sre.google/sre-book/handling-overload/' }],
  params: {},
  promises: ['never-refuses'],
  start: () => ({}),
  sent() {},
  learn() {},
  decide: () => true,
});
