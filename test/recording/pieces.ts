import { type Reading, type RecordingFile, readRecording } from '../../src/recording/read.ts';

export const bytesOf = (text: string | Uint8Array) => (typeof text === 'string' ? new TextEncoder().encode(text) : text);

/** Bytes in pieces of this length. */
export async function* pieces(bytes: Uint8Array, length = bytes.length || 1): AsyncGenerator<Uint8Array> {
  for (let i = 0; i < bytes.length; i += length) yield bytes.subarray(i, i + length);
}

/** Reads what a file holds, in one piece unless told otherwise. */
export function readText(text: string | Uint8Array, rest: Partial<Reading> & { piece?: number } = {}): Promise<RecordingFile> {
  const bytes = bytesOf(text);
  const { piece, ...reading } = rest;
  return readRecording(pieces(bytes, piece), { name: 'shop.csv', size: bytes.length, ...reading });
}

/** What a file is refused with. */
export async function refusal(text: string | Uint8Array, rest: Partial<Reading> & { piece?: number } = {}): Promise<string> {
  try {
    await readText(text, rest);
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'RecordingError') throw error;
    return error.message;
  }
  throw new Error('it was not refused');
}
