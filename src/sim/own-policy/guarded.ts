import type { AnyPolicy } from '../policy/policy.ts';
import { type Answer, isSound, type Method } from './answer.ts';
import { type Methods, methods, type SeamId } from './methods.ts';
import { PolicyError } from './policy-error.ts';
import { special } from './special.ts';

type Call = (...args: unknown[]) => unknown;

/**
 * A policy whose every answer is looked at before its host acts on it. What makes no sense is refused, with what was
 * expected; what makes sense is handed on as it is.
 */
export function guarded(seam: SeamId, policy: AnyPolicy): AnyPolicy {
  const held = answersHeld(seam, policy);
  const wrap = special[seam];
  return wrap ? (wrap(policy.id, held as never) as AnyPolicy) : held;
}

/** The same without what answers have to do with what was told before: that is for the laws of its seam to say. */
export function answersHeld(seam: SeamId, policy: AnyPolicy): AnyPolicy {
  const own = policy as unknown as Readonly<Record<string, unknown>>;
  const held: Record<string, unknown> = { ...own };
  for (const [name, { answer }] of methodsOf(methods[seam]))
    if (typeof own[name] === 'function' && answer.kind !== 'nothing') held[name] = heldTo(answer, policy.id, name, own, own[name] as Call);
  return held as unknown as AnyPolicy;
}

export function methodsOf(table: Methods): [string, Method][] {
  return Object.entries(table).map(([name, entry]) => [name, 'answer' in entry ? entry : { answer: entry }]);
}

/** Functions of contracts take seven arguments at the most. A function of each kind, so that the engine can compile each for what it meets. */
function heldTo(answer: Answer, policy: string, name: string, self: object, method: Call): Call {
  const refuse = (value: unknown): never => {
    throw new PolicyError(policy, name, value, answer.kind === 'nothing' ? '' : answer.expected);
  };
  if (answer.kind === 'number') {
    const { least, most, whole } = answer;
    return whole
      ? (a, b, c, d, e, f, g) => {
          const value = method.call(self, a, b, c, d, e, f, g);
          if (typeof value === 'number' && value >= least && value <= most && Math.floor(value) === value) return value;
          return refuse(value);
        }
      : (a, b, c, d, e, f, g) => {
          const value = method.call(self, a, b, c, d, e, f, g);
          return typeof value === 'number' && value >= least && value <= most ? value : refuse(value);
        };
  }
  if (answer.kind === 'flag')
    return (a, b, c, d, e, f, g) => {
      const value = method.call(self, a, b, c, d, e, f, g);
      return typeof value === 'boolean' ? value : refuse(value);
    };
  return (a, b, c, d, e, f, g) => {
    const value = method.call(self, a, b, c, d, e, f, g);
    return isSound(answer, value) ? value : refuse(value);
  };
}
