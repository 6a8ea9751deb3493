import { lengthened } from './column.ts';
import type { Cells } from './fields.ts';
import { textOf } from './fields.ts';
import { type Place, shown } from './problem.ts';

const QUOTE = 34;
const SPACE = 32;
const OPENING = 91;
const CLOSING = 93;
const BACKSLASH = 92;

/** Where the request stands in a line, before it is parted. */
const REQUEST = 4;
/** What each line has at the least: host, ident, user, time, request, status and bytes. */
const LEAST = 7;

const FORM = 'a line of an access log, as 127.0.0.1 - - [10/Oct/2000:13:55:36 -0700] "GET /a HTTP/1.1" 200 2326';

/** The columns of common and combined logs; whatever a server writes behind them has a number. */
const NAMES = ['host', 'ident', 'user', 'time', 'method', 'path', 'status', 'bytes', 'referer', 'agent'];

export const logNames = (count: number): string[] => Array.from({ length: count }, (_, i) => NAMES[i] ?? `field ${i + 1}`);

export const isLogLine = (text: string): boolean => /^\S+ \S+ .+? \[\d\d\/[A-Z][a-z]{2}\/\d{4}:[^\]]+\] "/.test(text);

/** The fields of a line of an access log: parted by spaces, within brackets or quotes where they hold some; the request is method and path. */
export class LogFields implements Cells {
  bytes: Uint8Array = new Uint8Array(0);
  from = new Int32Array(16);
  to = new Int32Array(16);
  count = 0;

  constructor(private readonly place: Place) {}

  cut(bytes: Uint8Array, from: number, to: number): void {
    this.bytes = bytes;
    this.count = 0;
    let fields = 0;
    for (let i = from; i < to; i++) {
      if (bytes[i] === SPACE) continue;
      const closing = bytes[i] === OPENING ? CLOSING : bytes[i] === QUOTE ? QUOTE : SPACE;
      const start = closing === SPACE ? i : i + 1;
      for (i = start; i < to && bytes[i] !== closing; i++) if (closing === QUOTE && bytes[i] === BACKSLASH) i++;
      if (i >= to && closing !== SPACE) throw this.place.problem(shown(textOf(bytes, from, to)), FORM);
      if (fields++ === REQUEST) this.part(start, i);
      else this.mark(start, Math.min(i, to));
    }
    if (fields < LEAST) throw this.place.problem(shown(textOf(bytes, from, to)), FORM);
  }

  text(field: number): string {
    return textOf(this.bytes, this.from[field], this.to[field]);
  }

  all(): string[] {
    return Array.from({ length: this.count }, (_, field) => this.text(field));
  }

  /** `GET /a HTTP/1.1` → `GET`, `/a`. */
  private part(from: number, to: number): void {
    const { bytes } = this;
    let method = from;
    while (method < to && bytes[method] !== SPACE) method++;
    if (method === to) throw this.place.problem(shown(textOf(bytes, from, to)), 'a request, as GET /a HTTP/1.1');
    let end = to;
    while (end > method + 1 && bytes[end - 1] !== SPACE) end--;
    // HTTP/0.9 has no version
    this.mark(from, method);
    this.mark(method + 1, end > method + 1 ? end - 1 : to);
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
