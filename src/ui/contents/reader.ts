import { useSyncExternalStore } from 'react';
import { type Accesses, type Contents, ContentsReader, type ContentsRequest } from '../../host/contents.ts';
import { recordingsIn } from '../../scenario/recordings.ts';
import { supply } from '../recordings/recordings.ts';

/** What the cache that is looked into was asked for, and what it holds; the last answer stays until there is a better one. */
class Reading {
  accesses: Accesses | null = null;
  contents: Contents | null = null;
  failure: string | null = null;
  private version = 0;
  private readonly listeners = new Set<() => void>();
  private readonly reader = new ContentsReader({
    accesses: (accesses) => {
      this.accesses = accesses;
      this.tell();
    },
    contents: (contents) => {
      this.contents = contents;
      this.failure = null;
      this.tell();
    },
    failed: (message) => {
      this.failure = message;
      this.tell();
    },
  });

  private asked = 0;

  async ask(request: Omit<ContentsRequest, 'id' | 'recordings'>): Promise<void> {
    const ask = ++this.asked;
    const { recordings, missing } = await supply(recordingsIn(request.plan));
    if (ask !== this.asked) return;
    if (missing) {
      this.failure = `it needs the file ${missing.name}`;
      this.tell();
    } else this.reader.ask({ ...request, recordings });
  }

  /** Nobody looks any more. */
  close(): void {
    this.asked++;
    this.reader.close();
    this.accesses = null;
    this.contents = null;
    this.failure = null;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
  state = (): number => this.version;

  private tell(): void {
    this.version++;
    for (const listener of this.listeners) listener();
  }
}

export const reading = new Reading();

export function useReading(): Reading {
  useSyncExternalStore(reading.subscribe, reading.state);
  return reading;
}
