import { useSyncExternalStore } from 'react';

/** The moment under the pointer [ms] and the arm whose line is next to it, shared by all charts; null while there is none. */
class Hover {
  time: number | null = null;
  arm: string | null = null;
  private readonly listeners = new Set<() => void>();

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
  current = (): number | null => this.time;

  move(time: number | null, arm: string | null = null): void {
    if (time === this.time && arm === this.arm) return;
    this.time = time;
    this.arm = arm;
    for (const listener of this.listeners) listener();
  }
}

export const hover = new Hover();

export function useHover(): number | null {
  return useSyncExternalStore(hover.subscribe, hover.current);
}
