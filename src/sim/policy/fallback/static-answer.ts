import { defineFallback } from './contract.ts';

/**
 * The same for everybody, at once: an empty list, a default price, "try again later". It cannot fail itself, which is
 * what is good about it: no load, no time, no dependency. What the user gets is not what was asked for.
 */
export const staticAnswer = defineFallback({
  id: 'static-answer',
  title: 'A fixed answer',
  summary: 'The same for everybody, at once and without a call.',
  sources: [
    { title: 'Hystrix, how to use: static fallback', url: 'https://github.com/Netflix/Hystrix/wiki/How-To-Use#fallback-static' },
    { title: 'resilience4j, fallback methods', url: 'https://resilience4j.readme.io/docs/getting-started-3#fallback-methods' },
  ],
  params: {},
  promises: ['answers-at-once'],
});
