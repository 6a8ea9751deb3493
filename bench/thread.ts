import '../src/sim/world/every-kind.ts';
import { parentPort, workerData } from 'node:worker_threads';
import { type Course, type CourseName, courses } from './courses.ts';

/** Slices at a time: some ten milliseconds. */
const TURN = 10;

/** Runs one course, so many slices whenever it is told to, and says what each has taken [ms]. */
const course: Course = courses[workerData as CourseName];
let run: Generator<void> | null = null;

parentPort?.on('message', () => {
  run ??= course.run();
  const took: number[] = [];
  let ended = false;
  while (took.length < TURN && !ended) {
    const started = performance.now();
    ended = run.next().done === true;
    took.push(performance.now() - started);
  }
  if (ended) run = null;
  parentPort?.postMessage({ took, ended });
});

course.warmUp?.();
parentPort?.postMessage('ready');
