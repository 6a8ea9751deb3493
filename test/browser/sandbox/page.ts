import '../../../src/scenario/every-description.ts';
import { type ArmResult, Simulator } from '../../../src/host/client.ts';
import type { CodePlace } from '../../../src/host/protocol.ts';
import type { CodeProblem } from '../../../src/host/sandbox/code-error.ts';
import { allow, codeHash } from '../../../src/host/sandbox/consent.ts';
import { Frame } from '../../../src/host/sandbox/frame.ts';
import { Sandbox } from '../../../src/host/sandbox/sandbox.ts';
import { planOf } from '../../../src/scenario/arm.ts';
import { readScenario } from '../../../src/scenario/read.ts';
import { documentOf } from '../../../src/scenario/write.ts';

/** What became of a run in the sandbox. */
export interface Outcome {
  fingerprint: string | null;
  message: string | null;
  place: CodePlace | null;
  problems: readonly CodeProblem[];
  /** From asking to the end, and the longest time between two frames meanwhile [ms]. */
  took: number;
  longestFrame: number;
  /** Frames per second while the code runs, and before it where that was asked for. */
  frames: number;
  framesBefore: number;
  described: boolean;
}

declare global {
  interface Window {
    run(document: string, allowed: boolean, countsFrames: boolean): Promise<Outcome>;
    runOrdinary(document: string): Promise<string>;
    probe(texts: readonly string[]): Promise<unknown>;
  }
}

/** Frames per second in a while of so many ms. */
async function framesIn(ms: number): Promise<number> {
  const began = performance.now();
  let count = 0;
  while (performance.now() - began < ms) {
    await new Promise((drawn) => requestAnimationFrame(drawn));
    count++;
  }
  return (count / (performance.now() - began)) * 1_000;
}

/** Runs the base of a document with its own policies. */
window.run = async (document, allowed, countsFrames) => {
  const scenario = readScenario(JSON.parse(document));
  if (allowed) for (const { source } of Object.values(scenario.policies)) allow(codeHash(source));
  const framesBefore = countsFrames ? await framesIn(300) : 0;
  const began = performance.now();
  const outcome: Outcome = {
    fingerprint: null,
    message: null,
    place: null,
    problems: [],
    took: 0,
    longestFrame: 0,
    frames: 0,
    framesBefore,
    described: false,
  };
  let over = false;
  let count = 0;
  let since = began;
  let last = began;
  const frame = () => {
    const now = performance.now();
    outcome.longestFrame = Math.max(outcome.longestFrame, now - last);
    last = now;
    count++;
    if (!over) requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  try {
    const sandbox = new Sandbox(scenario.policies, {
      described: () => {
        outcome.described = true;
        // from here on it is the code that takes the time
        count = 0;
        since = performance.now();
        // with the descriptions there the values are held to them
        readScenario(documentOf(scenario));
      },
      broken: (problems) => {
        outcome.problems = problems;
      },
    });
    await new Promise<void>((done) => {
      const simulator = new Simulator(
        {
          result(result: ArmResult) {
            if (!result.finished) return;
            outcome.fingerprint = result.fingerprint;
            simulator.end();
            done();
          },
          failed(_arm, message, place) {
            outcome.message = message;
            outcome.place = place ?? null;
            simulator.end();
            done();
          },
          busy() {},
        },
        sandbox.start,
        1,
      );
      simulator.run([{ arm: 'base', plan: planOf(scenario, 'base'), figures: [] }]);
    });
  } catch (error) {
    outcome.message = String(error);
  }
  over = true;
  outcome.took = performance.now() - began;
  outcome.frames = (count / (performance.now() - since)) * 1_000;
  return outcome;
};

/** Runs the base of a document in a worker of the page's own. */
window.runOrdinary = (document) =>
  new Promise((done) => {
    const simulator = new Simulator(
      { result: (result) => result.finished && done(result.fingerprint), failed: (_, message) => done(message), busy() {} },
      undefined,
      1,
    );
    simulator.run([{ arm: 'base', plan: planOf(readScenario(JSON.parse(document)), 'base'), figures: [] }]);
  });

/** Runs texts as workers of the frame, with nothing of ours before them, and asks them after a while what they have come to. */
window.probe = async (texts) => {
  const frame = new Frame();
  const answers = texts.map(
    (text) =>
      new Promise<{ told: object; origin: string } | null>((done) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = ({ data }) => done(data);
        frame.start([text], port2, () => {});
        setTimeout(() => port1.postMessage(0), 2_000);
        setTimeout(() => done(null), 8_000);
      }),
  );
  const found = (await Promise.all(answers)).filter((answer) => answer !== null);
  return { told: Object.assign({}, ...found.map(({ told }) => told)), origins: [...new Set(found.map(({ origin }) => origin))] };
};
