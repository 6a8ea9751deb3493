import { useDocument } from '../store/document.ts';

export function setSeed(seed: number): void {
  useDocument.getState().edit((scenario) => ({ ...scenario, seed }));
}

/** Lets chance fall otherwise. */
export function anotherSeed(): void {
  setSeed(Math.floor(Math.random() * 10_000));
}
