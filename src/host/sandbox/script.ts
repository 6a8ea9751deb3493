import type { OwnPolicies } from '../../scenario/own-policies.ts';
import { type CompiledPolicy, IMPORT } from './compile.ts';
import { HIDDEN } from './hidden.ts';

/**
 * The text of a worker: the simulated world as it defines `goodput`, and the code, each of whose lines is a line of it.
 * @param realm the script that defines `goodput`
 */
export function scriptWith(realm: string, compiled: readonly CompiledPolicy[], policies: OwnPolicies): string {
  let text = `${realm}\n;goodput.begin([`;
  for (const { id, seam, code } of compiled) {
    text += `{id:${JSON.stringify(id)},seam:${JSON.stringify(seam)},source:${JSON.stringify(policies[id].source)},evaluate:function(${[IMPORT, ...HIDDEN].join(',')}){"use strict";\n`;
    const first = text.split('\n').length;
    text += `${code}\n},first:${first}},`;
  }
  return `${text}]);`;
}

/** Where in such a text a line of code stands; null for what is not code. */
export function lineIn(script: string, compiled: readonly CompiledPolicy[], line: number): { policy: string; line: number } | null {
  let from = 0;
  for (const { id, code } of compiled) {
    const at = script.indexOf(`{"use strict";\n${code}\n},first:`, from);
    const first = script.slice(0, at).split('\n').length + 1;
    const lines = code.split('\n').length;
    if (line >= first && line < first + lines) return { policy: id, line: line - first + 1 };
    from = at + code.length;
  }
  return null;
}
