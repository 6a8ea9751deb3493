import { drop, keep, kept, keysOf } from './storage.ts';

/** Links that are too long for an address, kept in this browser under short names. */
const BEGINNING = 'goodput.draft.';
const MOST = 12;

/** Keeps a link under a name; the drafts that were written longest ago make room. */
export function keepDraft(key: string, link: string, now = Date.now()): boolean {
  const text = `${now} ${link}`;
  const others = keysOf('localStorage', BEGINNING).filter((each) => each !== BEGINNING + key);
  const byAge = others.sort((a, b) => writtenAt(a) - writtenAt(b));
  for (const oldest of byAge.splice(0, byAge.length - (MOST - 1))) drop('localStorage', oldest);
  while (!keep('localStorage', BEGINNING + key, text)) {
    const oldest = byAge.shift();
    if (oldest === undefined) return false;
    drop('localStorage', oldest);
  }
  return true;
}

/** The link of a draft; null where this browser does not have it. */
export function draftOf(key: string): string | null {
  return /^\d+ (.+)$/.exec(kept('localStorage', BEGINNING + key) ?? '')?.[1] ?? null;
}

function writtenAt(key: string): number {
  return Number.parseInt(kept('localStorage', key) ?? '', 10) || 0;
}
