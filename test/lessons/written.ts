import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fork, TEMPLATE } from '../../src/host/sandbox/fork.ts';
import type { Edit, OwnCodeLesson } from './remedies.ts';

const SIM = join(import.meta.dirname, '../../src/sim');

/** Code as it is begun in the page, with a reader's edits; each has to find its place exactly once. */
export function written({ seam, from }: OwnCodeLesson, edits: readonly Edit[], id: string): string {
  const path = from === null ? `own-policy/template/${seam}.ts` : `policy/${seam}/${from}.ts`;
  const { source } = fork(seam, readFileSync(join(SIM, path), 'utf8'), from ?? TEMPLATE, id);
  return edits.reduce((code, [found, put]) => {
    const times = code.split(found).length - 1;
    if (times !== 1) throw new Error(`found ${times} times in ${path}, expected once: ${found}`);
    return code.replace(found, () => put);
  }, source);
}
