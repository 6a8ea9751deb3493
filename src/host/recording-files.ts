import { createReadStream, statSync } from 'node:fs';
import { basename } from 'node:path';
import { type RecordingFile, readRecording } from '../recording/read.ts';
import { planOf } from '../scenario/arm.ts';
import { recordingsIn } from '../scenario/recordings.ts';
import type { Scenario } from '../scenario/scenario.ts';

/** Recordings that have been read from files, by hash. */
export type RecordingFiles = ReadonlyMap<string, RecordingFile>;

/** What is read of a file at a time [B]. */
const PIECE = 1 << 20;

/** @param columns what they are, where somebody says so: `time=1:ms key=3` */
export function readRecordingFile(path: string, columns: string): Promise<RecordingFile> {
  const [name, { size }] = [basename(path).slice(0, 200), statSync(path)];
  return readRecording(createReadStream(path, { highWaterMark: PIECE }), { name, size, columns });
}

/** What names a file in a scenario. */
interface Recorded {
  kind: 'recorded';
  name: string;
  length: number;
  hash: string;
  columns?: string;
}

/** The workload that plays a file, and the arrivals that follow it, where it has times. */
export function recorded({ name, accesses, hash, understood: { chosen } }: RecordingFile): Recorded {
  return { kind: 'recorded', name, length: accesses, hash, ...(chosen === '' ? {} : { columns: chosen }) };
}

const described = (name: string, accesses: number, hash: string) =>
  `${name || 'a file'} (${accesses.toLocaleString('en')} accesses, SHA-256 ${hash.slice(0, 12)}…)`;

/** Which recording an arm would play, at its start or after a change, that no file is; null when all are there. */
export function missingRecording(scenario: Scenario, arm: string, files: RecordingFiles): string | null {
  for (const { path, name, length, hash } of recordingsIn(planOf(scenario, arm))) {
    const [id, param] = path.split('.');
    const option = param === 'arrival' ? '--traffic' : '--recording';
    if (hash === '') return `${path} is recorded but names no file: give it one with ${option} ${id}=<file>`;
    const file = files.get(hash);
    if (file?.accesses === length) continue;
    const given = [...files.values()].map((each) => described(each.name, each.accesses, each.hash)).join(', ');
    return (
      `${path} needs ${described(name, length, hash)}. ` +
      (given === ''
        ? `Give it that file with ${option} <file>, or another one with ${option}`
        : `What has been given is ${given}. Let it play another file with ${option}`) +
      ` ${id}=<file>`
    );
  }
  return null;
}
