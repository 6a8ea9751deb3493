import { useEffect, useMemo, useState } from 'react';
import { library } from './catalogue.ts';
import type { Answer, Finder, Why } from './Finder.ts';
import type { SearchFile } from './searchFile.ts';

const files = import.meta.glob<SearchFile>('./entries.json', { query: '?search' });

let known: Promise<Finder> | null = null;

async function load(): Promise<Finder> {
  const [{ Finder }, file] = await Promise.all([import('./Finder.ts'), files['./entries.json']()]);
  return new Finder(file, library);
}

/** What is found, and why. */
export interface Told extends Answer {
  why: (found: Answer['found'][number]) => Why;
}

/** What is found for what is typed; null where nothing is asked for, and until the index is there. */
export function useAnswer(wanted: string): { answer: Told | null; failed: boolean } {
  const [finder, setFinder] = useState<Finder | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    known ??= load();
    known.then(setFinder, () => {
      known = null;
      setFailed(true);
    });
  }, []);
  const answer = useMemo(() => {
    const found = finder?.answer(wanted) ?? null;
    return finder && found && { ...found, why: (one: Answer['found'][number]) => finder.why(one) };
  }, [finder, wanted]);
  return { answer, failed: failed && wanted.trim() !== '' };
}
