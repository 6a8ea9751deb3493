import { allMetersOf } from '../../scenario/meters.ts';
import type { Scenario, WatchDoc } from '../../scenario/scenario.ts';

/** What is watched when the scenario does not say. */
const USUAL = ['goodput', 'hitRatio', 'originRate', 'attempts', 'responseTime.p99', 'retryAmplification', 'queueLength', 'utilisation'];

/** The charts a scenario asks for, or the usual ones of the first component that has each. */
export function watched(scenario: Scenario): readonly WatchDoc[] {
  if (scenario.watch.length > 0) return scenario.watch;
  const meters = allMetersOf(scenario);
  return USUAL.flatMap((name) => {
    const meter = meters.find((each) => each.name === name);
    return meter ? [{ meter: meter.id }] : [];
  });
}
