import type { Seams } from '../src/sim/param/param.ts';
import { resolve } from '../src/sim/world/values.ts';

/** A policy with its parameters, ready to use, from what a scenario would say: durations in ms, defaults left out. */
export function chosen<Seam extends keyof Seams>(seam: Seam, document: { kind: string; [param: string]: unknown }): Seams[Seam] {
  return resolve({ type: 'policy', label: '', help: '', seam, default: document }, document) as Seams[Seam];
}
