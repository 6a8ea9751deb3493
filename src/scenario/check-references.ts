import { planOf } from './arm.ts';
import { type Check, join, oneOf, plain } from './check.ts';
import { checkFree, checkGiven } from './check-given.ts';
import { checkYours } from './check-yours.ts';
import { ask, claim, comparison, document, fixed, free } from './document.ts';
import { visit } from './field.ts';
import { BASE } from './limits.ts';
import { measuredIn, type Part, partsOf, provenanceOf } from './measured.ts';
import { allMetersOf, mayBeGauge } from './meters.ts';
import { type AskDoc, armsOf, type Scenario } from './scenario.ts';

/**
 * Meters, arms and parameters that charts, story and claims speak of must exist, so must components that have a place; spans
 * must last, and lines go from left to right.
 */
export function checkReferences(check: Check, scenario: Scenario): void {
  const meters = new Map(allMetersOf(scenario).map((meter) => [meter.id, meter]));
  const ids = [...meters.keys()];
  const isKnown = (meter: string) => meters.has(meter) || mayBeGauge(scenario, meter);
  const components = [...new Set(armsOf(scenario).flatMap(({ id }) => Object.keys(planOf(scenario, id).components)))];
  const armIds = [BASE, ...scenario.arms.map(({ id }) => id)];
  visit(document, scenario, '', (field, value, path) => {
    if (field.type === 'meter' && !isKnown(value as string)) check.notOneOf(path, value, ids, 'a meter, as component.meter: ');
    else if (field.type === 'places') {
      for (const id of Object.keys(value as object))
        if (!components.includes(id)) check.problem(join(path, id), plain(`a place for ${id}`), oneOf(id, components));
    } else if (field.type === 'arm' && !armIds.includes(value as string)) check.notOneOf(path, value, armIds);
    else if (field === fixed) checkGiven(check, path, value as string, scenario.components);
    else if (field === free) checkFree(check, path, value as string, scenario.components);
    else if (field.type === 'parameter') checkYours(check, path, value as string, scenario.components);
    else if (field.type === 'text' && path.startsWith('story[')) checkMeasured(check, value as string, path, isKnown, ids, armIds);
    else if (field === ask) checkLines(check, value as AskDoc, path);
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

/** Numbers that say where they are from name meters and arms that there are. */
function checkMeasured(
  check: Check,
  text: string,
  path: string,
  isKnown: (meter: string) => boolean,
  meters: readonly string[],
  arms: readonly string[],
): void {
  for (const { text: number, source } of measuredIn(text)) {
    const from = provenanceOf(source);
    // whatever else stands behind brackets is nobody's business
    if (typeof from !== 'string')
      for (const part of partsOf(from)) checkPart(check, part, `[${number}](${source})`, path, isKnown, meters, arms);
    else if (/@|\.\./.test(source)) check.problem(path, plain(`[${number}](${source})`), `where the number is from, in place of ${from}`);
  }
}

function checkPart(
  check: Check,
  { meter, arm }: Part,
  written: string,
  path: string,
  isKnown: (meter: string) => boolean,
  meters: readonly string[],
  arms: readonly string[],
): void {
  if (!isKnown(meter)) check.notOneOf(path, meter, meters, `in ${written} a meter: `);
  if (!arms.includes(arm)) check.notOneOf(path, arm, arms, `in ${written} an arm: `);
}

/** Each choice has a line, and none goes back in time. */
function checkLines(check: Check, { choices, lines }: AskDoc, path: string): void {
  if (!lines) return;
  if (lines.points.length !== choices.length)
    check.problem(`${path}.lines.points`, plain(`${lines.points.length} lines`), `${choices.length}: one for each choice`);
  lines.points.forEach((points, i) => {
    points.forEach(({ at }, k) => {
      const before = points[k - 1]?.at ?? 0;
      if (at < before) check.problem(`${path}.lines.points[${i}][${k}].at`, at, `at least ${before}, where the point before it is`);
    });
  });
}
