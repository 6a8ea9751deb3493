/** A retry delay whose every wait is this expression. */
export const delaying = (wait: string, before = '') => `import { defineRetryDelay } from '#goodput/retry-delay';
${before}
export default defineRetryDelay({
  id: 'mine',
  title: 'Mine',
  params: {},
  delay: (params, retry, memory, at, chance) => ${wait},
  most: () => 50_000,
  least: () => 0,
});
`;
