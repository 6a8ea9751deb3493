import { addTo, defineRetryBudget, duration, LONGEST, number, ratio, type SlidingWindow, slidingWindow, totalOf } from './contract.ts';

interface Balance {
  /** Credits of first attempts less the price of retries, in retries. */
  window: SlidingWindow;
  span: number;
}

const SLICES = 10;

/**
 * Finagle's RetryBudget: every first attempt of the last ten seconds allows a share of a retry, every retry takes one
 * back, and a small rate is allowed in any case so that quiet clients can retry at all.
 * Ten slices, the current one included, as in Finagle's WindowedAdder; there a slice starts with the first activity
 * after the last one ended, here slices follow each other without gaps.
 */
export const ratioWindow = defineRetryBudget({
  id: 'ratio-window',
  title: 'Ratio window (Finagle)',
  summary: 'Retries may be at most a share of recent first attempts, plus a small steady rate.',
  sources: [
    {
      title: 'Finagle, RetryBudget',
      url: 'https://github.com/twitter/finagle/blob/develop/finagle-core/src/main/scala/com/twitter/finagle/service/RetryBudget.scala',
    },
    { title: 'Finagle 101: retry budgets (2016)', url: 'https://finagle.github.io/blog/2016/02/08/retry-budgets/' },
  ],
  params: {
    share: ratio({ label: 'Share', help: 'Retries allowed per first attempt.', default: 0.2 }),
    minimum: number({
      label: 'Minimum rate',
      help: 'Retries per second that are allowed whatever the traffic.',
      unit: 'req/s',
      default: 10,
      min: 0,
      max: 10_000,
      step: 1,
    }),
    span: duration({
      label: 'Window',
      help: 'How far back first attempts and retries count.',
      default: 10_000,
      min: 10,
      max: LONGEST,
      scale: 'log',
    }),
  },
  examples: [{ minimum: 0 }, { minimum: 0, share: 1, span: 1_000 }, { minimum: 0, share: 0.3, span: 10 }, { minimum: 0, share: 0 }],
  promises: ({ minimum, share }) => [
    ...(minimum === 0 ? (['bounds-retries'] as const) : []),
    'refuses-a-burst',
    ...(share > 0 ? (['recovers'] as const) : []),
  ],
  start: (params, now): Balance => ({ window: slidingWindow(params.span, SLICES, now), span: params.span }),
  sent(balance, params, now, attempt) {
    if (balance.span !== params.span) {
      balance.window = slidingWindow(params.span, SLICES, now);
      balance.span = params.span;
    }
    if (attempt === 1) addTo(balance.window, now, params.share);
  },
  learn() {},
  decide(balance, params, now) {
    const reserve = params.minimum * (params.span / 1_000_000);
    // sums of decimal shares may come out a hair short of a whole retry
    if (totalOf(balance.window, now) + reserve < 1 - 1e-9) return false;
    addTo(balance.window, now, -1);
    return true;
  },
  bound: (params) => (params.minimum === 0 ? params.share : Number.POSITIVE_INFINITY),
  gauges: {
    allowed: {
      label: 'Retries allowed',
      unit: 'req',
      read: (balance, params, now) => Math.max(0, totalOf(balance.window, now) + params.minimum * (params.span / 1_000_000)),
    },
  },
});
