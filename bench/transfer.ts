import { MessageChannel } from 'node:worker_threads';
import { judged, type Line } from './line.ts';

const BINS = 600;
const SERIES = 40;

/**
 * A result handed over, and the same as an array of objects. After everything that simulates in this process: in Node 20
 * every typed array is slower once a buffer has been given away.
 */
export async function transferLines(): Promise<Line[]> {
  const { port1, port2 } = new MessageChannel();
  const round = (data: unknown, list: ArrayBuffer[]) =>
    new Promise<number>((resolve) => {
      const started = performance.now();
      port2.once('message', () => resolve(performance.now() - started));
      port1.postMessage(data, list);
    });
  let buffer = Number.POSITIVE_INFINITY;
  let objects = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 20; i++) {
    const samples = new Float64Array(BINS * SERIES);
    buffer = Math.min(buffer, await round(samples, [samples.buffer]));
    const rows = Array.from({ length: BINS }, (_, bin) =>
      Object.fromEntries(Array.from({ length: SERIES }, (_, s) => [`series${s}`, bin * s])),
    );
    objects = Math.min(objects, await round(rows, []));
  }
  port1.close();
  return [judged(`result transfer, ${BINS} bins × ${SERIES} series`, buffer, 'ms', '≤', 0.05, 'an array of objects', objects)];
}
