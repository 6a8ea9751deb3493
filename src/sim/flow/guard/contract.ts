import type { Meter } from '../../meter/meter.ts';
import type { ParamRecord, Params } from '../../param/param.ts';
import type { CallerParams } from '../caller-params.ts';
import type { CallingSite } from '../calling-site.ts';
import type { Operations } from '../operations.ts';
import { DEGRADED, OK } from '../port.ts';
import type { Tries } from '../tries.ts';

/** Verdicts of `ask`, besides the outcome that a refusal has. */
export const PASSES = -1;
/** It goes on later, by `goOn`, or is refused after all. */
export const HOLDS = -2;

/** Outcomes besides those of calls, known inside of a caller only; its owner sees the first two as rejections. A guard of its own has refused: */
export const OWN_REFUSAL = 9;
/** … and would refuse it at any time. */
export const NEVER_PASSES = 10;
/** Not known yet: the guard will say by `answered`. */
export const PENDING = 11;

/** Whether what ended so is answered. */
export const isAnswer = (outcome: number): boolean => outcome === OK || outcome === DEGRADED;

/**
 * What stands around the attempts of an operation, one of several inside of each other. One outside of `retry` is asked
 * once an operation and told what became of that; one inside of it once an attempt; one between `retry` and `hedge` once
 * a turn, which is an attempt with its hedges. `tried` is a row of `Tries`: whatever of these it is.
 */
export interface Guard {
  /** Whether it has anything to say at present; what passed it while it had not is no concern of its. */
  readonly present: boolean;
  /** Something wants to pass: PASSES, HOLDS or the outcome with which it is refused. */
  ask(tried: number): number;
  /**
   * What has come this far has ended so, whether it had been asked or not.
   * @param cut whether somebody outside has ended it, whom its outcome does not concern
   * @returns the outcome for those outside of it, or PENDING
   */
  ended(tried: number, outcome: number, cut: boolean): number;
  /** What it holds, or keeps PENDING, is not wanted any more. */
  leave(tried: number): void;
  /** A parameter has changed; `replaced` when it is a policy that was swapped, so its state starts fresh. */
  changed(param: string, replaced: boolean): void;
}

/** What a guard knows of where it stands, and asks of whoever leads the way through it. */
export interface Passage {
  readonly site: CallingSite;
  readonly params: CallerParams;
  readonly operations: Operations;
  readonly tries: Tries;
  /** What a guard holds asks it again, or goes on past it where it has `passed`. */
  goOn(tried: number, passed: boolean): void;
  /** What a guard holds is refused after all. */
  refuse(tried: number, outcome: number): void;
  /** The outcome that a guard kept PENDING. */
  answered(tried: number, outcome: number): void;
  /** Its time is up: what is under way inside of this guard ends, seen there as `inside`, and outside as timed out. */
  runOut(tried: number, guard: Guard, inside: number): void;
  /** Opens an operation over another wire, the end of which `answered` tells; −1 where there is no such wire. */
  openInstead(tried: number, wire: string): number;
  goInstead(standIn: number): void;
  cancelInstead(standIn: number): void;
}

/** Where a guard stands among those of its wire. */
export interface Place {
  /** WHOLE, TURN or ATTEMPT: what it is asked about. */
  readonly level: number;
  /** Whether nothing stands inside of it. */
  readonly innermost: boolean;
}

/** A kind of guard: one file says it all. */
export interface GuardDefinition {
  /** What documents call it in their order of guards. */
  id: string;
  label: string;
  /** Where it stands in the usual order: the smaller, the further out. */
  order: number;
  /** Parameters of its own that every caller has; those that are not here are among the caller's. */
  params?: ParamRecord;
  /** Those of the caller's parameters that have no effect where it is left out of the order. */
  reads?: readonly (keyof CallerParams)[];
  /** What each policy among these has one state for. */
  scopes?: Readonly<Record<string, 'operation' | 'instance and wire' | 'nothing'>>;
  /** What it reports besides what every caller does, and what is made of that; a fact's number is what the recorder's `factNumber` says. */
  facts?: readonly string[];
  meters?: readonly Meter[];
  /** Whether it is one for all wires of its caller, where the scope of its state is wider than a wire. */
  shared?: boolean;
  /** Absent where it is part of the way itself; null where it has nothing to do at such a place. */
  create?(passage: Passage, place: Place): Guard | null;
  /** Adds what can be charted of it. @param guards those of the caller's wires */
  addReadings?(site: CallingSite, guards: readonly Guard[]): void;
}

/** @param definition its `create` is given what its own parameters are, too */
export function defineGuard<const R extends ParamRecord = Record<never, never>>(
  definition: Omit<GuardDefinition, 'params' | 'create'> & {
    params?: R;
    create?(passage: Passage, place: Place, own: Params<R>): Guard | null;
  },
): GuardDefinition {
  const { create, ...rest } = definition;
  // what a caller is set to holds the parameters of every guard
  return create ? { ...rest, create: (passage, place) => create(passage, place, passage.params as never) } : rest;
}
