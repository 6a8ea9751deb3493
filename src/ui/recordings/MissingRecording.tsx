import { Button } from '@mantine/core';
import { useState } from 'react';
import type { PackedRecording } from '../../host/packed-recording.ts';
import { armOf } from '../../scenario/arm.ts';
import { withParam } from '../../scenario/edit.ts';
import type { RecordingNeed } from '../../scenario/recordings.ts';
import { BASE } from '../../scenario/scenario.ts';
import { results } from '../samples/results.ts';
import { useDocument } from '../store/document.ts';
import { dropping, FileDrop } from './FileDrop.tsx';
import classes from './MissingRecording.module.css';
import { readFile, workloadOf } from './recordings.ts';

/** Says which file a run waits for, and takes it; the picture below stays as it is. */
export default function MissingRecording({ arm, need }: { arm: string; need: RecordingNeed }) {
  const [other, setOther] = useState<PackedRecording | null>(null);
  const use = (recording: PackedRecording) =>
    useDocument.getState().edit((scenario) => {
      // where it is said: all arms that take it from the base wait for the same file
      const where = armOf(scenario, arm).set[need.path] === undefined ? BASE : arm;
      return withParam(scenario, where, need.path, workloadOf(recording), 'whole-run');
    });
  const take = (recording: PackedRecording) => {
    if (need.hash === '') use(recording);
    else setOther(recording.hash === need.hash ? null : recording);
  };
  const read = async (file: File) => {
    const recording = await readFile(file);
    if (recording) take(recording);
  };
  return (
    <section className={classes.banner} aria-label="A file is missing" {...dropping(read)}>
      <p className={classes.words} role="status">
        {need.hash === '' ? (
          'This scenario plays a recording, but no file has been chosen yet.'
        ) : (
          <>
            This scenario plays a recording that is not in this browser: <b>{need.name || 'a file'}</b>, {count(need.length)} accesses,
            SHA-256 <code>{need.hash.slice(0, 12)}…</code>. Files never travel with links.
            {results.of(arm) && ' What you see is the last picture there was.'}
          </>
        )}
        {other && (
          <>
            {' '}
            <b>{other.name}</b> is another file: {count(other.accesses)} accesses, SHA-256 <code>{other.hash.slice(0, 12)}…</code>.
          </>
        )}
      </p>
      {other && (
        <Button size="compact-xs" variant="default" onClick={() => use(other)}>
          Play {other.name} instead
        </Button>
      )}
      <FileDrop label="Drop it here, or" onRead={take} />
    </section>
  );
}

function count(accesses: number): string {
  return accesses.toLocaleString('en');
}
