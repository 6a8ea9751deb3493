import { afterSteps } from '../../src/scenario/after-steps.ts';
import { allMetersOf } from '../../src/scenario/meters.ts';
import { armsOf, type Scenario, type StepDoc } from '../../src/scenario/scenario.ts';
import { watched } from '../../src/scenario/watched.ts';
import { domainOf } from '../../src/ui/plot/domainOf.ts';
import { distanceOf, heightIn, rangeOf } from './heights.ts';
import { Runs } from './lines.ts';

/** In each step a line of its charts uses this much of its plot's height. */
const MOVES = 0.25;
/** Arms that a step compares are this far apart somewhere in one of its charts [share of the plot's height]. */
const APART = 0.05;

/** How things begin, with empty caches and queues, is no lesson, except where the step looks at it [share of the run]. */
const BEGINNING = 0.03;

/** What is wrong with a step of a story, in words. */
export interface Unseen {
  /** From 1. */
  step: number;
  why: string;
}

/** The steps in which there is nothing to see, when its question is answered and the steps before it have been followed. */
export function unseenIn(scenario: Scenario): readonly Unseen[] {
  const runs = new Runs(new Set(watched(scenario).map(({ meter }) => meter)));
  return scenario.story.flatMap((step, i) => whyUnseen(afterSteps(scenario, i + 1), step, runs).map((why) => ({ step: i + 1, why })));
}

function whyUnseen(scenario: Scenario, step: StepDoc, runs: Runs): string[] {
  const charts = watched(scenario);
  const stray = (step.look ?? []).filter((meter) => !charts.some((chart) => chart.meter === meter));
  const looked = step.look ? charts.filter(({ meter }) => step.look?.includes(meter)) : charts;
  const units = new Map(allMetersOf(scenario).map(({ id, unit }) => [id, unit]));
  const arms = step.arms ?? armsOf(scenario).map(({ id }) => id);
  const from = Math.min(BEGINNING * scenario.duration, step.at ?? scenario.duration);
  const drawn = looked.flatMap(({ meter, scale, max }) => {
    const lines = arms.map((arm) => runs.of(scenario, arm).get(meter) ?? new Float64Array());
    const log = scale === 'log';
    const domain = domainOf(lines, { unit: units.get(meter) ?? '', log, max });
    const seen = lines.map((line) => line.subarray(Math.ceil((from / scenario.duration) * scenario.bins)));
    return domain ? [{ meter, lines: seen, height: heightIn(domain, log) }] : [];
  });
  const ranges = drawn.map(({ meter, lines, height }) => ({ meter, range: Math.max(...lines.map((line) => rangeOf(line, height))) }));
  const apart = (one: number, other: number) => drawn.some(({ lines, height }) => distanceOf(lines[one], lines[other], height) >= APART);
  const alone = arms.filter((_, one) => arms.length > 1 && !arms.some((_, other) => other !== one && apart(one, other)));
  return [
    ...stray.map((meter) => `it points at ${meter}, which has no chart`),
    ...(ranges.some(({ range }) => range >= MOVES)
      ? []
      : [`nothing moves: ${ranges.map(({ meter, range }) => `${meter} ${percent(range)}`).join(', ')}`]),
    ...alone.map((arm) => `${arm} cannot be told from any other arm`),
  ];
}

const percent = (share: number): string => `${Math.round(share * 100)} %`;
