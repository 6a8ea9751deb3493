import type { PolicyDoc } from '../../scenario/scenario.ts';
import { fork, newPolicyId, TEMPLATE } from './fork.ts';

/** The sources of built-in policies and of templates, loaded when asked for. */
const BUILT_IN = import.meta.glob<string>(['../../sim/policy/*/*.ts', '!../../sim/policy/*/{contract,index}.ts'], {
  query: '?raw',
  import: 'default',
});
const TEMPLATES = import.meta.glob<string>('../../sim/own-policy/template/*.ts', { query: '?raw', import: 'default' });

/** The file of a built-in policy, as it stands; for reading. */
export async function sourceOf(seam: string, id: string): Promise<string> {
  return BUILT_IN[`../../sim/policy/${seam}/${id}.ts`]();
}

/**
 * A policy of the document's own to begin with: a copy of a built-in one, or the smallest that works where `from` is null.
 * @param taken ids that the document has already
 */
export async function beginning(seam: string, from: string | null, taken: readonly string[]): Promise<{ id: string; policy: PolicyDoc }> {
  const source = from === null ? await TEMPLATES[`../../sim/own-policy/template/${seam}.ts`]() : await sourceOf(seam, from);
  const id = newPolicyId(from ?? TEMPLATE, taken);
  return { id, policy: fork(seam, source, from ?? TEMPLATE, id) };
}
