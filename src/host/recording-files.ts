import { createReadStream, statSync } from 'node:fs';
import { basename } from 'node:path';
import { type RecordingFile, readRecording } from '../recording/read.ts';
import { componentsAt, planOf } from '../scenario/arm.ts';
import type { Scenario } from '../scenario/scenario.ts';

/** Recordings that have been read from files, by hash. */
export type RecordingFiles = ReadonlyMap<string, RecordingFile>;

/** What is read of a file at a time [B]. */
const PIECE = 1 << 20;

export function readRecordingFile(path: string): Promise<RecordingFile> {
  return readRecording(createReadStream(path, { highWaterMark: PIECE }), { name: basename(path).slice(0, 200), size: statSync(path).size });
}

interface Recorded {
  kind: 'recorded';
  name: string;
  length: number;
  hash: string;
}

/** The workload that plays a file. */
export function recordedWorkload({ name, accesses, hash }: RecordingFile): Recorded {
  return { kind: 'recorded', name, length: accesses, hash };
}

const isRecorded = (value: unknown): value is Partial<Recorded> => (value as { kind?: unknown } | undefined)?.kind === 'recorded';

const described = (name: string, accesses: number, hash: string) =>
  `${name || 'a file'} (${accesses.toLocaleString('en')} accesses, SHA-256 ${hash.slice(0, 12)}…)`;

/** Which recording an arm would play, at its start or after a change, that no file is; null when all are there. */
export function missingRecording(scenario: Scenario, arm: string, files: RecordingFiles): string | null {
  for (const at of new Set([0, ...planOf(scenario, arm).changes.map((change) => change.at)])) {
    for (const [id, { workload }] of Object.entries(componentsAt(scenario, arm, at))) {
      if (!isRecorded(workload)) continue;
      const { name = '', length = 1, hash = '' } = workload;
      if (hash === '') return `${id}.workload is recorded but names no file: give it one with --recording ${id}=<file>`;
      const file = files.get(hash);
      if (file?.accesses === length) continue;
      const given = [...files.values()].map((each) => described(each.name, each.accesses, each.hash)).join(', ');
      return (
        `${id}.workload needs ${described(name, length, hash)}. ` +
        (given === ''
          ? 'Give it that file with --recording <file>, or another one with --recording'
          : `What has been given is ${given}. Let it play another file with --recording`) +
        ` ${id}=<file>`
      );
    }
  }
  return null;
}
