import { Button } from '@mantine/core';
import { useState } from 'react';
import type { PackedRecording } from '../../host/packed-recording.ts';
import { armOf, planOf } from '../../scenario/arm.ts';
import { withParam } from '../../scenario/edit.ts';
import { pathsOf, type RecordingNeed, recordedAt } from '../../scenario/recordings.ts';
import { BASE } from '../../scenario/scenario.ts';
import { results } from '../samples/results.ts';
import { useDocument } from '../store/document.ts';
import { dropping, FileDrop } from './FileDrop.tsx';
import classes from './MissingRecording.module.css';
import { readFile, recordedAs } from './recordings.ts';

/** Says which file a run waits for, and takes it; the picture below stays as it is. */
export default function MissingRecording({ arm, need }: { arm: string; need: RecordingNeed }) {
  const [other, setOther] = useState<PackedRecording | null>(null);
  const use = (recording: PackedRecording) =>
    useDocument.getState().edit((scenario) => {
      // arrivals and keys of the same file go together
      const { components } = planOf(scenario, arm);
      return pathsOf(components, need.hash).reduce((edited, path) => {
        // where it is said: all arms that take it from the base wait for the same file
        const where = armOf(scenario, arm).set[path] === undefined ? BASE : arm;
        return withParam(edited, where, path, { ...recordedAt(components, path), ...recordedAs(recording) }, 'whole-run');
      }, scenario);
    });
  const take = (recording: PackedRecording) => {
    if (need.hash === '') use(recording);
    else setOther(recording.hash === need.hash ? null : recording);
  };
  const read = async (file: File) => {
    const recording = await readFile(file, need.columns);
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
      <FileDrop label="Drop it here, or" columns={need.columns} onRead={take} />
    </section>
  );
}

function count(accesses: number): string {
  return accesses.toLocaleString('en');
}
