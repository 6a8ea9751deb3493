import { type Address, fragmentOf } from './address.ts';

/** How long a newer version may take to be put in place before the page is loaded anyway [ms]. */
const PATIENCE = 10_000;

/** Loads the page anew, in its newest version as far as the network has it, at an address. */
export async function reopen(address: Address | undefined): Promise<void> {
  await newest().catch(() => {
    // without the network the page that is here is the newest there is
  });
  // no entry of ours: what the address names counts, not what was on the screen
  if (address) window.history.replaceState(null, '', `#${fragmentOf(address)}`);
  window.location.reload();
}

/** What the browser keeps of the page is what it was at the last visit: fetches what has come since. */
async function newest(): Promise<void> {
  const registration = await navigator.serviceWorker?.getRegistration();
  await registration?.update();
  const coming = registration?.installing;
  if (!coming) return;
  await Promise.race([
    new Promise((resolve) => coming.addEventListener('statechange', () => coming.state === 'activated' && resolve(undefined))),
    new Promise((resolve) => setTimeout(resolve, PATIENCE)),
  ]);
}
