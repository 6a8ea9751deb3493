import { RecordingError, readRecording } from '../../recording/read.ts';
import { type PackedRecording, packed } from '../packed-recording.ts';
import { defineLook } from './contract.ts';

declare module './contract.ts' {
  interface Looks {
    /** A file of accesses that was dropped. */
    recording: { args: { file: File }; answer: PackedRecording };
  }
}

export const look = defineLook('recording', async ({ args: { file } }, desk) => {
  const { name, size } = file;
  try {
    const { accesses, distinct, hash, recording, format, skipped } = await readRecording(chunksOf(file), {
      name,
      size,
      signal: desk.signal,
      onProgress: (bytes) => desk.tell(() => ({ doing: 'reading', done: bytes / size })),
    });
    return { name, hash, fileSize: size, accesses, distinct, format, skipped, ...packed(recording) };
  } catch (error) {
    // which file, where, what was found and what was expected
    throw error instanceof RecordingError ? new Error(`${error.message}.`) : error;
  }
});

/** Not every browser lets a stream be walked through. */
async function* chunksOf(file: Blob): AsyncGenerator<Uint8Array> {
  const reader = file.stream().getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel();
  }
}
