import type { PolicyDescription } from '../../scenario/descriptions.ts';
import type { FromLooker, ToLooker } from '../look/contract.ts';
import type { FromWorker, ToWorker } from '../protocol.ts';
import type { CodeProblem } from './code-error.ts';

/** What the page says to a worker that runs code which is not ours: what any worker is told, and whether it still listens. */
export type ToRealm = ToWorker | ToLooker | { type: 'ping' };

/** What it answers. */
export type FromRealm =
  | FromWorker
  | FromLooker
  /** @property reached how far the run that is under way has come [ms] */
  | { type: 'pong'; reached: number | null }
  /** The code has run, and says this of its policies, by id. */
  | { type: 'described'; policies: Readonly<Record<string, PolicyDescription>> }
  /** The code cannot be used. */
  | { type: 'broken'; problems: readonly CodeProblem[] };
