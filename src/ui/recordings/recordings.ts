import { create } from 'zustand';
import { askOnce } from '../../host/ask-once.ts';
import { keptRecordings } from '../../host/kept-recordings.ts';
import type { Progress } from '../../host/look/contract.ts';
import type { PackedRecording } from '../../host/packed-recording.ts';
import type { RecordingNeed } from '../../scenario/recordings.ts';
import { say } from '../notices.ts';

/** A file being read. */
interface Reading {
  name: string;
  /** [B] */
  size: number;
  read: number;
  stop(): void;
}

interface RecordingsState {
  /** Recordings that can be played now, by hash. */
  atHand: ReadonlyMap<string, PackedRecording>;
  reading: Reading | null;
  /** Why the last file could not be used. */
  problem: string | null;
}

export const useRecordings = create<RecordingsState>()(() => ({ atHand: new Map(), reading: null, problem: null }));

let toldOfStorage = false;

/** Reads a file of accesses and keeps it in this browser; null when it cannot be used or was stopped. */
export async function readFile(file: File): Promise<PackedRecording | null> {
  useRecordings.getState().reading?.stop();
  const stop = new AbortController();
  const reading: Reading = { name: file.name, size: file.size, read: 0, stop: () => stop.abort() };
  useRecordings.setState({ reading, problem: null });
  const isLatest = () => useRecordings.getState().reading?.stop === reading.stop;
  try {
    const onProgress = ({ done }: Progress) => isLatest() && useRecordings.setState({ reading: { ...reading, read: done * file.size } });
    const question = { ask: 'recording', slot: file.name, plan: null, run: '', time: 0, args: { file }, recordings: [] } as const;
    const recording = await askOnce(question, { signal: stop.signal, onProgress });
    useRecordings.setState(({ atHand }) => ({ atHand: new Map(atHand).set(recording.hash, recording) }));
    keptRecordings.keep(recording).catch(() => {
      if (toldOfStorage) return;
      toldOfStorage = true;
      say('This browser does not keep the recording (its storage is full or forbidden). It can be used until the page is closed.');
    });
    return recording;
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

/** The workload that plays a recording. */
export function workloadOf({ name, accesses, hash }: PackedRecording): { kind: string; name: string; length: number; hash: string } {
  return { kind: 'recorded', name, length: accesses, hash };
}
