import type { Scenario } from '../../scenario/scenario.ts';

/** What of a document is otherwise than in the one beside it, by field; null where it has no such field any more. */
export type Patch = { [Key in keyof Scenario]?: Scenario[Key] | null };

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
    before = patched(before, patch);
    return before;
  });
}

/** The fields in which two documents are not the very same: an edit leaves the others as they are. */
export function patchOf(before: Scenario, after: Scenario): Patch {
  const changed = Object.entries(after).filter(([key, value]) => value !== undefined && before[key as keyof Scenario] !== value);
  const gone = Object.keys(before).filter(
    (key) => before[key as keyof Scenario] !== undefined && after[key as keyof Scenario] === undefined,
  );
  return Object.fromEntries([...changed, ...gone.map((key) => [key, null])]);
}

/** The document that a patch leads to. */
export function patched(before: Scenario, patch: Patch): Scenario {
  return Object.fromEntries(Object.entries({ ...before, ...patch }).filter(([, value]) => value !== null)) as Scenario;
}
