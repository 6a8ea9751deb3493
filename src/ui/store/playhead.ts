/**
 * The moment that is looked at. It moves sixty times a second, so it lives outside React: who shows it subscribes and
 * writes to the DOM, or takes a slower copy with `usePlayhead`.
 */
import { useSyncExternalStore } from 'react';
import { factorText, Pace, shifted, type Tempo, USUAL_TEMPO } from './pace.ts';

type Listener = (now: number) => void;

/** How often figures follow a moving playhead [ms]. */
const SLOW_EVERY = 100;

class Playhead {
  /** [ms] */
  now = 0;
  duration = 1;
  playing = false;
  /** What was chosen for this and all further runs. */
  tempo: Tempo = USUAL_TEMPO;
  pace = new Pace(USUAL_TEMPO, 1, []);
  /** It goes no further, for a question [ms]; null where nothing is asked. */
  private limit: number | null = null;
  /** Where a fitted run is played slower [ms]. */
  private moments: readonly number[] = [];
  private readonly fast = new Set<Listener>();
  private readonly slow = new Set<() => void>();
  private slowNow = 0;
  private slowState = 0;
  private lastFrame = 0;
  private lastSlow = 0;

  /** Called at every change of the moment, up to once a frame. */
  follow(listener: Listener): () => void {
    this.fast.add(listener);
    listener(this.now);
    return () => this.fast.delete(listener);
  }

  subscribeSlowly = (listener: () => void): (() => void) => {
    this.slow.add(listener);
    return () => this.slow.delete(listener);
  };
  /** The moment as figures show it. */
  slowly = (): number => this.slowNow;
  /** Changes whenever playing, tempo or duration do. */
  state = (): number => this.slowState;

  seek(to: number): void {
    this.now = Math.min(this.limit ?? this.duration, this.duration, Math.max(0, to));
    for (const listener of this.fast) listener(this.now);
    this.tellSlowly(this.playing);
  }

  begin(duration: number, at: number): void {
    this.duration = duration;
    this.keepPace();
    this.seek(at);
    this.changed();
  }

  /** It is not to pass a moment [ms], or free again. */
  setLimit(limit: number | null): void {
    this.limit = limit;
    if (limit !== null && this.now > limit) this.seek(limit);
  }

  setMoments(moments: readonly number[]): void {
    this.moments = moments;
    this.keepPace();
    this.changed();
  }

  play(): void {
    if (this.playing) return;
    if (this.now >= (this.limit ?? this.duration)) this.seek(0);
    this.playing = true;
    this.lastFrame = performance.now();
    this.changed();
    requestAnimationFrame(this.frame);
  }

  pause(): void {
    if (!this.playing) return;
    this.playing = false;
    this.changed();
    this.tellSlowly(false);
  }

  toggle(): void {
    if (this.playing) this.pause();
    else this.play();
  }

  setTempo(tempo: Tempo): void {
    this.tempo = tempo;
    this.keepPace();
    this.changed();
  }

  /** One notch quicker or slower. */
  shift(notches: number): void {
    this.setTempo(shifted(this.tempo, notches));
  }

  private keepPace(): void {
    this.pace = new Pace(this.tempo, this.duration, this.moments);
  }

  private frame = (time: number): void => {
    if (!this.playing) return;
    // a tab that was in the background must not leap
    const passed = Math.min(100, Math.max(0, time - this.lastFrame));
    this.lastFrame = time;
    const next = this.pace.momentAt(this.pace.realAt(this.now) + passed);
    this.seek(next);
    if (this.now >= (this.limit ?? this.duration)) this.pause();
    else requestAnimationFrame(this.frame);
  };

  private tellSlowly(throttled: boolean): void {
    const time = performance.now();
    if (throttled && time - this.lastSlow < SLOW_EVERY) return;
    this.lastSlow = time;
    this.slowNow = this.now;
    for (const listener of this.slow) listener();
  }

  private changed(): void {
    this.slowState++;
    for (const listener of this.slow) listener();
  }
}

export const playhead = new Playhead();

/** The moment [ms], ten times a second while it plays. */
export function usePlayhead(): number {
  return useSyncExternalStore(playhead.subscribeSlowly, playhead.slowly);
}

/** Whether it plays, how long the run is, and which tempo was chosen. */
export function usePlaying(): { playing: boolean; duration: number; tempo: Tempo } {
  useSyncExternalStore(playhead.subscribeSlowly, playhead.state);
  return { playing: playhead.playing, duration: playhead.duration, tempo: playhead.tempo };
}

/** What passes in the run at the playhead while a second passes here, in words. */
export function useFactorText(): string {
  return useSyncExternalStore(playhead.subscribeSlowly, () => factorText(playhead.pace.factorAt(playhead.now)));
}
