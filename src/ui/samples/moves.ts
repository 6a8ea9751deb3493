import type { ArmResult } from '../../host/client.ts';
import type { ArmPlan } from '../../scenario/arm.ts';
import type { ChangedParam } from '../../scenario/changed-params.ts';
import { movedParam } from '../../scenario/moved-param.ts';

/** A run that has ended, and what was run. */
interface Ended {
  plan: ArmPlan;
  result: ArmResult;
}

/** A parameter that was moved and has changed nothing that is drawn. */
export interface VainMove extends ChangedParam {
  /** Nothing else has changed either: the same facts at the same times. */
  isSame: boolean;
  /** Meters that are not drawn and are otherwise over the whole run, those first that have changed most. */
  others: readonly ChangedMeter[];
}

interface ChangedMeter {
  meter: string;
  from: number;
  to: number;
}

/** What came of moving one parameter, however often: of each arm its last run, and the one before that parameter was moved. */
export class Moves {
  private readonly byArm = new Map<string, { first: Ended; last: Ended; moved: ChangedParam | null }>();

  ended(result: ArmResult, plan: ArmPlan): void {
    const now = { plan, result };
    const before = this.byArm.get(result.arm);
    const along = before?.moved && movedParam(before.first.plan, plan);
    // as long as it is the same one, it is compared with how it was at first
    if (before && along && along.path === before.moved?.path) {
      this.byArm.set(result.arm, { first: before.first, last: now, moved: along });
      return;
    }
    const moved = before ? movedParam(before.last.plan, plan) : null;
    this.byArm.set(result.arm, { first: before && moved ? before.last : now, last: now, moved });
  }

  isAbout(path: string): boolean {
    return [...this.byArm.values()].some(({ moved }) => moved?.path === path);
  }

  /** The last move of a parameter, if it has left these meters as they were in every arm that it is about. */
  inVain(path: string, meters: readonly string[]): VainMove | null {
    const about = [...this.byArm.values()].filter(({ moved }) => moved?.path === path);
    const [one] = about;
    if (!one?.moved || !about.every(({ first, last }) => meters.every((meter) => isUnchanged(first.result, last.result, meter))))
      return null;
    const isSame = about.every(({ first, last }) => first.result.fingerprint === last.result.fingerprint);
    return { ...one.moved, isSame, others: isSame ? [] : changedMeters(one.first.result, one.last.result) };
  }

  /** Keeps those of these arms. */
  keep(arms: readonly string[]): void {
    for (const arm of [...this.byArm.keys()]) if (!arms.includes(arm)) this.byArm.delete(arm);
  }
}

function changedMeters(before: ArmResult, after: ArmResult): readonly ChangedMeter[] {
  const was = new Map(before.series.map(({ id }, row) => [id, before.whole[row]]));
  return after.series
    .map(({ id }, row) => ({ meter: id, from: was.get(id) ?? Number.NaN, to: after.whole[row] }))
    .filter(({ from, to }) => Math.abs(to - from) > 0)
    .sort((a, b) => shareOf(b) - shareOf(a));
}

/** By what part of the larger figure it has changed. */
function shareOf({ from, to }: ChangedMeter): number {
  return Math.abs(to - from) / Math.max(Math.abs(from), Math.abs(to));
}

function isUnchanged(before: ArmResult, after: ArmResult, meter: string): boolean {
  const [was, is] = [rowOf(before, meter), rowOf(after, meter)];
  if (!was || !is) return !was && !is;
  return was.every((sample, bin) => Object.is(sample, is[bin]));
}

function rowOf({ series, samples, bins }: ArmResult, meter: string): Float64Array | null {
  const row = series.findIndex(({ id }) => id === meter);
  return row < 0 ? null : samples.subarray(row * bins, (row + 1) * bins);
}
