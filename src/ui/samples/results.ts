import { useSyncExternalStore } from 'react';
import type { ArmResult } from '../../host/client.ts';
import type { Stories } from '../../host/look/stories.ts';
import type { ArmPlan } from '../../scenario/arm.ts';
import type { FigureRequest } from '../../scenario/claims.ts';
import type { RecordingNeed } from '../../scenario/recordings.ts';
import { Moves, type VainMove } from './moves.ts';

/** How often words and figures follow new samples [ms]. */
const SLOW_EVERY = 120;

/** What charts need of a run to draw its samples. */
export type Run = Pick<ArmResult, 'bins' | 'binWidth' | 'finished' | 'series'> & {
  /** Bins that may be seen. */
  closedBins: number;
};

/** What a run came to, as a whole. */
export type Account = Pick<ArmResult, 'fingerprint' | 'requests' | 'took' | 'warnings' | 'runaway'>;

/**
 * What the arms have measured: buffers outside React. Charts are told which arm has new samples and read them; the last
 * good picture of an arm stays until there is a better one. The page knows of runs what is told here, and from behind a veil
 * nothing is told that happens from its moment on: two runs that differ only then look the same.
 */
class Results {
  private readonly byArm = new Map<string, ArmResult>();
  private readonly moves = new Moves();
  /** Figures that were asked for of the last ended run of an arm, by what was asked. */
  private readonly figures = new Map<string, ReadonlyMap<string, number>>();
  private readonly rows = new Map<string, Map<string, number>>();
  private readonly listeners = new Set<() => void>();
  private readonly pictures = new Set<() => void>();
  private readonly slow = new Set<() => void>();
  private slowVersion = 0;
  private slowTimer = 0;
  private version = 0;
  busy = false;
  /** While a question is open nothing of any run is told that happens after this moment [ms]. */
  private veil: { until: number } | null = null;
  /** Why an arm has no newer picture, by arm. */
  readonly failures = new Map<string, string>();
  /** The file that an arm waits for, by arm. */
  readonly missing = new Map<string, RecordingNeed>();
  private wholeStories: Stories | null = null;
  /** What is told of requests up to the veil, by runs that go no further. */
  private earlyStories: { until: number; stories: Stories } | null = null;
  /** Why there are no stories; null where nothing is known to be wrong. */
  storiesFailure: string | null = null;
  /** How many scenarios have been opened. */
  opened = 0;

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
  /** Called when there are other samples to draw. */
  subscribeToPictures(listener: () => void): () => void {
    this.pictures.add(listener);
    return () => this.pictures.delete(listener);
  }
  /** Called at any news, at most every SLOW_EVERY ms: for words and figures, while lines follow at once. */
  subscribeSlowly = (listener: () => void): (() => void) => {
    this.slow.add(listener);
    return () => this.slow.delete(listener);
  };
  slowly = (): number => this.slowVersion;

  of(arm: string): Run | undefined {
    const result = this.byArm.get(arm);
    if (!result) return undefined;
    const { bins, binWidth, finished, series } = result;
    return { bins, binWidth, finished, series, closedBins: this.seenBins(result) };
  }

  /** What a run came to; undefined while there is none, and behind a veil. */
  account(arm: string): Account | undefined {
    return this.veil === null ? this.byArm.get(arm) : undefined;
  }

  /** A figure that was asked for, as the last ended run of its arm gave it; undefined while there is none, and behind a veil. */
  figure(request: FigureRequest): number | undefined {
    return this.veil === null ? this.figures.get(request.arm)?.get(JSON.stringify(request)) : undefined;
  }

  /** Names the run of an arm that has ended, for a link, which says by it no more than whether another run is the same. */
  nameOf(arm: string): { fingerprint: string; early: boolean } | null {
    const result = this.byArm.get(arm);
    return result?.finished ? { fingerprint: result.fingerprint, early: result.runaway !== null } : null;
  }

  /** The stories of the arm that is looked at; null while they are not told. */
  get stories(): Stories | null {
    if (this.veil === null) return this.wholeStories;
    return this.earlyStories?.until === this.veil.until ? this.earlyStories.stories : null;
  }

  /** Up to when runs may be seen [ms]; null for all of them. */
  get until(): number | null {
    return this.veil?.until ?? null;
  }

  /** Whether a parameter was the last that was moved; of none it is told behind a veil. */
  isMoved(path: string): boolean {
    return this.veil === null && this.moves.isAbout(path);
  }

  /** The last move of a parameter, if it has left these meters as they were in all arms; null behind a veil, and while runs are under way. */
  inVain(path: string, meters: readonly string[]): VainMove | null {
    return this.veil === null && !this.busy ? this.moves.inVain(path, meters) : null;
  }

  /** @param plan what was run, where it is known, @param asked which figures were asked for */
  accept(result: ArmResult, plan?: ArmPlan, asked: readonly FigureRequest[] = []): void {
    const before = this.byArm.get(result.arm);
    // the beginning of a new run does not replace the whole of the old one before it says more
    if (!result.finished && before?.finished && before.closedBins > result.closedBins && result.closedBins < result.bins / 20) return;
    this.byArm.set(result.arm, result);
    this.rows.set(result.arm, new Map(result.series.map(({ id }, row) => [id, row])));
    if (result.finished) this.figures.set(result.arm, new Map(asked.map((request, i) => [JSON.stringify(request), result.figures[i]])));
    this.failures.delete(result.arm);
    this.missing.delete(result.arm);
    this.tellPictures();
    // words about a move come after its picture
    if (plan && result.finished) this.moves.ended(result, plan);
  }

  /** @param until how far the run was told of [ms]; null for the whole of it */
  acceptStories(stories: Stories, until: number | null): void {
    if (until === null) this.wholeStories = stories;
    else this.earlyStories = { until, stories };
    this.storiesFailure = null;
    this.tell();
  }

  /** @param failure why there are none; null where nothing is known to be wrong */
  forgetStories(failure: string | null = null): void {
    this.wholeStories = null;
    this.earlyStories = null;
    this.storiesFailure = failure;
    this.tell();
  }

  fail(arm: string, message: string): void {
    this.failures.set(arm, message);
    this.missing.delete(arm);
    this.tell();
  }

  /** An arm cannot be run without this file; what was there stays. */
  lack(arm: string, file: RecordingNeed): void {
    this.missing.set(arm, file);
    this.tell();
  }

  setBusy(busy: boolean): void {
    this.busy = busy;
    this.tell();
  }

  /** Keeps these arms only. */
  keep(arms: readonly string[]): void {
    this.moves.keep(arms);
    const gone = [...this.byArm.keys(), ...this.failures.keys(), ...this.missing.keys()].filter((arm) => !arms.includes(arm));
    if (gone.length === 0) return;
    for (const arm of gone) {
      this.byArm.delete(arm);
      this.figures.delete(arm);
      this.failures.delete(arm);
      this.missing.delete(arm);
    }
    this.tellPictures();
  }

  clear(): void {
    this.moves.keep([]);
    this.byArm.clear();
    this.figures.clear();
    this.failures.clear();
    this.missing.clear();
    this.wholeStories = null;
    this.earlyStories = null;
    this.opened++;
    this.tellPictures();
  }

  setVeil(veil: { until: number } | null): void {
    if (veil?.until === this.veil?.until) return;
    this.veil = veil;
    this.tellPictures();
  }

  /** Bins of a run that may be seen. */
  private seenBins({ closedBins, binWidth }: ArmResult): number {
    return this.veil === null ? closedBins : Math.min(closedBins, Math.floor(this.veil.until / binWidth));
  }

  /** A meter's samples of an arm, one a bin; undefined while there are none. What is known with hindsight is not seen behind a veil. */
  samples(arm: string, meter: string): Float64Array | undefined {
    const result = this.byArm.get(arm);
    const row = this.rows.get(arm)?.get(meter);
    if (!result || row === undefined) return undefined;
    const seen = this.veil !== null && result.series[row].hindsight ? 0 : this.seenBins(result);
    return result.samples.subarray(row * result.bins, row * result.bins + seen);
  }

  /** A meter's sample at a moment [ms]; NaN where there is none. */
  at(arm: string, meter: string, time: number): number {
    const result = this.byArm.get(arm);
    const samples = this.samples(arm, meter);
    if (!result || !samples) return Number.NaN;
    // behind the veil the last moment that may be seen is shown by the bin before it
    const last = (this.veil === null ? result.bins : this.seenBins(result)) - 1;
    const bin = Math.min(last, Math.floor(time / result.binWidth));
    return bin >= 0 && bin < samples.length ? samples[bin] : Number.NaN;
  }

  /** The mean of a meter's samples over a span that may be seen [ms]; of an empty bin nothing is known. NaN where there is none. */
  mean(arm: string, meter: string, from: number, to: number): number {
    const result = this.byArm.get(arm);
    const samples = this.samples(arm, meter);
    if (!result || !samples) return Number.NaN;
    const first = Math.max(0, Math.floor(from / result.binWidth));
    const known = samples.subarray(first, Math.max(first, Math.ceil(to / result.binWidth))).filter((sample) => !Number.isNaN(sample));
    return known.length === 0 ? Number.NaN : known.reduce((sum, sample) => sum + sample, 0) / known.length;
  }

  /** A meter's figure over the whole run. */
  whole(arm: string, meter: string): number {
    const result = this.byArm.get(arm);
    const row = this.rows.get(arm)?.get(meter);
    return result && row !== undefined && this.veil === null ? result.whole[row] : Number.NaN;
  }

  /** The most there has been of something in a run, by `component.peak`; NaN where that is not known, and behind a veil. */
  peak(arm: string, name: string): number {
    return (this.veil === null ? this.byArm.get(arm)?.peaks[name] : undefined) ?? Number.NaN;
  }

  private tellPictures(): void {
    for (const listener of this.pictures) listener();
    this.tell();
  }

  private tell(): void {
    this.version++;
    for (const listener of this.listeners) listener();
    if (this.slowTimer !== 0) return;
    this.slowTimer = window.setTimeout(() => {
      this.slowTimer = 0;
      this.slowVersion = this.version;
      for (const listener of this.slow) listener();
    }, SLOW_EVERY);
  }
}

export const results = new Results();

/** The stories of the arm that is looked at; null while they are not told. */
export function useStories(): Stories | null {
  return useSyncExternalStore(results.subscribe, () => results.stories);
}

/** Renders again when any arm has something new, a little later and a few times a second at the most. */
export function useResults(): Results {
  useSyncExternalStore(results.subscribeSlowly, results.slowly);
  return results;
}
