import { defineRetryDelay, exponentialLimit, exponentialParams, ratio, wholeMicros } from './contract.ts';

/**
 * The exponential limit times a random factor between 1 − spread and 1 + spread; gRPC uses ± 20 %. The factor comes
 * after the cap, so a wait may exceed the cap by the spread.
 */
export const proportional = defineRetryDelay({
  id: 'proportional',
  title: 'Proportional (gRPC)',
  summary: 'The exponential wait, a few per cent more or less.',
  sources: [{ title: 'gRPC proposal A6, client retries', url: 'https://github.com/grpc/proposal/blob/master/A6-client-retries.md' }],
  params: {
    ...exponentialParams,
    spread: ratio({ label: 'Spread', help: 'How far a wait may lie from the exponential one, as a share of it.', default: 0.2 }),
  },
  examples: [{ base: 500, cap: 1_000, spread: 1 }, { spread: 0 }],
  promises: ({ spread }) => ['never-falls', 'reaches-its-ends', spread > 0 ? 'spreads' : 'same-for-all'],
  delay: (params, retry, _memory, _at, chance) =>
    wholeMicros(exponentialLimit(params, retry) * (1 + params.spread * (2 * chance.unit() - 1))),
  most: (params, retry) => wholeMicros(exponentialLimit(params, retry) * (1 + params.spread)),
  least: (params, retry) => wholeMicros(exponentialLimit(params, retry) * (1 - params.spread)),
});
