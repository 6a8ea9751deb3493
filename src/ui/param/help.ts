import { useEffect, useSyncExternalStore } from 'react';
import type { Param } from '../../sim/param/param.ts';

/** What parameters do; read when somebody first moves, because nobody needs it before. */
let helpOf: ((param: Param) => string) | null = null;
let asked = false;
const listeners = new Set<() => void>();

async function load(): Promise<void> {
  ({ helpOf } = await import('../../scenario/prose.ts'));
  for (const listener of listeners) listener();
}

/** Waits for the first sign that somebody is about to use a control. */
function loadWhenNeeded(): void {
  if (asked) return;
  asked = true;
  const signs = ['pointermove', 'keydown', 'touchstart'] as const;
  const begin = () => {
    for (const sign of signs) window.removeEventListener(sign, begin);
    void load();
  };
  for (const sign of signs) window.addEventListener(sign, begin, { passive: true });
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** What a parameter does, in a sentence or two; empty until that has been read. */
export function useHelp(param: Param): string {
  useEffect(loadWhenNeeded, []);
  const read = useSyncExternalStore(subscribe, () => helpOf);
  return read ? read(param) : '';
}
