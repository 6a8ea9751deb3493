import type { Role } from './columns.ts';
import type { DurationFacts, StatusFacts } from './tallies.ts';

/** A column of a file. */
export interface Column {
  name: string;
  /** What it was taken for; null where it is left out. */
  role: Role | null;
  /** How that is known: by its name, by what is in it, by where it stands in a log, or because somebody said so. */
  by: 'name' | 'content' | 'place' | 'choice';
  /** Of times and durations: their unit, and whether it is a guess. */
  unit: string | null;
  guessed: boolean;
}

/** What can be shown of a file before anything is made of it. */
export interface Seen {
  /** CSV, TSV, NDJSON … */
  form: string;
  columns: readonly Column[];
  /** The first rows, a text a column. */
  rows: readonly (readonly string[])[];
}

/** What a file was taken for. */
export interface Understood extends Seen {
  /** From the first request to the last [ms]; null where there are no times that differ. */
  span: number | null;
  /** Requests/s over that span; null where there is none. */
  rate: number | null;
  /** Its times are in whole seconds. */
  wholeSeconds: boolean;
  /** Rows that are earlier than one before them. */
  outOfOrder: number;
  /** How many different ones; 0 where there are none. */
  tenants: number;
  hasPriorities: boolean;
  durations: DurationFacts | null;
  statuses: StatusFacts | null;
  /** Lines that could not be read, and what is wrong with the first of them. */
  leftOut: { count: number; first: string } | null;
  /** What was chosen, as a scenario spells it; empty where nobody chose. */
  chosen: string;
}
