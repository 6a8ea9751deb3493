/// <reference lib="webworker" />
import '../sim/world/every-kind.ts';
import { World } from '../sim/world/world.ts';
import type { Accesses, ContentsRequest, FromContentsWorker } from './contents.ts';
import { Unpacked } from './packed-recording.ts';

declare const self: DedicatedWorkerGlobalScope;

/** Keys of one list that are shown. */
const MOST_KEYS = 4_000;
/** Accesses that are kept. */
const MOST_ACCESSES = 300_000;

/** The run that is looked into, as far as it has been moved along. */
let run = '';
let world: World | null = null;
let told = '';

const unpacked = new Unpacked();

self.onmessage = async ({ data }: MessageEvent<ContentsRequest>) => {
  try {
    await unpacked.take(data.recordings);
    answer(data);
  } catch (error) {
    world = null;
    send({ type: 'failed', id: data.id, message: error instanceof Error ? error.message : String(error) });
  }
};

function answer({ id, plan, run: name, component, at }: ContentsRequest): void {
  if (told !== `${name} ${component}`) {
    told = `${name} ${component}`;
    const whole = new World(plan, { observe: ['accesses'], recordings: unpacked.all });
    whole.run();
    const accesses = accessesOf(whole, component);
    send({ type: 'accesses', run: name, component, accesses }, [accesses.time.buffer, accesses.key.buffer, accesses.hit.buffer]);
  }
  // time goes forwards only: to go back is to begin again
  if (world === null || run !== name || at < world.now) {
    world = new World(plan, { recordings: unpacked.all });
    run = name;
  }
  world.runTo(at);
  const nodes = world.contents(component, MOST_KEYS);
  send(
    { type: 'contents', id, contents: { component, at, nodes } },
    nodes.flatMap(({ keys, age, left, wrong, uses }) => [keys.buffer, age.buffer, left.buffer, wrong.buffer, uses.buffer]),
  );
}

function accessesOf({ observed: { accesses }, ids }: World, component: string): Accesses {
  const index = ids.indexOf(component);
  const rows: number[] = [];
  if (accesses)
    for (let row = 0; row < accesses.count && rows.length <= MOST_ACCESSES; row++) if (accesses.component[row] === index) rows.push(row);
  const kept = rows.slice(0, MOST_ACCESSES);
  return {
    time: Float64Array.from(kept, (row) => accesses!.time[row] / 1_000),
    key: Int32Array.from(kept, (row) => accesses!.key[row]),
    hit: Uint8Array.from(kept, (row) => accesses!.answer[row]),
    cut: rows.length > MOST_ACCESSES,
  };
}

function send(message: FromContentsWorker, transfer: Transferable[] = []): void {
  self.postMessage(message, transfer);
}
