import { lessonHash, type Origin } from '../../scenario/lesson.ts';
import { armsOf, BASE, type Scenario } from '../../scenario/scenario.ts';
import { say, unsay } from '../notices.ts';
import { useDocument } from './document.ts';
import { playhead } from './playhead.ts';
import { useSession } from './session.ts';

const KEY = 'goodput.v1';
/** What the notice about a full storage is about. */
const STORAGE = 'storage';
/** How long the hand must rest before the state is written [ms]. */
const REST = 400;

/** What of the session a reload brings back. */
export type KeptSession = Pick<ReturnType<typeof useSession.getState>, 'step' | 'guesses' | 'revealed' | 'hidden'>;

interface Kept {
  scenario: Scenario;
  origin: Origin | null;
  playhead: number;
  arm: string;
  session: KeptSession;
}

/** What was on the screen last time; null when there is nothing, or nothing that can be used. */
export async function restore(): Promise<Kept | null> {
  try {
    const text = window.localStorage.getItem(KEY);
    if (!text) return null;
    const { scenario, origin, playhead: at, arm, session } = JSON.parse(text);
    const { readScenario } = await import('../../scenario/read.ts');
    const read = readScenario(scenario);
    return {
      scenario: read,
      origin: typeof origin?.id === 'string' ? { id: origin.id, lesson: String(origin.lesson ?? lessonHash(read)) } : null,
      playhead: typeof at === 'number' ? at : 0,
      arm: read.arms.some(({ id }) => id === arm) ? arm : BASE,
      session: sessionOf(session, read),
    };
  } catch {
    // forbidden, damaged or from another version: begin afresh
    return null;
  }
}

function sessionOf(value: Partial<KeptSession> | undefined, scenario: Scenario): KeptSession {
  const numbers = (list: unknown) => (Array.isArray(list) ? list.filter(Number.isInteger) : []);
  const step = Number.isInteger(value?.step) ? Math.max(0, Math.min(scenario.story.length - 1, value!.step!)) : 0;
  const guesses = Object.entries(value?.guesses ?? {}).filter(([, choice]) => Number.isInteger(choice));
  const ids = armsOf(scenario).map(({ id }) => id);
  const hidden = Array.isArray(value?.hidden) ? value.hidden.filter((id) => ids.includes(id)) : [];
  return { step, guesses: Object.fromEntries(guesses), revealed: numbers(value?.revealed), hidden };
}

let timer = 0;
let told = false;

/** Keeps what is on the screen in this browser, so that a reload brings it back. */
export function keepState(): void {
  const later = () => {
    clearTimeout(timer);
    timer = window.setTimeout(write, REST);
  };
  useDocument.subscribe((state, before) => state.scenario !== before.scenario && later());
  useSession.subscribe((state, before) => state !== before && later());
  window.addEventListener('pagehide', write);
}

function write(): void {
  const { scenario, origin } = useDocument.getState();
  if (Object.keys(scenario.components).length === 0) return;
  try {
    const { arm, step, guesses, revealed, hidden } = useSession.getState();
    const session: KeptSession = { step, guesses, revealed, hidden };
    const kept = { scenario, origin, playhead: Math.round(playhead.now), arm, session };
    window.localStorage.setItem(KEY, JSON.stringify(kept));
    if (told) unsay(STORAGE);
    told = false;
  } catch {
    if (told) return;
    told = true;
    say(
      'This browser keeps nothing for this page (its storage is full or forbidden). Everything works, but a reload begins afresh: share a link or save a file to keep your work.',
      'info',
      STORAGE,
    );
  }
}
