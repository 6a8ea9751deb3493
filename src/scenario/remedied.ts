import { type Edit, findNodeAtLocation, parseTree } from 'jsonc-parser';
import { jsonPathOf } from './place.ts';
import { type Problem, shown } from './problem.ts';
import { textEdits } from './text-edits.ts';

/** What to do about a problem: in words, and as edits of the text that has it. */
export interface Remedied {
  title: string;
  edits: readonly Edit[];
}

/** Makes the change that a problem proposes; null where it proposes none, or the text has no such place. */
export function remedied(text: string, { path, remedy }: Problem): Remedied | null {
  if (!remedy) return null;
  const place = jsonPathOf(text, path);
  const tree = parseTree(text);
  const node = tree && place.length > 0 ? findNodeAtLocation(tree, place) : undefined;
  if (!node) return null;
  switch (remedy.kind) {
    case 'key': {
      const key = node.parent?.type === 'property' ? node.parent.children![0] : undefined;
      return key
        ? {
            title: `Change to ${shown(remedy.name)}`,
            edits: [{ offset: key.offset, length: key.length, content: JSON.stringify(remedy.name) }],
          }
        : null;
    }
    case 'value':
      return { title: `Change to ${shown(remedy.value)}`, edits: textEdits(text, [{ path: place, value: remedy.value }]) };
    case 'nothing':
      return { title: 'Remove it', edits: textEdits(text, [{ path: place, value: undefined }]) };
  }
}
