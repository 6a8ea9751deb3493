import { complain, OPENING } from '../address/open.ts';
import { show } from '../address/show.ts';
import { say, unsay } from '../notices.ts';
import { useSession } from '../store/session.ts';
import { view as curves } from '../view/curves/view.ts';

/** A scenario file is small; anything larger is something else, and is not read [bytes]. */
const LARGEST_FILE = 2_000_000;

/** Endings of files that hold accesses rather than a scenario. */
const ACCESSES = /\.(csv|tsv|txt|ndjson|jsonl|gz)$/i;

export async function openFile(file: File): Promise<boolean> {
  if (ACCESSES.test(file.name)) return takeAccesses(file);
  if (file.size > LARGEST_FILE) {
    const size = `${(file.size / 1e6).toFixed(1)} MB`;
    say(`${file.name} cannot be opened. It has ${size}; a scenario is a JSON file of at most ${LARGEST_FILE / 1e6} MB.`, 'error', OPENING);
    return false;
  }
  return openText(await file.text(), file.name);
}

/** Reads a file of accesses, which the curves of a cache and the workloads of clients can use from then on. */
async function takeAccesses(file: File): Promise<boolean> {
  const { readFile, useRecordings } = await import('../recordings/recordings.ts');
  useSession.getState().choose({ drawer: curves.id });
  const recording = await readFile(file);
  if (recording) {
    unsay(OPENING);
    const [accesses, keys] = [recording.accesses, recording.distinct].map((count) => count.toLocaleString('en'));
    say(`${file.name} is read: ${accesses} accesses of ${keys} keys. The curves of a cache can be drawn of it.`);
    return true;
  }
  const { problem } = useRecordings.getState();
  if (problem) say(problem, 'error', OPENING);
  return false;
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
