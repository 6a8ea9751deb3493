import type { PolicyDoc } from '../../scenario/scenario.ts';
import { within } from '../../scenario/wording.ts';

/** Modules that files of built-in policies and templates import their contract from. */
const CONTRACT = /(from\s+['"])(?:\.\/contract\.ts|\.\.\/\.\.\/policy\/[\w-]+\/contract\.ts)(['"])/g;

/** What a copy of something is called, so that it can be told from it. */
export const ownTitle = (title: string): string => `My ${within(title)}`;

/**
 * A built-in policy's file, or a template, as a policy of a document's own: it imports from where such code may, and has
 * an id and a title of its own.
 * @param from the id that it has in the file
 */
export function fork(seam: string, source: string, from: string, id: string): PolicyDoc {
  const own = source.replace(CONTRACT, `$1#goodput/${seam}$2`);
  if (from === TEMPLATE) return { seam, source: own.replace(new RegExp(`(\\bid:\\s*)(['"])${from}\\2`), `$1$2${id}$2`) };
  const named = new RegExp(`(\\bid:\\s*)(['"])${from}\\2(,\\s*title:\\s*)(['"])((?:\\\\.|(?!\\4).)*)\\4`);
  const renamed = (_: string, key: string, quote: string, next: string, mark: string, title: string) =>
    `${key}${quote}${id}${quote}${next}${mark}${ownTitle(title)}${mark}`;
  return { seam, source: own.replace(named, renamed), from };
}

/** The id of all templates. */
export const TEMPLATE = 'template';

/** An id for a fork that nothing in the document has, and no built-in policy. */
export function newPolicyId(from: string, taken: readonly string[]): string {
  const base = from === TEMPLATE ? 'mine' : `my-${from}`.slice(0, 36);
  let id = base;
  for (let n = 2; taken.includes(id); n++) id = `${base}-${n}`;
  return id;
}
