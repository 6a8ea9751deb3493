import { allMetersOf, isGaugeOfAny, type NamedMeter } from './meters.ts';
import { LIMITS, type Scenario, type WatchDoc } from './scenario.ts';

/** What is watched when the scenario does not say. */
const USUAL = ['goodput', 'hitRatio', 'originRate', 'attempts', 'responseTime.p99', 'retryAmplification', 'queueLength', 'utilisation'];

/**
 * The charts there are: those that a scenario asks for, or the usual ones of the first component that has each; below them
 * the gauges of its own algorithms, as far as their code has run, but for those that it does not want charted. A gauge of a
 * policy that is nowhere just now has no chart: it comes back with the policy.
 */
export function watched(scenario: Scenario): readonly WatchDoc[] {
  const { watch, policies, uncharted = [] } = scenario;
  const hasOwn = Object.keys(policies).length > 0;
  // most charts are of what a component always has
  if (watch.length > 0 && !hasOwn && !watch.some(({ meter }) => isGaugeOfAny(scenario, meter))) return watch;
  const meters = allMetersOf(scenario);
  const isThere = ({ meter }: WatchDoc) => meters.some(({ id }) => id === meter) || !isGaugeOfAny(scenario, meter);
  const chosen = watch.length > 0 ? (watch.every(isThere) ? watch : watch.filter(isThere)) : usual(meters);
  const own = meters.filter(({ id, own }) => own && !uncharted.includes(id) && !chosen.some(({ meter }) => meter === id));
  return own.length === 0 ? chosen : [...chosen, ...own.map(({ id }) => ({ meter: id }))].slice(0, Math.max(chosen.length, LIMITS.watch));
}

function usual(meters: readonly NamedMeter[]): readonly WatchDoc[] {
  return USUAL.flatMap((name) => {
    const meter = meters.find((each) => each.name === name);
    return meter ? [{ meter: meter.id }] : [];
  });
}
