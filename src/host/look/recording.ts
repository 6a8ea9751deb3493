import { RecordingError, readRecording, type Seen } from '../../recording/read.ts';
import { type PackedRecording, packed } from '../packed-recording.ts';
import { defineLook } from './contract.ts';

/** A file that cannot be used as it was read, of which columns and first rows can be shown. */
export interface Unread {
  problem: string;
  seen: Seen;
}

declare module './contract.ts' {
  interface Looks {
    /** A file of requests or accesses that was dropped. @param columns what somebody says that its columns are */
    recording: { args: { file: File; columns: string }; answer: PackedRecording | Unread };
  }
}

export const look = defineLook('recording', async ({ args: { file, columns } }, desk) => {
  const { name, size } = file;
  try {
    const { accesses, distinct, hash, recording, format, skipped, understood } = await readRecording(chunksOf(file), {
      name,
      size,
      columns,
      signal: desk.signal,
      onProgress: (bytes) => desk.tell(() => ({ doing: 'reading', done: bytes / size })),
    });
    return { name, hash, fileSize: size, accesses, distinct, format, skipped, understood, ...packed(recording) };
  } catch (error) {
    if (!(error instanceof RecordingError)) throw error;
    // which file, where, what was found and what was expected
    const problem = `${error.message}.`;
    if (error.seen === null) throw new Error(problem);
    return { problem, seen: error.seen };
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
