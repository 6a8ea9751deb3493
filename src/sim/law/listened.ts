import { answersHeld, methodsOf } from '../own-policy/guarded.ts';
import { methods, type SeamId } from '../own-policy/methods.ts';
import type { AnyPolicy } from '../policy/policy.ts';
import type { Place } from '../policy/rate-limiter/contract.ts';

/** What is heard of a policy's calls. */
export interface Listener {
  /** An answer that says something: a number, a text, true or false. */
  answered(method: string, value: unknown): void;
  /** Its gauges are read after every call where this is said. */
  readsGauges: boolean;
  /** Now [µs], for gauges. */
  now(): number;
}

type Call = (...args: unknown[]) => unknown;

/** What a gauge answered that is no number. */
export class GaugeError extends Error {
  constructor(
    readonly gauge: string,
    found: unknown,
  ) {
    super(`shows ${String(found)} as its gauge ${gauge}, which is no number`);
    this.name = 'GaugeError';
  }
}

/** A policy held to what its contract may answer, whose answers are heard. */
export function listened(seam: SeamId, policy: AnyPolicy, listener: Listener): AnyPolicy {
  const held = answersHeld(seam, policy) as unknown as Readonly<Record<string, unknown>>;
  const heard: Record<string, unknown> = { ...held };
  let state: object | null = null;
  const readGauges = (params: object) => {
    if (state === null) return;
    for (const [name, { read }] of Object.entries(policy.gauges ?? {})) {
      const value = read(state, params, listener.now());
      if (typeof value !== 'number') throw new GaugeError(name, value);
    }
  };
  for (const [name] of methodsOf(methods[seam])) {
    const method = held[name] as Call | undefined;
    if (typeof method !== 'function') continue;
    heard[name] = (...args: unknown[]) => {
      const value = method.apply(policy, args);
      if (name === 'start') {
        // a limiter’s state is so many cells of a column
        state = seam === 'rate-limiter' ? ({ cells: args[1], at: args[2] } as Place) : (value as object);
      } else {
        if (typeof value !== 'object' && value !== undefined) listener.answered(name, value);
        if (listener.readsGauges) readGauges((seam === 'rate-limiter' ? args[0] : args[1]) as object);
      }
      return value;
    };
  }
  return heard as unknown as AnyPolicy;
}
