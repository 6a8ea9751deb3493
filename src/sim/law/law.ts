import type { Seams } from '../param/param.ts';
import type { Trial } from './trial.ts';

/** What a law is tried on: a policy, and values of its parameters that are its own. */
export interface Subject<Seam extends keyof Seams> {
  readonly policy: Seams[Seam]['policy'];
  readonly params: Seams[Seam]['params'];
}

/** Something that is done to a policy, of a seed's choosing, and the laws that are looked at meanwhile. */
export interface Experiment<Seam extends keyof Seams = keyof Seams> {
  /** By id: what holds, as a sentence without its end. */
  laws: Readonly<Record<string, string>>;
  /** Only of policies that promise this. */
  promise?: string;
  /** How often it is worth trying; absent: as often as there is time. */
  tries?: number;
  /** Ends with a Broken as soon as a law does not hold. */
  play(subject: Subject<Seam>, trial: Trial): void;
}

/** What every policy of a seam is held to, and what those are that promise more. */
export interface SeamLaws<Seam extends keyof Seams = keyof Seams> {
  /** What a try is called, and what it is made of: traces, access, accesses. */
  words: { tries: string; step: string; steps: string };
  experiments: readonly Experiment<Seam>[];
}

export function defineLaws<Seam extends keyof Seams>(_seam: Seam, laws: SeamLaws<Seam>): SeamLaws<Seam> {
  return laws;
}
