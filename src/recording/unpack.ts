import { FlateErrorCode, Gunzip } from 'fflate';
import { counted, type Place } from './problem.ts';

/** Where bytes go, piece by piece. */
export interface Sink {
  push(bytes: Uint8Array): void;
  finish(): void;
}

/** So many bytes tell what a file is. */
const HEAD = 64;
const SHOWN = 16;
/** Unpacked text is longer than the file; beyond this it is no recording that anybody made [B]. */
const MOST_UNPACKED = 1_000_000_000;
/** What is unpacked at a time: deflate makes at most a thousand times as much of it [B]. */
const PIECE = 16_384;
/** CRC and length at the end of gzip. */
const TRAILER = 8;

/** What else people drop, by its first bytes, and what to do about it. */
const others: readonly { starts: readonly number[]; found: string; expected: string }[] = [
  { starts: [0x28, 0xb5, 0x2f, 0xfd], found: 'a Zstandard archive', expected: 'text or gzip: unpack it with zstd -d' },
  { starts: [0x50, 0x4b, 0x03, 0x04], found: 'a ZIP archive or a spreadsheet', expected: 'text or gzip: unpack it, or save it as CSV' },
  { starts: [0xfd, 0x37, 0x7a, 0x58, 0x5a], found: 'an xz archive', expected: 'text or gzip: unpack it with xz -d' },
  { starts: [0x42, 0x5a, 0x68], found: 'a bzip2 archive', expected: 'text or gzip: unpack it with bunzip2' },
  { starts: [0x50, 0x41, 0x52, 0x31], found: 'a Parquet file', expected: 'text or gzip: export it as CSV' },
  { starts: [0xff, 0xfe], found: 'UTF-16', expected: 'UTF-8: save it as UTF-8, or convert it with iconv -f UTF-16 -t UTF-8' },
  { starts: [0xfe, 0xff], found: 'UTF-16', expected: 'UTF-8: save it as UTF-8, or convert it with iconv -f UTF-16 -t UTF-8' },
];

/** Looks at the first bytes, then passes everything on as text: unpacked if it is gzip, without a byte order mark. */
export class Unpacked implements Sink {
  packed = false;
  private readonly head = new Uint8Array(HEAD);
  private length = 0;
  private onward: Sink | null = null;

  constructor(
    private readonly place: Place,
    private readonly text: Sink,
    private readonly within = false,
  ) {}

  push(bytes: Uint8Array): void {
    let rest = bytes;
    if (this.onward === null) {
      const some = bytes.subarray(0, HEAD - this.length);
      this.head.set(some, this.length);
      this.length += some.length;
      if (this.length < HEAD) return;
      rest = bytes.subarray(some.length);
      this.open().push(this.headOnward());
    }
    if (rest.length > 0) this.onward!.push(rest);
  }

  finish(): void {
    if (this.length === 0) throw this.place.wholly(this.within ? 'gzip of nothing' : 'an empty file', 'accesses, one a line');
    if (this.onward === null) this.open().push(this.headOnward());
    this.onward!.finish();
  }

  private headOnward(): Uint8Array {
    const head = this.head.subarray(0, this.length);
    return startsWith(head, [0xef, 0xbb, 0xbf]) ? head.subarray(3) : head;
  }

  private open(): Sink {
    this.onward = this.recognised();
    return this.onward;
  }

  private recognised(): Sink {
    const head = this.head.subarray(0, this.length);
    if (startsWith(head, [0x1f, 0x8b])) {
      if (this.within) throw this.place.wholly('gzip within gzip', 'text, packed once at most');
      this.packed = true;
      return new Gzip(this.place, new Unpacked(this.place, this.text, true));
    }
    for (const { starts, found, expected } of others) if (startsWith(head, starts)) throw this.place.wholly(found, expected);
    const zeros = head.filter((byte) => byte === 0).length;
    const paired = [0, 1].some((odd) => head.every((byte, i) => (byte === 0) === (i % 2 === odd)));
    if (zeros > 1 && paired) throw this.place.wholly('UTF-16 without a byte order mark', 'UTF-8: convert it with iconv -f UTF-16 -t UTF-8');
    if (head.some((byte) => byte < 32 && byte !== 9 && byte !== 10 && byte !== 13)) {
      const bytes = Array.from(head.subarray(0, SHOWN), (byte) => byte.toString(16).padStart(2, '0')).join(' ');
      throw this.place.wholly(
        `bytes that are no text (${bytes}${head.length > SHOWN ? ' …' : ''})`,
        'text, one access a line, or gzip of it',
      );
    }
    return this.text;
  }
}

const startsWith = (bytes: Uint8Array, start: readonly number[]) => start.every((byte, i) => bytes[i] === byte);

/** Unpacks gzip, also of several members one after the other. */
class Gzip implements Sink {
  private readonly gunzip: Gunzip;
  /** Bytes that have come out, in all and of the present member. */
  private total = 0;
  private ofMember = 0;
  private readonly tail = new Uint8Array(TRAILER);
  private came = 0;

  constructor(
    private readonly place: Place,
    private readonly onward: Sink,
  ) {
    this.gunzip = new Gunzip((bytes) => {
      this.total += bytes.length;
      this.ofMember += bytes.length;
      if (this.total > MOST_UNPACKED)
        throw place.wholly(`more than ${counted(MOST_UNPACKED / 1_000_000)} MB of text in the gzip`, 'a shorter recording');
      if (bytes.length > 0) onward.push(bytes);
    });
    this.gunzip.onmember = () => {
      this.ofMember = 0;
    };
  }

  push(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; at += PIECE) this.feed(bytes.subarray(at, at + PIECE), false);
    const last = bytes.subarray(Math.max(0, bytes.length - TRAILER));
    this.tail.copyWithin(0, last.length);
    this.tail.set(last, TRAILER - last.length);
    this.came += bytes.length;
  }

  finish(): void {
    this.feed(new Uint8Array(0), true);
    // fflate does not look at the trailer, which a file that was cut short lacks
    const length = new DataView(this.tail.buffer).getUint32(4, true);
    if (length !== this.ofMember % 4_294_967_296) throw this.cutShort();
    this.onward.finish();
  }

  private feed(bytes: Uint8Array, final: boolean): void {
    try {
      this.gunzip.push(bytes, final);
    } catch (error) {
      const code = (error as { code?: number }).code;
      if (code === undefined) throw error;
      throw code === FlateErrorCode.UnexpectedEOF ? this.cutShort() : this.place.wholly('gzip that is damaged', 'a whole gzip file');
    }
  }

  private cutShort() {
    return this.place.wholly(`gzip that is cut short: it ends after ${counted(this.came)} bytes`, 'a whole gzip file');
  }
}
