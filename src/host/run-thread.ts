import '../sim/world/every-kind.ts';
import { parentPort } from 'node:worker_threads';
import { play, type Recordings } from './play.ts';
import type { FromThread, ToThread } from './run-pool.ts';
import { warmUpRuns } from './warm-up.ts';

let recordings: Recordings = new Map();

parentPort?.on('message', (message: ToThread) => {
  switch (message.type) {
    case 'recordings':
      recordings = message.recordings;
      return;
    case 'warm-up':
      for (const _ of warmUpRuns(message.plans, recordings));
      say({ type: 'warm' });
      return;
    case 'run':
      say(outcomeOf(message));
  }
});

function outcomeOf({ id, order }: Extract<ToThread, { type: 'run' }>): FromThread {
  try {
    return { type: 'ran', id, result: play(order, recordings).result };
  } catch (error) {
    return { type: 'failed', id, message: error instanceof Error ? error.message : String(error) };
  }
}

/** Copied, not transferred: in Node 20 every typed array is slower in a thread that has once given a buffer away. */
function say(message: FromThread): void {
  parentPort?.postMessage(message);
}
