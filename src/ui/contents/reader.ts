import { useSyncExternalStore } from 'react';
import { type Accesses, type Contents, ContentsReader } from '../../host/contents.ts';

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

  ask: ContentsReader['ask'] = (request) => this.reader.ask(request);

  /** Nobody looks any more. */
  close(): void {
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
