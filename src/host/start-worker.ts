/** A worker, that runs or that looks: both are the same file, so that a page loads it once. */
export const startWorker = (): Worker => new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
