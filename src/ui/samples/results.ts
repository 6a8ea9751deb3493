import { useSyncExternalStore } from 'react';
import type { ArmResult } from '../../host/client.ts';
import type { Stories } from '../../host/look/stories.ts';
import type { RecordingNeed } from '../../scenario/recordings.ts';

/** How often words and figures follow new samples [ms]. */
const SLOW_EVERY = 120;

/**
 * What the arms have measured: buffers outside React. Charts are told which arm has new samples and read them; the last
 * good picture of an arm stays until there is a better one.
 */
class Results {
  private readonly byArm = new Map<string, ArmResult>();
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
  stories: Stories | null = null;
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

  of(arm: string): ArmResult | undefined {
    return this.byArm.get(arm);
  }

  accept(result: ArmResult): void {
    const before = this.byArm.get(result.arm);
    // the beginning of a new run does not replace the whole of the old one before it says more
    if (!result.finished && before?.finished && before.closedBins > result.closedBins && result.closedBins < result.bins / 20) return;
    this.byArm.set(result.arm, result);
    this.rows.set(result.arm, new Map(result.series.map(({ id }, row) => [id, row])));
    this.failures.delete(result.arm);
    this.missing.delete(result.arm);
    this.tellPictures();
  }

  acceptStories(stories: Stories | null, failure: string | null = null): void {
    this.stories = stories;
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
    const gone = [...this.byArm.keys(), ...this.failures.keys(), ...this.missing.keys()].filter((arm) => !arms.includes(arm));
    if (gone.length === 0) return;
    for (const arm of gone) {
      this.byArm.delete(arm);
      this.failures.delete(arm);
      this.missing.delete(arm);
    }
    this.tellPictures();
  }

  clear(): void {
    this.byArm.clear();
    this.failures.clear();
    this.missing.clear();
    this.stories = null;
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

  /** A meter's samples of an arm, one a bin; undefined while there are none. */
  samples(arm: string, meter: string): Float64Array | undefined {
    const result = this.byArm.get(arm);
    const row = this.rows.get(arm)?.get(meter);
    if (!result || row === undefined) return undefined;
    return result.samples.subarray(row * result.bins, row * result.bins + this.seenBins(result));
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

  /** A meter's figure over the whole run. */
  whole(arm: string, meter: string): number {
    const result = this.byArm.get(arm);
    const row = this.rows.get(arm)?.get(meter);
    return result && row !== undefined && this.veil === null ? result.whole[row] : Number.NaN;
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
