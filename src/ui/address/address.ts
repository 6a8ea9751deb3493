/**
 * What the address bar says, after the `#`, is what is on the screen: `name`, `name/step` or `name/challenge` for a scenario of
 * the library as it is, `v2.…` for one that is not, and `draft.key` for one that no address can hold, which this browser keeps.
 */
export type Address =
  | { kind: 'nothing' }
  /** A scenario of the library at a step of its story, from 0, or as a challenge. */
  | { kind: 'named'; id: string; step: number; challenge?: true }
  /** A link that holds everything. */
  | { kind: 'link'; link: string }
  | { kind: 'draft'; key: string }
  | { kind: 'unknown'; text: string };

/** Longer addresses are no use to anybody: they are cut, and nobody can read a code of them [characters]. */
export const LONGEST_ADDRESS = 4_000;

/** What stands in the place of a step where a scenario is a challenge. */
const CHALLENGE = 'challenge';

/** Reads a fragment, with or without its `#`. */
export function readAddress(fragment: string): Address {
  const text = fragment.replace(/^#/, '').trim();
  if (text === '') return { kind: 'nothing' };
  if (/^v\d+\./.test(text)) return { kind: 'link', link: text };
  const key = /^draft\.([a-z0-9]{1,20})$/.exec(text)?.[1];
  if (key) return { kind: 'draft', key };
  const [, id, step] = /^([a-z0-9-]{1,80})(?:\/([1-9]\d{0,2}|challenge))?$/.exec(text) ?? [];
  if (id && step === CHALLENGE) return { kind: 'named', id, step: 0, challenge: true };
  return id ? { kind: 'named', id, step: step ? Number(step) - 1 : 0 } : { kind: 'unknown', text };
}

/** The fragment that reads as this, without `#`. */
export function fragmentOf(address: Address): string {
  switch (address.kind) {
    case 'nothing':
      return '';
    case 'named':
      if (address.challenge) return `${address.id}/${CHALLENGE}`;
      return address.step > 0 ? `${address.id}/${address.step + 1}` : address.id;
    case 'link':
      return address.link;
    case 'draft':
      return `draft.${address.key}`;
    case 'unknown':
      return address.text;
  }
}

/** What names a scenario of the library at a step, or as a challenge, as long as nothing of it is changed. */
export function nameOf(id: string | undefined, edited: boolean, step: number, challenge = false): Address | null {
  if (id === undefined || edited) return null;
  return challenge ? { kind: 'named', id, step: 0, challenge } : { kind: 'named', id, step };
}

/** Path of the page of a scenario of the library from the root of the site: it leads to the scenario, and is shown with a preview elsewhere. */
export function pagePathOf(id: string): string {
  return `s/${id}/`;
}

/** A link where it is short enough, or else a draft under that key; the link after all where drafts cannot be kept. */
export function linkOrDraft(link: string, key: string, keepDraft: (link: string) => boolean): Address {
  return link.length <= LONGEST_ADDRESS || !keepDraft(link) ? { kind: 'link', link } : { kind: 'draft', key };
}
