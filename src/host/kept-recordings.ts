import { createStore, del, get, set, values } from 'idb-keyval';
import type { PackedRecording } from './packed-recording.ts';

/** Recordings kept in this browser, so that a reload finds them; nothing of them leaves it. Fails where storage is forbidden. */
export const keptRecordings = {
  keep: async (recording: PackedRecording): Promise<void> => set(recording.hash, recording, store()),
  find: async (hash: string): Promise<PackedRecording | undefined> => get(hash, store()),
  all: async (): Promise<PackedRecording[]> => values(store()),
  forget: async (hash: string): Promise<void> => del(hash, store()),
};

let opened: ReturnType<typeof createStore> | null = null;

/** Opened at the first use; where storage is forbidden that already fails. */
function store(): ReturnType<typeof createStore> {
  opened ??= createStore('goodput', 'recordings');
  return opened;
}
