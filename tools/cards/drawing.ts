import { play } from '../../src/host/play.ts';
import type { ArmResult } from '../../src/host/result.ts';
import { planOf } from '../../src/scenario/arm.ts';
import { armsOf, BASE, type Scenario } from '../../src/scenario/scenario.ts';
import { linearDomain, logDomain } from '../../src/ui/plot/axis.ts';
import { type Domain, scaleOf } from '../../src/ui/plot/scale.ts';
import { extent } from '../../src/ui/plot/seriesPath.ts';
import { fits } from './card.ts';

/** An arm's line on a card. */
export interface Line {
  arm: string;
  samples: Float64Array;
  fingerprint: string;
}

/** What a card draws of a scenario: one meter of some of its arms. */
export interface Drawing {
  meter: string;
  label: string;
  unit: string;
  log: boolean;
  domain: Domain;
  /** Width of a bin [ms]. */
  binWidth: number;
  /** The base first. */
  lines: readonly Line[];
}

/** More lines than these cannot be told apart on a small picture. */
const MOST_LINES = 3;
/** Bins of a run: finer noise is a thicket there. */
const MOST_BINS = 120;
/** Share of the plot's height that has to be used, and by which lines have to differ somewhere. */
const USED = 0.25;
const APART = 0.05;

/**
 * Runs the arms of a scenario and draws the first meter of its first step, or the next one, or of its charts, that shows
 * something, for the base and the first arms that can be told from what is drawn already and have room in the legend.
 */
export function drawingOf(scenario: Scenario): Drawing {
  const bins = Math.min(MOST_BINS, scenario.bins);
  const runs = armsOf(scenario).map(
    ({ id }) => play({ arm: id, plan: { ...planOf(scenario, id), bins }, figures: [], samples: true }, new Map()).result,
  );
  const meters = [...new Set([...(scenario.story[0]?.look ?? []), ...scenario.watch.map(({ meter }) => meter)])];
  const drawings = meters.flatMap((meter) => draw(scenario, runs, meter) ?? []);
  const found = drawings.find((drawing) => heightUsed(drawing) >= USED) ?? drawings[0];
  if (!found) throw new Error(`${scenario.title}: its base has none of the meters ${meters.join(', ')}`);
  return found;
}

function draw(scenario: Scenario, runs: readonly ArmResult[], meter: string): Drawing | null {
  const head = runs[0].series.find(({ id }) => id === meter);
  if (!head) return null;
  const watch = scenario.watch.find((each) => each.meter === meter);
  const all = runs.flatMap((run) => lineOf(run, meter) ?? []);
  let drawing: Drawing = {
    meter,
    label: labelOf(scenario, meter, head.label),
    unit: head.unit,
    log: watch?.scale === 'log',
    domain: { low: 0, high: 1 },
    binWidth: runs[0].binWidth,
    lines: [],
  };
  for (const line of all) {
    if (drawing.lines.length === MOST_LINES) break;
    const lines = [...drawing.lines, line];
    const wider = { ...drawing, lines, domain: domainOf(lines, drawing, watch?.max) };
    if (
      !fits(
        scenario,
        lines.map(({ arm }) => arm),
      )
    )
      continue;
    if (line.arm === BASE || drawing.lines.every((other) => distance(other, line, wider) >= APART)) drawing = wider;
  }
  return drawing.lines.length === 0 ? null : drawing;
}

/** What a chart is called: as the scenario calls it, or its meter. */
export function labelOf({ watch }: Scenario, meter: string, label: string): string {
  return watch.find((each) => each.meter === meter)?.title || label;
}

function lineOf(run: ArmResult, meter: string): Line | null {
  const place = run.series.findIndex(({ id }) => id === meter);
  if (place < 0) return null;
  const samples = run.samples.slice(place * run.bins, (place + 1) * run.bins);
  return samples.every(Number.isNaN) ? null : { arm: run.arm, samples, fingerprint: run.fingerprint };
}

function domainOf(lines: readonly Line[], { log, unit }: Drawing, max = 0): Domain {
  const extents = lines.map(({ samples }) => extent(samples));
  const most = Math.max(max, ...extents.map((each) => each.most));
  if (!log) return linearDomain(most, unit, max);
  const least = Math.min(...extents.map((each) => each.least || most));
  return { ...logDomain(Math.max(unit.startsWith('req') ? 1 : 0, least), most), zero: extents.some(({ zero }) => zero) };
}

/** How far two lines are from each other where they are farthest, as a share of the plot's height. */
function distance(a: Line, b: Line, { log, domain }: Drawing): number {
  const scale = scaleOf(log, domain, 0, 1);
  let most = 0;
  for (let bin = 0; bin < a.samples.length; bin++) {
    const off = Math.abs(scale(a.samples[bin]) - scale(b.samples[bin]));
    if (off > most) most = off;
  }
  return most;
}

function heightUsed({ lines, log, domain }: Drawing): number {
  const scale = scaleOf(log, domain, 0, 1);
  const places = lines.flatMap(({ samples }) => [...samples].filter((sample) => !Number.isNaN(sample)).map(scale));
  return Math.max(...places) - Math.min(...places);
}
