import type { Seen } from './understood.ts';

/** A file that cannot be used as a recording, and why, in one sentence. */
export class RecordingError extends Error {
  override readonly name = 'RecordingError';
  /** Its columns and first rows, where it has some that can be shown. */
  seen: Seen | null = null;

  constructor(
    /** The file; a line of it, where it is one that is wrong. */
    readonly where: string,
    readonly found: string,
    readonly expected: string,
  ) {
    super(`${where}: found ${found}, expected ${expected}`);
  }
}

/** Where the reader is, so that whoever finds something wrong can say where. */
export class Place {
  /** From 1; 0 while there are no lines yet. */
  line = 0;

  constructor(readonly file: string) {}

  /** What is wrong with the present line. */
  problem(found: string, expected: string): RecordingError {
    return new RecordingError(this.line > 0 ? `${this.file}, line ${this.line}` : this.file, found, expected);
  }

  /** What is wrong with the file as a whole. */
  wholly(found: string, expected: string): RecordingError {
    return new RecordingError(this.file, found, expected);
  }
}

const LONGEST_SHOWN = 60;

/** A text of the file as an error message shows it. */
export function shown(text: string): string {
  return text === '' ? 'nothing' : JSON.stringify(text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN - 3)}…` : text);
}

export const counted = (n: number) => n.toLocaleString('en');
