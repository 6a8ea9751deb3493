import { lengthened } from './column.ts';
import { OPERATION_FORM, operationOf } from './columns.ts';
import { type Place, shown } from './problem.ts';

const QUOTE = 34;
const SPACE = 32;
const TAB = 9;
const POINT = 46;
const ZERO = 48;
const NINE = 57;

const decoder = new TextDecoder();

/** Bytes as text, for what needs more than a look at digits. */
export function textOf(bytes: Uint8Array, from: number, to: number): string {
  return decoder.decode(bytes.subarray(from, to));
}

/** The number that digits spell, with a point among them or without; −1 where there is anything else, or too many of them. */
export function numberAt(bytes: Uint8Array, from: number, to: number): number {
  if (from === to || to - from > 15) return -1;
  let value = 0;
  let scale = 0;
  for (let i = from; i < to; i++) {
    const byte = bytes[i];
    if (byte === POINT && scale === 0 && i > from && i + 1 < to) scale = 1;
    else if (byte < ZERO || byte > NINE) return -1;
    else {
      value = value * 10 + (byte - ZERO);
      scale *= 10;
    }
  }
  // both are exact, so their quotient is the double nearest to the decimal
  return scale === 0 ? value : value / scale;
}

/** A line cut into its fields, which are good until the next line is cut. */
export interface Cells {
  readonly bytes: Uint8Array;
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly count: number;
  cut(bytes: Uint8Array, from: number, to: number): void;
  text(field: number): string;
  all(): string[];
}

/** The fields of a line, by RFC 4180: parted by one character, in quotes where they hold it, spaces around them left out. */
export class Fields implements Cells {
  bytes: Uint8Array;
  from = new Int32Array(16);
  to = new Int32Array(16);
  count = 0;
  private readonly scratch = new Uint8Array(65_536);

  constructor(
    private readonly separator: number,
    private readonly place: Place,
  ) {
    this.bytes = this.scratch;
  }

  cut(bytes: Uint8Array, from: number, to: number): void {
    const { separator } = this;
    this.bytes = bytes;
    this.count = 0;
    let start = from;
    for (let i = from; i < to; i++) {
      const byte = bytes[i];
      if (byte === QUOTE) {
        this.cutQuoted(bytes, from, to);
        return;
      }
      if (byte === separator) {
        this.add(bytes, start, i);
        start = i + 1;
      }
    }
    this.add(bytes, start, to);
  }

  text(field: number): string {
    return textOf(this.bytes, this.from[field], this.to[field]);
  }

  all(): string[] {
    return Array.from({ length: this.count }, (_, field) => this.text(field));
  }

  /** A line with quotes somewhere: fields are copied without theirs. A quote within a field that has none around it is itself. */
  private cutQuoted(bytes: Uint8Array, from: number, to: number): void {
    const { scratch, separator } = this;
    this.bytes = scratch;
    this.count = 0;
    let end = 0;
    for (let i = from; i <= to; i++) {
      while (i < to && (bytes[i] === SPACE || bytes[i] === TAB) && bytes[i] !== separator) i++;
      const start = end;
      if (bytes[i] === QUOTE && i < to) {
        for (i++; ; i++) {
          if (i >= to) throw this.place.problem('a quote that is not closed on its line', 'a quote at both ends of the field');
          if (bytes[i] === QUOTE && (i + 1 === to || bytes[i + 1] !== QUOTE)) break;
          if (bytes[i] === QUOTE) i++;
          scratch[end++] = bytes[i];
        }
        this.mark(start, end);
        for (i++; i < to && bytes[i] !== separator; i++)
          if (bytes[i] !== SPACE && bytes[i] !== TAB)
            throw this.place.problem(shown(textOf(bytes, i, to)), 'a separator after the closing quote');
      } else {
        while (i < to && bytes[i] !== separator) scratch[end++] = bytes[i++];
        this.add(scratch, start, end);
      }
    }
  }

  private add(bytes: Uint8Array, from: number, to: number): void {
    while (from < to && (bytes[from] === SPACE || bytes[from] === TAB)) from++;
    while (to > from && (bytes[to - 1] === SPACE || bytes[to - 1] === TAB)) to--;
    this.mark(from, to);
  }

  private mark(from: number, to: number): void {
    if (this.count === this.from.length) {
      this.from = lengthened(this.from, this.count * 2);
      this.to = lengthened(this.to, this.count * 2);
    }
    this.from[this.count] = from;
    this.to[this.count++] = to;
  }
}

/** Words for operations, of which a file has few: what has come up is known by its bytes. */
export class OperationWords {
  private readonly seen: { word: Uint8Array; operation: number }[] = [];

  constructor(private readonly place: Place) {}

  at(bytes: Uint8Array, from: number, to: number): number {
    for (const { word, operation } of this.seen) if (isWord(word, bytes, from, to)) return operation;
    const text = textOf(bytes, from, to);
    const operation = operationOf(text);
    if (operation === undefined) throw this.place.problem(shown(text), OPERATION_FORM);
    this.seen.push({ word: bytes.slice(from, to), operation });
    return operation;
  }
}

function isWord(word: Uint8Array, bytes: Uint8Array, from: number, to: number): boolean {
  if (word.length !== to - from) return false;
  for (let i = 0; i < word.length; i++) if (word[i] !== bytes[from + i]) return false;
  return true;
}
