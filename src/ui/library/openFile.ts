import { complain, OPENING } from '../address/open.ts';
import { show } from '../address/show.ts';
import { say, unsay } from '../notices.ts';
import { useSession } from '../store/session.ts';

/** A scenario file is small; anything larger is something else, and is not read [bytes]. */
const LARGEST_FILE = 2_000_000;

/** Endings of files that hold requests rather than a scenario. */
const TRAFFIC = /\.(csv|tsv|txt|ndjson|jsonl|log|gz)(\.\d+)?$/i;

/** What can be chosen to be opened. */
export const OPENS = 'application/json,.json,.csv,.tsv,.txt,.ndjson,.jsonl,.log,.gz';

/** Opens a file; whether a scenario was opened, so that whoever offered it can close. */
export async function openFile(file: File): Promise<boolean> {
  if (TRAFFIC.test(file.name)) {
    await showTraffic(file);
    return false;
  }
  if (file.size > LARGEST_FILE) {
    const size = `${(file.size / 1e6).toFixed(1)} MB`;
    say(`${file.name} cannot be opened. It has ${size}; a scenario is a JSON file of at most ${LARGEST_FILE / 1e6} MB.`, 'error', OPENING);
    return false;
  }
  return openText(await file.text(), file.name);
}

/** Shows what a file of requests was taken for; whatever comes of it is decided there. */
async function showTraffic(file: File): Promise<void> {
  const { understand } = await import('../recordings/recordings.ts');
  unsay(OPENING);
  useSession.getState().choose({ dialog: 'recording' });
  await understand(file);
}

/** Opens pasted text; what is on the screen stays if it cannot be used. */
export async function openText(text: string, name: string): Promise<boolean> {
  try {
    const { parseScenario } = await import('../../scenario/read.ts');
    show({ scenario: await parseScenario(text), origin: null });
    unsay(OPENING);
    return true;
  } catch (error) {
    complain(`${name} cannot be opened`, error);
    return false;
  }
}
