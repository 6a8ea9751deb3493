import type { LinkError } from '../../scenario/link.ts';
import { ScenarioError, sentence } from '../../scenario/problem.ts';
import { LANDING, useLanding } from '../landing/landing.ts';
import { say, unsay } from '../notices.ts';
import { playhead } from '../store/playhead.ts';
import { stepsMade } from '../story/followStory.ts';
import type { Address } from './address.ts';
import { byName, type Found, find } from './openings.ts';
import { expectOf } from './promise.ts';
import { reopen } from './reopen.ts';
import { markSent } from './sent.ts';
import { latest, shelved } from './shelf.ts';
import { type Opening, show } from './show.ts';
import { visitFrom } from './visit.ts';

/** What notices are about that say why something cannot be opened; they go when something is. */
export const OPENING = 'opening';

/** An entry of the browser's history: what is on the screen, and at which step of its story, or whether it is a challenge. */
export interface Entry {
  visit: string;
  step: number;
  challenge: boolean;
}

/** The entry that the browser says it stands on; null where that is none of ours. */
export function entryIn(state: unknown): Entry | null {
  const { visit, step, challenge = false } = (state as { entry?: Partial<Entry> } | null)?.entry ?? {};
  return typeof visit === 'string' && Number.isInteger(step) ? { visit, step: step!, challenge } : null;
}

/** Opens what an address leads to, if it leads anywhere; says so when it does not. */
export async function open(address: Address, wanted = () => true): Promise<boolean> {
  if (address.kind === 'nothing') return false;
  try {
    const found = await find(address);
    if (wanted()) {
      unsay(OPENING);
      present(found);
    }
    return true;
  } catch (error) {
    complain('This address cannot be opened', error, address);
    return false;
  }
}

function present(found: Found): void {
  show(found);
  expectOf(found.promise);
  markSent(found.sent === true);
  if (found.notice) say(found.notice, 'info', OPENING);
}

/** @param challenge as one, if it is one */
export async function openFromLibrary(id: string, challenge = false): Promise<void> {
  try {
    const found = await byName(id, 0, challenge);
    unsay(OPENING);
    present(found);
  } catch (error) {
    complain('That scenario cannot be opened', error);
  }
}

/** Brings back what was on the screen in this tab, as it was left but for the step. */
export async function openVisit(entry: Entry, wanted = () => true, asCopy = false): Promise<boolean> {
  const { visit } = entry;
  const left = await visitFrom(shelved(visit));
  if (left && wanted()) show({ ...atEntry(left, entry), ...(asCopy ? {} : { visit }) });
  return left !== null;
}

/** What was chosen to be seen is of the step at which it was left, or of the challenge. */
function atEntry(left: Opening, { step, challenge }: Entry): Opening {
  const before = left.session?.challenge ?? null;
  if (left.session?.step === step && (before === 'on') === challenge) return left;
  const { hidden: _, arm: __, ...session } = left.session ?? {};
  return {
    ...left,
    told: stepsMade(left.scenario, left.session ?? {}),
    session: { ...session, step, challenge: challenge ? 'on' : before === 'on' ? null : before },
  };
}

/** What a visit begins with: what was there before a reload, what the address names, what was there last time, or the landing scenario. */
export async function openFirst(address: Address, isCopy: boolean): Promise<void> {
  const before = entryIn(window.history.state);
  if (before && (await openVisit(before, undefined, isCopy))) return;
  if (await open(address)) return;
  const last = await visitFrom(latest());
  if (last) {
    show(last);
    return;
  }
  // what is said of the address stays
  present(await byName(LANDING));
  playhead.pause();
  useLanding.setState({ shown: true });
}

/** Says that something cannot be opened, why, and what to do. @param address where it was found, if it has one */
export function complain(title: string, error: unknown, address?: Address): void {
  if (error instanceof ScenarioError) {
    const problems = error.problems.map(sentence);
    // one in its sentence, several one a line
    say(
      problems.length === 1 ? `${title}. ${problems[0]}` : [`${title}.`, ...problems.map((each) => `· ${each}`)].join('\n'),
      'error',
      OPENING,
    );
  } else if (isLinkError(error)) {
    const again = { label: 'Load the newest page', run: () => reopen(address) };
    say(error.message, 'error', OPENING, error.isNewer && address ? [again] : []);
  } else say(`${title}. ${error instanceof Error ? error.message : String(error)}`, 'error', OPENING);
}

/** By its name: what makes and reads links is loaded with the first of them. */
function isLinkError(error: unknown): error is LinkError {
  return error instanceof Error && error.name === 'LinkError';
}
