import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { Recording } from '../sim/policy/workload/contract.ts';
import { Accesses } from './accesses.ts';
import { type Chosen, chosenColumns } from './columns.ts';
import type { Format } from './formats.ts';
import { Lines } from './lines.ts';
import { counted, Place, RecordingError } from './problem.ts';
import { type EarlyLine, recognise } from './recognise.ts';
import type { Seen, Understood } from './understood.ts';
import { Unpacked } from './unpack.ts';

export type { Role } from './columns.ts';
export { RecordingError } from './problem.ts';
export type { Seen, Understood } from './understood.ts';

/** A file of accesses, read. */
export interface RecordingFile {
  name: string;
  /** Length of the file. */
  bytes: number;
  accesses: number;
  /** Different keys. */
  distinct: number;
  /** SHA-256 over the file's bytes, in hexadecimal: what a scenario knows it by. */
  hash: string;
  recording: Recording;
  /** What it was taken for, for people. */
  format: string;
  /** Blank lines and comments. */
  skipped: number;
  understood: Understood;
}

export interface Reading {
  name: string;
  /** Length of the file, where it is known beforehand [B]. */
  size: number;
  /** What its columns are where somebody says so, as a scenario spells it: `time=1:ms key=3`. */
  columns?: string;
  onProgress?(bytesRead: number): void;
  signal?: AbortSignal;
}

/** [B] */
const MOST_BYTES = 200_000_000;
/** What is read at a stretch, between two looks at the clock [B]. */
const STRETCH = 524_288;
/** How long it works before others have their turn [ms]. */
const TURN = 30;
/** So many lines show what a file is. */
const EARLY_LINES = 100;

/**
 * Reads a file of accesses, whatever size its pieces have: one key a line; CSV or TSV with a header, or without one
 * where the columns can be told; NDJSON; access logs, common and combined; gzip of any of these. Blank lines and lines
 * that begin with # are skipped. Rejects with a RecordingError that says where and what, or with the signal's reason.
 */
export async function readRecording(
  chunks: AsyncIterable<Uint8Array>,
  { name, size, columns = '', onProgress, signal }: Reading,
): Promise<RecordingFile> {
  const place = new Place(name);
  const accesses = new Accesses(place);
  const text = new AccessLines(accesses, place, chosenColumns(columns));
  const lines = new Lines(place, (bytes, from, to) => text.take(bytes, from, to));
  const unpacked = new Unpacked(place, lines);
  const hash = sha256.create();
  let bytes = 0;
  let turn = performance.now();
  signal?.throwIfAborted();
  if (size > MOST_BYTES) throw tooLarge(place, size);
  try {
    for await (const chunk of chunks) {
      for (let at = 0; at < chunk.length; at += STRETCH) {
        const stretch = chunk.subarray(at, at + STRETCH);
        bytes += stretch.length;
        if (bytes > MOST_BYTES) throw tooLarge(place, Math.max(size, bytes));
        hash.update(stretch);
        unpacked.push(stretch);
        onProgress?.(bytes);
        if (performance.now() - turn > TURN) {
          await new Promise((resolve) => setTimeout(resolve));
          turn = performance.now();
        }
        signal?.throwIfAborted();
      }
    }
    unpacked.finish();
    const format = text.finish();
    // the same bytes read in another way are another recording
    if (columns !== '') hash.update(new TextEncoder().encode(`\n${columns}`));
    const recording = accesses.recording(format.isCoarse);
    return {
      name,
      bytes,
      accesses: accesses.count,
      distinct: accesses.distinct,
      hash: bytesToHex(hash.digest()),
      recording,
      format: unpacked.packed ? `${format.description}, gzip` : format.description,
      skipped: text.skipped,
      understood: understoodOf(recording, accesses, format, columns),
    };
  } catch (error) {
    // what can be shown of it lets somebody say what its columns are
    if (error instanceof RecordingError) error.seen ??= text.seen();
    throw error;
  }
}

function understoodOf(recording: Recording, accesses: Accesses, format: Format, chosen: string): Understood {
  const { times, wholeSeconds = false } = recording;
  const span = times ? times[times.length - 1] / 1_000 : null;
  return {
    ...format.seen(),
    span,
    // the last second is a whole one; else there is a gap less than there are requests
    rate: span === null ? null : wholeSeconds ? (accesses.count / (span + 1_000)) * 1_000 : ((accesses.count - 1) / span) * 1_000,
    wholeSeconds,
    outOfOrder: accesses.outOfOrder,
    tenants: accesses.distinctTenants,
    hasPriorities: recording.priorities !== undefined,
    durations: accesses.durations?.facts() ?? null,
    statuses: accesses.statuses.facts(),
    leftOut: format.leftOut,
    chosen,
  };
}

function tooLarge(place: Place, bytes: number) {
  return place.wholly(
    `${counted(Math.ceil(bytes / 1_000_000))} MB`,
    `at most ${counted(MOST_BYTES / 1_000_000)} MB: take the first part of the file, or pack it with gzip`,
  );
}

const SPACE = 32;
const HASH = 35;

/** Accesses out of lines: keeps the first ones until they show what the file is. */
class AccessLines {
  skipped = 0;
  private early: EarlyLine[] = [];
  private format: Format | null = null;

  constructor(
    private readonly accesses: Accesses,
    private readonly place: Place,
    private readonly chosen: readonly Chosen[] | null,
  ) {}

  take(bytes: Uint8Array, from: number, to: number): void {
    if (isSkipped(bytes, from, to)) this.skipped++;
    else if (this.format !== null) this.format.read(bytes, from, to);
    else {
      this.early.push({ line: this.place.line, bytes: bytes.slice(from, to) });
      if (this.early.length === EARLY_LINES) this.format = this.begun();
    }
  }

  /** What can be shown of the file; null while it is not clear what it is. */
  seen(): Seen | null {
    return this.format?.seen() ?? null;
  }

  finish(): Format {
    if (this.format === null && this.early.length > 0) this.format = this.begun();
    if (this.format === null) throw this.place.wholly('nothing but blank lines and comments', 'accesses, one a line');
    if (this.accesses.count === 0)
      throw this.place.wholly(
        this.format.leftOut ? `no line that can be read (${this.format.leftOut.first})` : 'a header and no accesses',
        'accesses, one a line',
      );
    return this.format;
  }

  private begun(): Format {
    const { place, early } = this;
    const { line } = place;
    const { format, header } = recognise(early, this.accesses, place, this.chosen);
    this.format = format;
    for (const each of header ? early.slice(1) : early) {
      place.line = each.line;
      format.read(each.bytes, 0, each.bytes.length);
    }
    place.line = line;
    this.early = [];
    return format;
  }
}

/** Blank, or a comment. */
function isSkipped(bytes: Uint8Array, from: number, to: number): boolean {
  if (from === to || bytes[from] === HASH) return true;
  if (bytes[from] > SPACE) return false;
  for (let i = from; i < to; i++) if (bytes[i] > SPACE) return false;
  return true;
}
