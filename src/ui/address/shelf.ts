import { useLanding } from '../landing/landing.ts';
import { say, unsay } from '../notices.ts';
import { useDocument } from '../store/document.ts';
import { playhead } from '../store/playhead.ts';
import { useSession } from '../store/session.ts';
import { drop, keep, kept } from './storage.ts';
import { visitAsText } from './visit.ts';

/** What was on the screen in this tab, for a reload and for the way back; another tab has its own. */
const BEGINNING = 'goodput.visit.';
const ORDER = 'goodput.visits';
const MOST = 12;

/** What was on the screen last in any tab, for whoever comes back another day. */
const LATEST = 'goodput.v1';

/** What the notice about a full storage is about. */
const STORAGE = 'storage';

/** Where the browser keeps nothing: as long as the page is open. */
const atHand = new Map<string, string>();
/** How long the hand must rest before anything is kept [ms]. */
const REST = 400;
let told = false;

/** Keeps what is on the screen; says once what of it cannot be kept. */
export function shelve(): void {
  const { visit } = useDocument.getState();
  // whoever has seen no more than the landing lands there again
  if (visit === '' || useLanding.getState().shown) return;
  const [whole, bare] = [visitAsText(true), visitAsText(false)];
  atHand.set(visit, whole);
  const order = [...orderOf().filter((each) => each !== visit), visit];
  for (const oldest of order.splice(0, order.length - MOST)) drop('sessionStorage', BEGINNING + oldest);
  const put = (text: string) => keep('sessionStorage', BEGINNING + visit, text);
  // where there is no room the way back is left out, and then what was left longest ago
  let session = put(whole) || put(bare);
  while (!session && order.length > 1) {
    drop('sessionStorage', BEGINNING + order.shift());
    session = put(bare);
  }
  keep('sessionStorage', ORDER, order.join(' '));
  const later = keep('localStorage', LATEST, whole) || keep('localStorage', LATEST, bare);
  if (session && later) {
    if (told) unsay(STORAGE);
    told = false;
    return;
  }
  if (told) return;
  told = true;
  const without = session ? 'a reload brings everything back, but another visit begins afresh' : 'a reload begins afresh';
  say(
    `This browser keeps nothing for this page (its storage is full or forbidden). Everything works, but ${without}: share a link or save a file to keep your work.`,
    'info',
    STORAGE,
  );
}

/** Keeps what is on the screen from now on, whenever the hand rests. */
export function keepVisits(): void {
  let timer = 0;
  const later = () => {
    clearTimeout(timer);
    timer = window.setTimeout(shelve, REST);
  };
  useDocument.subscribe((state, before) => state.scenario !== before.scenario && later());
  useSession.subscribe((state, before) => state !== before && later());
  playhead.subscribeSlowly(() => !playhead.playing && later());
  window.addEventListener('pagehide', shelve);
}

/** What was left under this name. */
export function shelved(visit: string): string | null {
  return atHand.get(visit) ?? kept('sessionStorage', BEGINNING + visit);
}

/** What was left last. */
export function latest(): string | null {
  return kept('localStorage', LATEST);
}

function orderOf(): readonly string[] {
  return (kept('sessionStorage', ORDER) ?? '').split(' ').filter((visit) => visit !== '');
}
