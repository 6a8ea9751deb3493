import { describe, expect, test } from 'vitest';
import { resultOf } from '../../src/host/result.ts';
import { planOf } from '../../src/scenario/arm.ts';
import { withParam } from '../../src/scenario/edit.ts';
import { armsOf, BASE, type PointDoc, type Scenario, type StepDoc } from '../../src/scenario/scenario.ts';
import { World } from '../../src/sim/world/world.ts';
import { curated, curatedIds } from '../curated.ts';

const drawn = (await Promise.all(curatedIds.map(async (id) => ({ id, scenario: await curated(id) })))).flatMap(({ id, scenario }) =>
  scenario.story.flatMap((step, number) => (step.ask?.lines ? [{ id, number, scenario, step }] : [])),
);

/** How high a line is at a moment. */
function heightAt(points: readonly PointDoc[], time: number): number {
  const next = points.findIndex(({ at }) => at >= time);
  const [from, to] = [points[next - 1], points[next]];
  if (!from || to.at === from.at) return to.value;
  return from.value + ((to.value - from.value) * (time - from.at)) / (to.at - from.at);
}

/** How far a line is from what an arm measures, on average over its span; in powers of e where the axis is logarithmic. */
function distance(scenario: Scenario, { ask, set = {} }: StepDoc, arm: string): readonly number[] {
  const { meter, points } = ask!.lines!;
  const changed = Object.entries(set).reduce((done, [path, value]) => withParam(done, BASE, path, value, 'whole-run'), scenario);
  const world = new World(planOf(changed, arm));
  world.run();
  const { series, samples, bins, binWidth } = resultOf(world, arm, 0);
  const row = series.findIndex(({ id }) => id === meter);
  const log = scenario.watch.find((watch) => watch.meter === meter)?.scale === 'log';
  const height = (value: number) => (log ? Math.log1p(value) : value);
  return points.map((line) => {
    let sum = 0;
    let count = 0;
    for (let bin = 0; bin < bins; bin++) {
      const time = (bin + 0.5) * binWidth;
      const sample = samples[row * bins + bin];
      if (time < line[0].at || time > line[line.length - 1].at || Number.isNaN(sample)) continue;
      sum += Math.abs(height(sample) - height(heightAt(line, time)));
      count++;
    }
    return sum / count;
  });
}

describe('the lines that choices are drawn as', () => {
  test('there are some in every topic that has scenarios', () => {
    const topics = new Map<string, number>();
    for (const { scenario } of drawn) topics.set(scenario.topic, (topics.get(scenario.topic) ?? 0) + 1);
    expect([...topics.keys()].sort()).toEqual(['caching', 'jobs', 'rate-limiting', 'retries']);
    expect(Math.min(...topics.values())).toBeGreaterThanOrEqual(4);
  });

  test.each(drawn)('$id, step $number: all begin together, on a chart that the step looks at, behind the veil', ({ scenario, step }) => {
    const { meter, points } = step.ask!.lines!;
    expect(step.look).toContain(meter);
    expect(scenario.watch.map((watch) => watch.meter)).toContain(meter);
    // none is told from the others by where it begins and ends, but by its course
    expect(new Set(points.map((line) => line[0].at)).size).toBe(1);
    expect(new Set(points.map((line) => line[line.length - 1].at)).size).toBe(1);
    expect(new Set(points.map((line) => JSON.stringify(line))).size).toBe(points.length);
  });

  test.each(drawn)('$id, step $number: the right one is nearest to what happens', ({ scenario, step }) => {
    const { answer } = step.ask!;
    const arms = step.arms ?? armsOf(scenario).map(({ id }) => id);
    const nearest = arms.map((arm) => {
      const all = distance(scenario, step, arm);
      return all.indexOf(Math.min(...all));
    });
    expect(nearest).toContain(answer);
  });
});
