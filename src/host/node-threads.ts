import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Runtime } from './run-pool.ts';

/** Threads of Node for a pool of runs; their script is bundled beside this one. */
export function nodeThreads(threads = availableParallelism()): Runtime {
  return {
    threads,
    start(heard, died) {
      const worker = new Worker(new URL('./run-thread.mjs', import.meta.url));
      worker.on('message', heard);
      worker.on('error', died);
      return { post: (message) => worker.postMessage(message), end: () => void worker.terminate() };
    },
    turn: () => new Promise((seen) => setImmediate(seen)),
  };
}
