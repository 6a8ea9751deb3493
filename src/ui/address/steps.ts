import type { Scenario } from '../../scenario/scenario.ts';

/** What of a document is otherwise than in the one beside it, by field. */
export type Patch = Partial<Scenario>;

/** Steps that are kept, and how long they may be together [characters]. */
const MOST_STEPS = 30;
const MOST_TEXT = 200_000;

/** Documents as patches, each on the one before; the first on `from`. Those that are too much are left out at the end. */
export function packedSteps(from: Scenario, documents: readonly Scenario[]): readonly Patch[] {
  const patches: Patch[] = [];
  let [before, room] = [from, MOST_TEXT];
  for (const document of documents.slice(0, MOST_STEPS)) {
    const patch = patchOf(before, document);
    room -= JSON.stringify(patch).length;
    if (room < 0) break;
    patches.push(patch);
    before = document;
  }
  return patches;
}

export function unpackedSteps(from: Scenario, patches: readonly Patch[]): readonly Scenario[] {
  let before = from;
  return patches.map((patch) => {
    before = { ...before, ...patch };
    return before;
  });
}

/** The fields in which two documents are not the very same: an edit leaves the others as they are. */
export function patchOf(before: Scenario, after: Scenario): Patch {
  return Object.fromEntries(Object.entries(after).filter(([key, value]) => before[key as keyof Scenario] !== value));
}
