import { Button } from '@mantine/core';
import { type DragEvent, useRef } from 'react';
import type { PackedRecording } from '../../host/packed-recording.ts';
import classes from './FileDrop.module.css';
import { type Reading, readFile, useRecordings } from './recordings.ts';

/** A place for a file of accesses: takes one that is dropped or chosen, and shows how far it has been read. */
export function FileDrop({ label, columns, onRead }: { label: string; columns?: string; onRead(recording: PackedRecording): void }) {
  const reading = useRecordings((state) => state.reading);
  const problem = useRecordings((state) => state.problem);
  const input = useRef<HTMLInputElement>(null);
  const take = async (file: File | undefined) => {
    const recording = file && (await readFile(file, columns));
    if (recording) onRead(recording);
  };
  return (
    <div className={classes.drop} {...dropping(take)}>
      {reading ? (
        <ReadingBar {...reading} />
      ) : (
        <>
          <span>{label}</span>
          <Button variant="default" size="compact-xs" onClick={() => input.current?.click()}>
            Choose a file
          </Button>
        </>
      )}
      <input
        ref={input}
        type="file"
        hidden
        aria-label="File of accesses"
        onChange={(event) => {
          void take(event.currentTarget.files?.[0]);
          // the same file again is a new choice
          event.currentTarget.value = '';
        }}
      />
      {problem && !reading && (
        <span className={classes.problem} role="alert">
          {problem}
        </span>
      )}
    </div>
  );
}

/** How far a file has been read, and a way to stop that. */
export function ReadingBar({ name, read, size, stop }: Reading) {
  return (
    <>
      <span className={classes.name} title={name}>
        Reading {name}
      </span>
      <progress className={classes.bar} max={size} value={read} aria-label={`Reading ${name}`} />
      <span className={classes.bytes}>
        {megabytes(read)} of {megabytes(size)} MB
      </span>
      <Button variant="default" size="compact-xs" onClick={stop}>
        Stop
      </Button>
    </>
  );
}

/** What makes an element take dropped files, before the page takes them for a scenario. */
export function dropping(take: (file: File) => void) {
  return {
    onDragOver: (event: DragEvent) => {
      event.preventDefault();
      event.stopPropagation();
    },
    onDrop: (event: DragEvent) => {
      event.preventDefault();
      event.stopPropagation();
      const file = event.dataTransfer.files[0];
      if (file) take(file);
    },
  };
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0);
}
