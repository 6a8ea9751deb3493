import { counted, type Place } from './problem.ts';

const TAB = 9;
const LF = 10;
const CR = 13;
const SPACE = 32;
/** [B] */
const LONGEST_LINE = 65_536;

/** Takes a line: bytes `from` to `to` − 1, good only until it returns. */
export type TakeLine = (bytes: Uint8Array, from: number, to: number) => void;

/** Cuts text into lines, however it comes in pieces; lines end with LF or CRLF, the last one may end with nothing. */
export class Lines {
  /** The beginning of a line whose end has not come. */
  private readonly held = new Uint8Array(LONGEST_LINE);
  private holds = 0;
  /** CRs seen in the present line. */
  private returns = 0;

  constructor(
    private readonly place: Place,
    private readonly take: TakeLine,
  ) {
    place.line = 1;
  }

  push(bytes: Uint8Array): void {
    let from = 0;
    for (let i = 0; i < bytes.length; i++) {
      const byte = bytes[i];
      if (byte >= SPACE || byte === TAB) continue;
      if (byte === CR) this.returns++;
      else if (byte === LF) {
        this.end(bytes, from, i);
        from = i + 1;
      } else throw this.notText(byte);
    }
    this.hold(bytes, from, bytes.length);
  }

  /** There is no more. */
  finish(): void {
    if (this.holds > 0) this.end(this.held, 0, 0);
  }

  private end(bytes: Uint8Array, from: number, to: number): void {
    if (this.holds > 0) {
      this.hold(bytes, from, to);
      const { holds } = this;
      this.holds = 0;
      this.whole(this.held, 0, holds);
    } else this.whole(bytes, from, to);
    this.place.line++;
  }

  private whole(bytes: Uint8Array, from: number, to: number): void {
    if (to - from > LONGEST_LINE) throw this.tooLong();
    if (this.returns > 0) {
      const last = to > from && bytes[to - 1] === CR;
      if (!last || this.returns > 1) throw this.place.problem('a carriage return within the line', 'lines that end with LF or CRLF');
      this.returns = 0;
      this.take(bytes, from, to - 1);
    } else this.take(bytes, from, to);
  }

  private hold(bytes: Uint8Array, from: number, to: number): void {
    if (this.holds + to - from > LONGEST_LINE) throw this.tooLong();
    for (let i = from; i < to; i++) this.held[this.holds++] = bytes[i];
  }

  private tooLong() {
    return this.place.problem(`more than ${counted(LONGEST_LINE)} bytes without a line end`, 'one access a line');
  }

  private notText(byte: number) {
    return this.place.problem(`a byte that is no text: 0x${byte.toString(16).padStart(2, '0')}`, 'text, one access a line');
  }
}
