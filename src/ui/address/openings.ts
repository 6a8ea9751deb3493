import { withGivenPaths } from '../../scenario/given-paths.ts';
import { withYours } from '../../scenario/yours.ts';
import { fromLibrary, isInLibrary } from '../library/library.ts';
import { views } from '../view/views.ts';
import type { Address } from './address.ts';
import { chosenBy } from './chosen.ts';
import { draftOf } from './drafts.ts';
import type { Opening } from './show.ts';

/** What an address leads to, and what there is to say of it. */
export interface Found extends Opening {
  /** Something that whoever opens it should know. */
  notice?: string;
  /** What the sender's engine made of an arm. */
  promise?: { arm: string; fingerprint: string };
  /** Somebody made it and sent it. */
  sent?: boolean;
}

/** What an address leads to; throws an error that says why it leads nowhere. */
export async function find(address: Exclude<Address, { kind: 'nothing' }>): Promise<Found> {
  switch (address.kind) {
    case 'named':
      if (!isInLibrary(address.id)) throw nowhere(address.id);
      return byName(address.id, address.step, address.challenge);
    case 'link':
      return byLink(address.link);
    case 'draft': {
      const link = draftOf(address.key);
      if (link === null)
        throw new Error(
          'It names a draft: a scenario that is too long for an address and is kept only in the browser where it was made, for a while. Ask for the scenario as a file (Share, Download as a file).',
        );
      return { ...(await byLink(link)), sent: false };
    }
    case 'unknown':
      throw nowhere(address.text);
  }
}

function nowhere(text: string): Error {
  return new Error(`There is no scenario “${text.slice(0, 40)}” in the library, and it is no link of ours either.`);
}

/** A scenario of the library as it is: it plays from the beginning, or stands where a later step looks; as a challenge if it is one. */
export async function byName(id: string, step = 0, challenge = false): Promise<Found> {
  const found = await fromLibrary(id);
  const isTask = challenge && found.scenario.challenge !== undefined;
  return { ...found, told: 0, play: step === 0, session: { step, challenge: isTask ? 'on' : null } };
}

async function byLink(link: string): Promise<Found> {
  const { decodeLink } = await import('../../scenario/link.ts');
  const { scenario: sent, origin: from, ownLesson = false, ...looking } = decodeLink(link);
  const known = from && isInLibrary(from.id) ? await fromLibrary(from.id) : null;
  // a lesson that is the library's own travelled by name
  const lesson = known && !ownLesson ? known.scenario : sent;
  const { story, goals, keep, claims, yours, challenge } = lesson;
  const told = { ...sent, story, goals, keep, claims, ...(challenge && { challenge }) };
  const scenario = withGivenPaths(withYours(told, yours), lesson);
  const { arm, fingerprint } = looking;
  return {
    scenario,
    origin: known?.origin ?? null,
    original: known?.scenario,
    at: looking.playhead,
    session: chosenBy(
      looking,
      scenario,
      views.map(({ id }) => id),
    ),
    sent: true,
    ...(known && from && !ownLesson && known.origin.lesson !== from.lesson
      ? { notice: 'The story of this scenario has been revised since the link was made.' }
      : {}),
    ...(fingerprint ? { promise: { arm, fingerprint } } : {}),
  };
}
