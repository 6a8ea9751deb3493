import { create } from 'zustand';
import { askOnce } from '../../host/ask-once.ts';
import { keptRecordings } from '../../host/kept-recordings.ts';
import type { Progress } from '../../host/look/contract.ts';
import type { Unread } from '../../host/look/recording.ts';
import type { PackedRecording } from '../../host/packed-recording.ts';
import type { RecordingNeed } from '../../scenario/recordings.ts';
import { say } from '../notices.ts';

/** A file being read. */
export interface Reading {
  name: string;
  /** [B] */
  size: number;
  read: number;
  stop(): void;
}

/** A file whose dialog is open. */
interface Shown {
  name: string;
  /** Null for one that was kept: its columns cannot be read anew. */
  file: File | null;
  /** What it was read as; null while that is not known, and where it cannot be used. */
  recording: PackedRecording | null;
  /** Why it cannot be used as it was read, with what can be shown of it. */
  unread: Unread | null;
}

interface RecordingsState {
  /** Recordings that can be played now, by hash. */
  atHand: ReadonlyMap<string, PackedRecording>;
  reading: Reading | null;
  /** Why the last file could not be used. */
  problem: string | null;
  shown: Shown | null;
}

export const useRecordings = create<RecordingsState>()(() => ({ atHand: new Map(), reading: null, problem: null, shown: null }));

let toldOfStorage = false;

/** Reads a file and keeps it in this browser; null when it cannot be used or was stopped. */
export async function readFile(file: File, columns = ''): Promise<PackedRecording | null> {
  const found = await read(file, columns);
  if (found === null) return null;
  if ('problem' in found) {
    useRecordings.setState({ problem: found.problem });
    return null;
  }
  keep(found);
  return found;
}

/** Reads a file to show what it is, before anything is made of it. @param columns what somebody says that its columns are */
export async function understand(file: File, columns = ''): Promise<void> {
  const before = useRecordings.getState().shown;
  if (before?.file !== file) useRecordings.setState({ shown: { name: file.name, file, recording: null, unread: null } });
  const found = await read(file, columns);
  const { shown } = useRecordings.getState();
  if (found === null || shown?.file !== file) return;
  if ('problem' in found) useRecordings.setState({ shown: { ...shown, recording: null, unread: found } });
  else useRecordings.setState({ shown: { ...shown, recording: found, unread: null } });
}

/** A recording can be played from now on, and is kept in this browser. */
export function keep(recording: PackedRecording): void {
  useRecordings.setState(({ atHand }) => ({ atHand: new Map(atHand).set(recording.hash, recording) }));
  keptRecordings.keep(recording).catch(() => {
    if (toldOfStorage) return;
    toldOfStorage = true;
    say('This browser does not keep the recording (its storage is full or forbidden). It can be used until the page is closed.');
  });
}

/** What a file holds, or what can be shown of it; null where that is nothing, and where it was stopped. */
async function read(file: File, columns: string): Promise<PackedRecording | Unread | null> {
  useRecordings.getState().reading?.stop();
  const stop = new AbortController();
  const reading: Reading = { name: file.name, size: file.size, read: 0, stop: () => stop.abort() };
  useRecordings.setState({ reading, problem: null });
  const isLatest = () => useRecordings.getState().reading?.stop === reading.stop;
  try {
    const onProgress = ({ done }: Progress) => isLatest() && useRecordings.setState({ reading: { ...reading, read: done * file.size } });
    const question = { ask: 'recording', slot: file.name, plan: null, run: '', time: 0, args: { file, columns }, recordings: [] } as const;
    return await askOnce(question, { signal: stop.signal, onProgress });
  } catch (error) {
    if (!stop.signal.aborted && isLatest()) useRecordings.setState({ problem: error instanceof Error ? error.message : String(error) });
    return null;
  } finally {
    if (isLatest()) useRecordings.setState({ reading: null });
  }
}

/** Takes in what this browser has kept. */
export async function recall(): Promise<void> {
  try {
    const kept = await keptRecordings.all();
    const { atHand } = useRecordings.getState();
    const found = kept.filter(({ hash }) => !atHand.has(hash));
    if (found.length > 0) useRecordings.setState({ atHand: new Map([...atHand, ...found.map((each) => [each.hash, each] as const)]) });
  } catch {
    // forbidden: what is dropped is used without being kept
  }
}

export async function forget(hash: string): Promise<void> {
  const atHand = new Map(useRecordings.getState().atHand);
  atHand.delete(hash);
  useRecordings.setState({ atHand });
  await keptRecordings.forget(hash).catch(() => {});
}

/** The recordings that an arm needs, from memory or from what was kept; and the first that is not at hand. */
export async function supply(needs: readonly RecordingNeed[]): Promise<{ recordings: PackedRecording[]; missing: RecordingNeed | null }> {
  const recordings: PackedRecording[] = [];
  for (const need of needs) {
    const found = useRecordings.getState().atHand.get(need.hash) ?? (need.hash && (await keptRecordings.find(need.hash).catch(() => null)));
    if (!found) return { recordings, missing: need };
    recordings.push(found);
  }
  return { recordings, missing: null };
}

/** The workload that plays a recording, and the arrivals that follow it. */
export function recordedAs({ name, accesses, hash, understood }: PackedRecording): {
  kind: string;
  name: string;
  length: number;
  hash: string;
} {
  const columns = understood?.chosen ?? '';
  return { kind: 'recorded', name, length: accesses, hash, ...(columns === '' ? {} : { columns }) };
}
