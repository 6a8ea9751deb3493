/** What a call of a policy may come to. Numbers are told by their bounds, which are looked at at every call. */
export type Answer =
  | { kind: 'number'; least: number; most: number; whole: boolean; expected: string }
  | { kind: 'flag' | 'object' | 'maybe' | 'text'; expected: string }
  /** Nobody looks at what it gives back. */
  | { kind: 'nothing' };

/** Every function of a contract; `?` where it may be left out, `as` where what it gives is told apart by more than its value. */
export interface Method {
  answer: Answer;
  optional?: true;
}

const NEVER = Number.POSITIVE_INFINITY;
const number = (least: number, most: number, whole: boolean, expected: string): Answer => ({
  kind: 'number',
  least,
  most,
  whole,
  expected,
});

/** A span that something waits, on the clock. */
export const WAIT = number(0, Number.MAX_SAFE_INTEGER, true, 'whole µs from 0');
/** The same where never is an answer. */
export const SPAN = number(0, NEVER, true, 'whole µs from 0, or Infinity');
/** An amount that no clock has to keep. */
export const AMOUNT = number(0, NEVER, false, 'a number from 0, or Infinity');
export const RATIO = number(0, 1, false, 'a number from 0 to 1');
export const FLAG: Answer = { kind: 'flag', expected: 'true or false' };
export const OBJECT: Answer = { kind: 'object', expected: 'an object' };
export const MAYBE: Answer = { kind: 'maybe', expected: 'an object, or undefined' };
export const TEXT: Answer = { kind: 'text', expected: 'a text' };
export const NOTHING: Answer = { kind: 'nothing' };

/** One of a few whole numbers in a row, as a contract names them. */
export const oneOf = (least: number, ...names: string[]): Answer =>
  number(least, least + names.length - 1, true, `one of ${names.join(', ')}`);

/** A whole number from `least` on; below 0 the contract's names for what is no such number. */
export const whole = (least: number, expected: string, most: number = Number.MAX_SAFE_INTEGER): Answer =>
  number(least, most, true, expected);

export const spanOr = (least: number, expected: string): Answer => number(least, NEVER, true, expected);
export const amount = (least: number, most: number, expected: string): Answer => number(least, most, false, expected);

export const optional = (answer: Answer): Method => ({ answer, optional: true });

/** Whether a value is such an answer. */
export function isSound(answer: Answer, value: unknown): boolean {
  switch (answer.kind) {
    case 'number':
      return typeof value === 'number' && value >= answer.least && value <= answer.most && (!answer.whole || Math.floor(value) === value);
    case 'flag':
      return typeof value === 'boolean';
    case 'object':
      return typeof value === 'object' && value !== null;
    case 'maybe':
      return value === undefined || (typeof value === 'object' && value !== null);
    case 'text':
      return typeof value === 'string';
    case 'nothing':
      return true;
  }
}
