import { readAddress } from './address.ts';
import { keepAddress } from './bar.ts';
import { openFirst } from './open.ts';
import { keepPromises } from './promise.ts';
import { keepVisits } from './shelf.ts';
import { drop, keep, kept } from './storage.ts';

/** There while this tab shows the page: a tab that finds it when it begins is a copy of one that is still open. */
const OPEN = 'goodput.open';

/** Puts on the screen what the address names, or what was there before, and keeps both in step from then on. */
export async function begin(): Promise<void> {
  const isCopy = kept('sessionStorage', OPEN) !== null;
  const mark = () => keep('sessionStorage', OPEN, '1');
  mark();
  window.addEventListener('pageshow', mark);
  window.addEventListener('pagehide', () => drop('sessionStorage', OPEN));
  await openFirst(readAddress(window.location.hash), isCopy);
  keepPromises();
  keepAddress();
  keepVisits();
}
