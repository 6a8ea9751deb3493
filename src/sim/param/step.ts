import type { Param } from './param.ts';
import type { Carried } from './wires.ts';

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
  /** What is to go over it: it must lead to what takes that. */
  carries: Carried;
  /** It may be left out. */
  optional?: boolean;
}

/** Several of them. */
export interface WiresField extends Words {
  type: 'wires';
}

/** What an acquire step calls its lease; other steps say which they mean by that name. */
export interface LeaseField extends Words {
  type: 'lease';
  /** It gives the name. */
  gives?: boolean;
  optional?: boolean;
}

/** Steps within the step. */
export interface StepsField extends Words {
  type: 'steps';
  /** It may be left out, which is the same as no step. */
  optional?: boolean;
}

export type StepField = Param | WireField | WiresField | LeaseField | StepsField;

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

/** Whether a step is nothing without a field. */
export function isNeeded({ id }: StepDescription, key: string, field: StepField): boolean {
  return key === id || !('default' in field || ('optional' in field && field.optional));
}

export const wire = (words: Words & { carries?: Carried; optional?: boolean }): WireField => ({ type: 'wire', carries: 'calls', ...words });
export const wires = (words: Words): WiresField => ({ type: 'wires', ...words });
export const lease = (words: Words & { gives?: boolean; optional?: boolean }): LeaseField => ({ type: 'lease', ...words });
export const steps = (words: Words & { optional?: boolean }): StepsField => ({ type: 'steps', ...words });
