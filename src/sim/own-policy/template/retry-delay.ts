import { defineRetryDelay, duration, wholeMicros, wholePow } from '../../policy/retry-delay/contract.ts';

/** Waits twice as long before every retry, half of it by chance. */
export const template = defineRetryDelay({
  id: 'template',
  title: 'Mine',
  summary: 'Doubles, half of it random.',
  sources: [],
  params: {
    base: duration({ label: 'Base', help: 'The longest wait before the first retry.', default: 100, min: 1, max: 600_000, scale: 'log' }),
    cap: duration({ label: 'Cap', help: 'No wait is longer.', default: 10_000, min: 1, max: 3_600_000, scale: 'log' }),
  },
  delay({ base, cap }, retry, _memory, _at, chance) {
    const limit = Math.min(cap, base * wholePow(2, retry - 1));
    return wholeMicros(limit * (0.5 + 0.5 * chance.unit()));
  },
  most: ({ base, cap }, retry) => Math.min(cap, base * wholePow(2, retry - 1)),
  least: ({ base, cap }, retry) => Math.floor(Math.min(cap, base * wholePow(2, retry - 1)) / 2),
});
