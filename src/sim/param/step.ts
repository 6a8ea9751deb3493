import type { Param } from './param.ts';

/**
 * What a step of a routine is: as data, so that reading it, its schema and its reference follow. A step is written as a
 * record whose first key is its id, as `{ "branch": 0.5, "then": […] }`, or as its id alone where that says it all.
 */

interface Words {
  label: string;
  /** One sentence: what it does, and when it matters. */
  help: string;
}

/** One of the wires in the component's `calls`, by name. */
export interface WireField extends Words {
  type: 'wire';
}

/** Several of them. */
export interface WiresField extends Words {
  type: 'wires';
}

/** Steps within the step. */
export interface StepsField extends Words {
  type: 'steps';
  /** It may be left out, which is the same as no step. */
  optional?: boolean;
}

export type StepField = Param | WireField | WiresField | StepsField;

export interface StepDescription {
  /** Its first key in documents. */
  id: string;
  title: string;
  summary: string;
  /** Its id is enough. */
  alone?: boolean;
  /** What its record holds, by key; a step without a field of its own name is only ever written alone. */
  fields: Readonly<Record<string, StepField>>;
}

export const wire = (words: Words): WireField => ({ type: 'wire', ...words });
export const wires = (words: Words): WiresField => ({ type: 'wires', ...words });
export const steps = (words: Words & { optional?: boolean }): StepsField => ({ type: 'steps', ...words });
