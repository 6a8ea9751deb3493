import { type Check, oneOf } from './check.ts';
import { claim, comparison, document } from './document.ts';
import { visit } from './field.ts';
import { BASE } from './limits.ts';
import { allMetersOf, mayBeGauge } from './meters.ts';
import type { Scenario } from './scenario.ts';

/** Meters and arms that charts, story and claims speak of must exist, and spans must last. */
export function checkReferences(check: Check, scenario: Scenario): void {
  const meters = new Map(allMetersOf(scenario).map((meter) => [meter.id, meter]));
  const ids = [...meters.keys()];
  const armIds = [BASE, ...scenario.arms.map(({ id }) => id)];
  visit(document, scenario, '', (field, value, path) => {
    if (field.type === 'meter' && !meters.has(value as string) && !mayBeGauge(scenario, value as string))
      check.problem(path, value, `a meter, as component.meter: ${oneOf(value, ids).slice(0, 400)}`);
    else if (field.type === 'arm' && !armIds.includes(value as string)) check.problem(path, value, oneOf(value, armIds));
    else if (field === claim || field === comparison) {
      const { from, to, stat, meter } = value as { from?: number; to?: number; stat?: string; meter?: string };
      if (from !== undefined && to !== undefined && from >= to) check.problem(`${path}.to`, to, `more than "from", ${from}`);
      if (stat === 'mean' && meters.get(meter ?? '')?.kind === 'quantile')
        check.problem(`${path}.stat`, 'mean', 'value: quantiles are never averaged');
      if ((stat === 'sum' || stat === 'most') && meters.get(meter ?? '')?.unit.endsWith('/s') === false)
        check.problem(`${path}.stat`, stat, 'value, max or min: only a rate can be counted');
    }
  });
}
