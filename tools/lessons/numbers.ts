import { seedsFrom } from '../../src/experiment/statistics.ts';
import { figuresOfArms } from '../../src/host/figures.ts';
import { afterSteps } from '../../src/scenario/after-steps.ts';
import { planOf } from '../../src/scenario/arm.ts';
import type { Figure } from '../../src/scenario/claims.ts';
import { holds, type Measured, measure, measuredIn, type Provenance, provenanceOf, spanOf, unitOf } from '../../src/scenario/measured.ts';
import { allMetersOf } from '../../src/scenario/meters.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { agrees, rewritten, type WrittenNumber, writtenNumber } from '../../src/scenario/written-number.ts';
import { World } from '../../src/sim/world/world.ts';
import { textsOf } from './texts.ts';

/** A number of a lesson beside what its run gives. */
export interface Compared {
  path: string;
  /** As the document has it, source and all. */
  written: string;
  /** In the unit in which it is written; NaN where nothing was observed. */
  found: number;
  agrees: boolean;
  /** What would have to stand there; null where that cannot be worked out. */
  proposed: string | null;
  /** What is wrong with it besides. */
  problem?: string;
}

/** Runs of scenarios, each made once. */
class Runs {
  private readonly known = new Map<string, Figure>();

  figuresOf(scenario: Scenario, seed: number): Figure {
    const key = `${seed} ${JSON.stringify([scenario.components, scenario.arms, scenario.changes])}`;
    const known = this.known.get(key);
    if (known) return known;
    const figures = figuresOfArms((arm) => {
      const world = new World({ ...planOf(scenario, arm), seed });
      world.run();
      return world;
    });
    this.known.set(key, figures);
    return figures;
  }
}

/**
 * Holds every number of a lesson that says where it is from to its run.
 * @param many whether those about many seeds are looked at, too: each is so many runs
 */
export function compareNumbers(scenario: Scenario, many: boolean): readonly Compared[] {
  const runs = new Runs();
  return textsOf(scenario).flatMap(({ path, step, text }) =>
    measuredIn(text).flatMap((measured): Compared[] => {
      const from = provenanceOf(measured.source);
      if (typeof from === 'string') return [{ ...about(path, measured), problem: from }];
      if (from.kind === 'given' || (from.kind === 'seeds' && !many)) return [];
      const shown = afterSteps(scenario, step + 1);
      const found = from.kind === 'seeds' ? countOf(from, shown, runs) : measure(from, shown, runs.figuresOf(shown, shown.seed));
      return [compared(path, measured, from, found, shown)];
    }),
  );
}

const about = (path: string, { text, source }: Measured) => ({
  path,
  written: `[${text}](${source})`,
  found: Number.NaN,
  agrees: false,
  proposed: null,
});

function countOf(from: Provenance & { kind: 'seeds' }, scenario: Scenario, runs: Runs): number {
  const { part, is, than } = from;
  return seedsFrom(from.first, from.last - from.first + 1).filter((seed) => {
    const found = runs.figuresOf(scenario, seed)({ arm: part.arm, meter: part.meter, stat: part.stat, ...spanOf(part, scenario) });
    return holds(found, is, than);
  }).length;
}

function compared(path: string, measured: Measured, from: Provenance, found: number, scenario: Scenario): Compared {
  const written = writtenNumber(measured.text);
  if (!written) return { ...about(path, measured), problem: 'there is no number in the brackets' };
  const units = new Map(allMetersOf(scenario).map(({ id, unit }) => [id, unit]));
  const unit = unitOf(from, (meter) => units.get(meter) ?? '');
  const all = from.kind === 'seeds' ? from.last - from.first + 1 : 1;
  const own = from.kind === 'seeds' && written.kind === 'share' ? found / all : found;
  const mismatch = mismatchOf(written, unit);
  if (mismatch) return { ...about(path, measured), found: own, problem: mismatch };
  const text = rewritten(measured.text, own);
  return {
    ...about(path, measured),
    found: own,
    agrees: agrees(written, own),
    proposed: text === null ? null : `[${text}](${measured.source})`,
  };
}

/** Why a number cannot be what the run gives; null where it can. */
function mismatchOf({ kind }: WrittenNumber, unit: string): string | null {
  if (unit === 'ms') return kind === 'time' ? null : 'the run gives a time: write its unit, as "1.5 s"';
  if (kind === 'time') return `the run gives ${unit || 'a number'}, not a time`;
  if (kind === 'share' && !['ratio', 'seeds', '×'].includes(unit)) return `the run gives ${unit || 'a number'}, not a share`;
  return null;
}
