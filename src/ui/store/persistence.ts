import { lessonHash, type Origin } from '../../scenario/lesson.ts';
import { BASE, type Scenario } from '../../scenario/scenario.ts';
import { documentOf } from '../../scenario/write.ts';
import { say } from '../notices.ts';
import { useDocument } from './document.ts';
import { playhead } from './playhead.ts';
import { useSession } from './session.ts';

const KEY = 'goodput.v1';
/** How long the hand must rest before the state is written [ms]. */
const REST = 400;

export interface Kept {
  scenario: Scenario;
  origin: Origin | null;
  playhead: number;
  arm: string;
}

/** What was on the screen last time; null when there is nothing, or nothing that can be used. */
export async function restore(): Promise<Kept | null> {
  try {
    const text = window.localStorage.getItem(KEY);
    if (!text) return null;
    const { scenario, origin, playhead: at, arm } = JSON.parse(text);
    const { readScenario } = await import('../../scenario/read.ts');
    const read = readScenario(scenario);
    return {
      scenario: read,
      origin: typeof origin?.id === 'string' ? { id: origin.id, lesson: String(origin.lesson ?? lessonHash(read)) } : null,
      playhead: typeof at === 'number' ? at : 0,
      arm: read.arms.some(({ id }) => id === arm) ? arm : BASE,
    };
  } catch {
    // forbidden, damaged or from another version: begin afresh
    return null;
  }
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
  useSession.subscribe((state, before) => state.arm !== before.arm && later());
  window.addEventListener('pagehide', write);
}

function write(): void {
  const { scenario, origin } = useDocument.getState();
  if (Object.keys(scenario.components).length === 0) return;
  try {
    const kept = { scenario: documentOf(scenario), origin, playhead: Math.round(playhead.now), arm: useSession.getState().arm };
    window.localStorage.setItem(KEY, JSON.stringify(kept));
  } catch {
    if (told) return;
    told = true;
    say(
      'This browser keeps nothing for this page (its storage is full or forbidden). Everything works, but a reload begins afresh: share a link or save a file to keep your work.',
    );
  }
}
