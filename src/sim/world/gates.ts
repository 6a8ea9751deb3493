import { MICROS_PER_MS } from '../kernel/time.ts';
import type { Chosen } from '../policy/policy.ts';
import type { AnyRateLimiter } from '../policy/rate-limiter/contract.ts';

/** A component that has a rate limiter. */
export interface Gate {
  id: string;
  /** What the limiter shows of itself, first of all. */
  gauge: { label: string; unit: string } | null;
  /** What its limit is meant to say: so much in any such span [ms]. */
  means: { limit: number; span: number } | null;
  /** The most that passes in any span of so many ms; Infinity where there is no promise. */
  promise(span: number): number;
}

/** The components that have a rate limiter. @param values of every component, by parameter */
export function gatesOf(ids: readonly string[], values: readonly Readonly<Record<string, unknown>>[]): Gate[] {
  return ids.flatMap((id, i) => {
    const limiter = values[i].limiter as Chosen<AnyRateLimiter> | undefined;
    if (!limiter) return [];
    const { policy, params } = limiter;
    const [gauge] = Object.values(policy.gauges ?? {});
    const means = policy.means?.(params);
    return [
      {
        id,
        gauge: gauge ? { label: gauge.label, unit: gauge.unit } : null,
        means: means ? { limit: means.limit, span: means.span / MICROS_PER_MS } : null,
        promise: (span) => policy.promise(params, span * MICROS_PER_MS),
      },
    ];
  });
}
