import { challengeLook } from '../challenge/challenge.ts';
import { useLanding } from '../landing/landing.ts';
import { say, unsay } from '../notices.ts';
import { results } from '../samples/results.ts';
import { useDocument } from '../store/document.ts';
import { playhead } from '../store/playhead.ts';
import { type SessionState, useSession } from '../store/session.ts';
import { followStory } from '../story/followStory.ts';
import { goToStep } from '../story/goToStep.ts';
import { type Address, fragmentOf, linkOrDraft, nameOf, readAddress } from './address.ts';
import { keepDraft } from './drafts.ts';
import { here } from './here.ts';
import { type Entry, entryIn, open, openVisit } from './open.ts';

/** What the notice is about that says that the address is of use in this browser only. */
const DRAFT = 'draft';

/** How long the hand must rest before the address is written [ms]. */
const REST = 400;

/** The entry that the browser stands on, and what its address says after the `#`. */
let entry: Entry = { visit: '', step: 0, challenge: false };
let written = '';
/** Moves of the browser so far, and how many of them the screen has not followed yet: what changes by them is no new entry. */
let moves = 0;
let going = 0;
let timer = 0;
let told = false;

/** Keeps the address bar, and where Back and Forward lead, as the screen is. Called once, when there is something on it. */
export function keepAddress(): void {
  replace();
  useDocument.subscribe((state, before) => {
    if (state.visit !== before.visit) queueMicrotask(turn);
    else if (state.scenario !== before.scenario) later();
  });
  useSession.subscribe((state, before) => {
    // a task that is done becomes its lesson: going back to it would be done again
    if (state.challenge === 'passed' && before.challenge === 'on') queueMicrotask(replace);
    else if (state.step !== before.step || isTask(state) !== isTask(before)) queueMicrotask(turn);
    else if (state !== before) later();
  });
  let played = playhead.playing;
  playhead.subscribeSlowly(() => {
    if (played && !playhead.playing) void write();
    else if (!playhead.playing) later();
    played = playhead.playing;
  });
  // a link says what came of the run, which is no gesture
  results.subscribeSlowly(() => !results.busy && timer === 0 && later());
  useLanding.subscribe(replace);
  window.addEventListener('popstate', moved);
  window.addEventListener('hashchange', moved);
}

function later(): void {
  clearTimeout(timer);
  timer = window.setTimeout(write, REST);
}

function present(): Entry {
  const session = useSession.getState();
  return { visit: useDocument.getState().visit, step: session.step, challenge: isTask(session) };
}

const isTask = ({ challenge }: Pick<SessionState, 'challenge'>): boolean => challenge === 'on';

function isEntry({ visit, step, challenge }: Entry): boolean {
  return visit === entry.visit && step === entry.step && challenge === entry.challenge;
}

/** Another scenario and another step are entries of their own. */
function turn(): void {
  const now = present();
  if (going > 0 || isEntry(now)) return;
  // the entry that is left says what it is, as far as that is known
  const name = named();
  written = name ? fragmentOf(name) : now.visit === entry.visit ? written : '';
  entry = now;
  window.history.pushState({ entry }, '', urlOf(written));
  later();
}

/** The entry that the browser stands on is what is on the screen. */
function replace(): void {
  entry = present();
  const name = named();
  written = name ? fragmentOf(name) : window.location.hash.replace(/^#/, '');
  window.history.replaceState({ entry }, '', urlOf(written));
  later();
}

/** The landing has no name: its address is the page's. */
function named(): Address | null {
  if (useLanding.getState().shown) return { kind: 'nothing' };
  const { origin, edited } = useDocument.getState();
  const session = useSession.getState();
  return nameOf(origin?.id, edited, session.step, isTask(session));
}

/** Writes what is on the screen into the address bar, but not while it moves. */
async function write(): Promise<void> {
  clearTimeout(timer);
  timer = 0;
  if (playhead.playing || going > 0) return;
  // where what makes links cannot be loaded, a later time will do
  const address = named() ?? (await linked().catch(() => null));
  if (!address) return;
  const fragment = fragmentOf(address);
  if (fragment === written || playhead.playing || going > 0 || !isEntry(present())) return;
  written = fragment;
  window.history.replaceState({ entry }, '', urlOf(fragment));
  if (address.kind !== 'draft') unsay(DRAFT);
}

async function linked(): Promise<Address> {
  const { encodeLink } = await import('../../scenario/link.ts');
  const { visit } = useDocument.getState();
  const address = linkOrDraft(encodeLink(here()), visit, (link) => keepDraft(visit, link));
  if (address.kind === 'draft' && !told) {
    told = true;
    sayDraft();
  }
  return address;
}

/** Says what the address of a draft is good for, with what can be given to others instead. */
function sayDraft(): void {
  say(
    'This scenario is too long for the address bar: the address above opens it in this browser only. To give it to others, send it as a file. A link that holds all of it works as well, where it is not cut on its way.',
    'info',
    DRAFT,
    [
      {
        label: 'Download the file',
        done: 'Downloaded',
        run: async () => (await import('../share/download.ts')).download(useDocument.getState().scenario),
      },
      {
        label: 'Copy link',
        done: 'Copied',
        run: async () => {
          const { encodeLink } = await import('../../scenario/link.ts');
          return (await import('../share/copy.ts')).copy(`${window.location.origin}${window.location.pathname}#${encodeLink(here())}`);
        },
      },
    ],
  );
}

function urlOf(fragment: string): string {
  return `${window.location.pathname}${window.location.search}${fragment === '' ? '' : `#${fragment}`}`;
}

/** Back, Forward, or another address: the browser stands elsewhere, and the screen follows. */
async function moved(): Promise<void> {
  const to = entryIn(window.history.state);
  const fragment = window.location.hash.replace(/^#/, '');
  // two events tell of the same move
  if (to ? isEntry(to) : fragment === written) return;
  entry = to ?? { visit: '', step: 0, challenge: false };
  written = fragment;
  const move = ++moves;
  const address = readAddress(fragment);
  const now = named();
  if (to?.visit === useDocument.getState().visit) turnTo(to.step, to.challenge);
  else if (!to && address.kind === 'named' && now?.kind === 'named' && now.id === address.id) turnTo(address.step, address.challenge);
  else {
    going++;
    const wanted = () => move === moves;
    if (!(to && (await openVisit(to, wanted)))) await open(address, wanted);
    going--;
    if (!wanted()) return;
  }
  replace();
}

/** Another place of the scenario that is on the screen. */
function turnTo(step: number, challenge = false): void {
  const { scenario } = useDocument.getState();
  const session = useSession.getState();
  if (challenge && scenario.challenge) {
    session.choose(challengeLook(scenario));
    followStory();
  } else {
    if (isTask(session)) session.choose({ challenge: null });
    goToStep(step);
  }
}
