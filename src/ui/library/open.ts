import { isLink, lessonHash, type Origin } from '../../scenario/lesson.ts';
import { ScenarioError, sentence } from '../../scenario/problem.ts';
import { BASE, type Scenario } from '../../scenario/scenario.ts';
import { say, unsay } from '../notices.ts';
import { forgetRuns } from '../samples/simulate.ts';
import { useDocument } from '../store/document.ts';
import { type KeptSession, restore } from '../store/persistence.ts';
import { playhead } from '../store/playhead.ts';
import { useSession } from '../store/session.ts';
import { goToStep } from '../story/goToStep.ts';
import { fromLibrary, isInLibrary, LANDING } from './library.ts';

/** What notices are about that say why something cannot be opened; they go when something is. */
export const OPENING = 'opening';

/** Puts a scenario on the screen and starts it, in place of the one that was there. */
export function show(
  scenario: Scenario,
  origin: Origin | null,
  { at, arm = BASE, play = false, session }: { at?: number; arm?: string; play?: boolean; session?: Partial<KeptSession> } = {},
): void {
  forgetRuns();
  unsay(OPENING);
  useDocument.getState().open(scenario, origin);
  playhead.pause();
  // a run that plays by itself starts early enough to show how it comes to the first question
  playhead.begin(scenario.duration, at ?? (play && motion() ? 0 : (scenario.story[0]?.at ?? 0)));
  useSession.getState().begin(Object.keys(scenario.components)[0] ?? '', arm);
  if (session) useSession.getState().choose(session);
  // who opens a moment sees that moment, whatever the first step asks
  else if (at !== undefined) useSession.getState().choose({ revealed: [0] });
  goToStep(useSession.getState().step);
  if (session?.hidden) useSession.getState().choose({ arm, hidden: session.hidden });
  // a link may look at an arm that the first step does not show
  else if (arm !== BASE) useSession.getState().choose({ arm, hidden: [] });
  if (play && motion()) playhead.play();
}

function motion(): boolean {
  return !window.matchMedia('(prefers-reduced-motion: reduce)').matches;
}

export async function openFromLibrary(id: string): Promise<void> {
  try {
    const { scenario, origin } = await fromLibrary(id);
    show(scenario, origin, { play: true });
  } catch (error) {
    complain('That scenario cannot be opened', error);
  }
}

/** What a visit begins with: a link, a scenario's name in the address, what was there last time, or the landing scenario. */
export async function openFirst(): Promise<void> {
  if (await openAddress()) return;
  const before = await restore();
  if (before) {
    show(before.scenario, before.origin, { at: before.playhead, arm: before.arm, session: before.session });
    return;
  }
  await openFromLibrary(LANDING);
}

/** Opens what the address names, if it names anything; says so when it cannot. */
export async function openAddress(): Promise<boolean> {
  const fragment = window.location.hash.replace(/^#/, '');
  if (fragment === '') return false;
  // an address is opened once: what is changed from here on is not in it, and a reload must not lose that
  window.history.replaceState(null, '', window.location.pathname + window.location.search);
  if (isInLibrary(fragment)) {
    await openFromLibrary(fragment);
    return true;
  }
  try {
    if (!isLink(fragment))
      throw new Error(`There is no scenario “${fragment.slice(0, 40)}” in the library, and it is no link of ours either.`);
    const { decodeLink } = await import('../../scenario/link.ts');
    const shared = decodeLink(fragment);
    const { scenario, changed } = await withLesson(shared.scenario, shared.origin);
    const origin = shared.origin && { id: shared.origin.id, lesson: lessonHash(scenario) };
    show(scenario, origin, { at: shared.playhead, arm: shared.arm });
    if (changed) say('The story of this scenario has been revised since the link was made.', 'info', OPENING);
    expected = shared.fingerprint ? { arm: shared.arm, fingerprint: shared.fingerprint, scenario } : null;
    return true;
  } catch (error) {
    complain('This address cannot be opened', error);
    return false;
  }
}

/** Story, goals and claims that travelled by name. */
async function withLesson(scenario: Scenario, origin: Origin | null): Promise<{ scenario: Scenario; changed: boolean }> {
  if (!origin || !isInLibrary(origin.id)) return { scenario, changed: false };
  const { scenario: known, origin: now } = await fromLibrary(origin.id);
  const { story, goals, claims } = known;
  return { scenario: { ...scenario, story, goals, claims }, changed: now.lesson !== origin.lesson };
}

/** The fingerprint a link promised; checked when the run has ended. */
let expected: { arm: string; fingerprint: string; scenario: Scenario } | null = null;

/** Says so if this engine made another run of it than the sender's. */
export function compareFingerprint(arm: string, fingerprint: string): void {
  if (!expected || expected.arm !== arm || useDocument.getState().scenario !== expected.scenario) return;
  if (expected.fingerprint !== fingerprint) {
    say(
      `The sender saw another run of this scenario (fingerprint ${expected.fingerprint}, here ${fingerprint}): the engines differ. Reload the page to get the newest version.`,
      'error',
      OPENING,
    );
  }
  expected = null;
}

/** Says that something cannot be opened, and why. */
export function complain(title: string, error: unknown): void {
  if (error instanceof ScenarioError) {
    const problems = error.problems.map(sentence);
    // one in its sentence, several one a line
    say(
      problems.length === 1 ? `${title}. ${problems[0]}` : [`${title}.`, ...problems.map((each) => `· ${each}`)].join('\n'),
      'error',
      OPENING,
    );
  } else if (error instanceof Error && error.name === 'LinkError') say(error.message, 'error', OPENING);
  else say(`${title}. ${error instanceof Error ? error.message : String(error)}`, 'error', OPENING);
}
