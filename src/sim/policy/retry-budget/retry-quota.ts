import { AFTER_REJECTION, AFTER_TIMEOUT, defineRetryBudget, number, SUCCEEDED } from './contract.ts';

interface Quota {
  tokens: number;
}

interface Charges {
  charge: number;
  timeoutCharge: number;
  rejectedCharge: number;
}

function priceOf({ charge, timeoutCharge, rejectedCharge }: Charges, why: number): number {
  return why === AFTER_TIMEOUT ? timeoutCharge : why === AFTER_REJECTION ? rejectedCharge : charge;
}

/**
 * The retry quota of the AWS SDKs (standard mode). A retry is paid for when it is decided on, at a price that depends
 * on how the attempt before it failed. A success after a retry returns what the last retry cost; a success at the first
 * try brings one token. So retries that help cost nothing, and only those in vain use up the quota. If attempts fail
 * independently with probability p, a call of three attempts at charge c brings (1 − p) − c·p²·(1 − p) − 2c·p³ tokens
 * on average: at a charge of 14 the quota shrinks from p = 0.21 on, at 5 from p = 0.32.
 *
 * The defaults are those of 2026. Before that a retry cost 5, and 10 after a timeout. After a retry that cost nothing a
 * success brings what one at the first try does. A hedge, which the SDKs do not have, costs what a retry after an error
 * costs.
 */
export const retryQuota = defineRetryBudget({
  id: 'retry-quota',
  title: 'Retry quota (AWS SDKs)',
  summary: 'Retries cost tokens, and one that leads to a success gets them back: only retries in vain use the quota up.',
  sources: [
    {
      title: 'AWS SDKs, Retry behavior: standard mode',
      url: 'https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html',
    },
    { title: 'AWS SDK for JavaScript, @smithy/util-retry', url: 'https://www.npmjs.com/package/@smithy/util-retry' },
  ],
  params: {
    capacity: number({
      label: 'Capacity',
      help: 'Most tokens there can be; it starts full.',
      unit: 'tokens',
      default: 500,
      min: 1,
      max: 10_000,
      step: 1,
      scale: 'log',
    }),
    credit: number({
      label: 'Credit',
      help: 'Tokens that a success at the first try brings.',
      unit: 'tokens',
      default: 1,
      min: 0,
      max: 10,
      step: 0.1,
    }),
    charge: number({
      label: 'After an error',
      help: 'What a retry costs; a success after it returns as much.',
      unit: 'tokens',
      default: 14,
      min: 0,
      max: 100,
      step: 1,
    }),
    timeoutCharge: number({
      label: 'After a timeout',
      help: 'What a retry costs after a timeout: 10 before 2026.',
      unit: 'tokens',
      default: 14,
      min: 0,
      max: 100,
      step: 1,
    }),
    rejectedCharge: number({
      label: 'After a rejection',
      help: 'What a retry costs after a gate has rejected the attempt (429), which the SDKs call throttling.',
      unit: 'tokens',
      default: 5,
      min: 0,
      max: 100,
      step: 1,
    }),
  },
  examples: [
    { charge: 5, timeoutCharge: 10, rejectedCharge: 5 },
    { capacity: 20, credit: 0.1, charge: 1, timeoutCharge: 0.5, rejectedCharge: 3 },
    { charge: 0, timeoutCharge: 0, rejectedCharge: 0 },
    { credit: 0 },
  ],
  promises: ({ credit, charge, timeoutCharge, rejectedCharge }) =>
    Math.min(charge, timeoutCharge, rejectedCharge) > 0
      ? ['stops-in-an-outage', 'refuses-a-burst', ...(credit > 0 ? (['recovers'] as const) : [])]
      : Math.max(charge, timeoutCharge, rejectedCharge) === 0
        ? ['never-refuses']
        : [],
  start: (params): Quota => ({ tokens: params.capacity }),
  sent() {},
  learn(quota, params, _now, _attempt, seen, memory, at) {
    if (seen !== SUCCEEDED) return;
    const back = memory[at] > 0 ? memory[at] : params.credit;
    quota.tokens = Math.min(params.capacity, quota.tokens + back);
  },
  decide(quota, params, _now, why, memory, at) {
    const tokens = Math.min(quota.tokens, params.capacity);
    const price = priceOf(params, why);
    // ten credits of 0.1 come out a hair below 1
    if (tokens < price - 1e-9) return false;
    quota.tokens = Math.max(0, tokens - price);
    memory[at] = price;
    return true;
  },
  gauges: {
    tokens: { label: 'Retry tokens', unit: 'tokens', read: (quota, params) => Math.min(quota.tokens, params.capacity) },
  },
});
