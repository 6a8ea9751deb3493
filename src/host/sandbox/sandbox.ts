import { describePolicy, type OwnPolicies } from '../../scenario/own-policies.ts';
import type { RunWorker } from '../run-worker.ts';
import { CodeError, type CodeProblem } from './code-error.ts';
import { type CompiledPolicy, compileAll } from './compile.ts';
import { areAllowed, codeHash, noteRunning } from './consent.ts';
import { Frame } from './frame.ts';
import REALM from './realm.ts?iife-text';
import { SandboxWorker } from './sandbox-worker.ts';
import { scriptWith } from './script.ts';

/** What is told of code, beside what its workers answer. */
export interface SandboxListener {
  /** Its policies have said what they are: their parameters have sliders, and are checked, from now on. */
  described?(): void;
  /** The code cannot be used: nothing runs until it is another. */
  broken?(problems: readonly CodeProblem[]): void;
}

let frame: Frame | null = null;
let running = 0;

/**
 * Code of a document, ready to be run: `start` gives workers that take the same messages and answer as those of the page
 * do, for `Simulator` and `Looker`. Nothing of it is run before that.
 */
export class Sandbox {
  /** What is odd about the code, and does not keep it from running. */
  readonly warnings: readonly CodeProblem[];
  private readonly compiled: readonly CompiledPolicy[];
  private readonly text: string;

  /** Compiles; throws a CodeError. */
  constructor(
    private readonly policies: OwnPolicies,
    private readonly listener: SandboxListener = {},
  ) {
    this.compiled = compileAll(policies);
    this.warnings = this.compiled.flatMap(({ warnings }) => warnings);
    this.text = scriptWith(REALM, this.compiled, policies);
  }

  /** Starts a worker with the code in it; throws where not all of it has been allowed. A property, so that it can be handed on. */
  readonly start = (): RunWorker => {
    if (!areAllowed(this.policies))
      throw new CodeError([
        { policy: Object.keys(this.policies).join(', '), line: null, message: 'nobody has allowed this code to run here' },
      ]);
    if (!frame) {
      frame = new Frame();
      // whoever leaves has not been taken down
      addEventListener('pagehide', () => noteRunning([]));
    }
    if (running++ === 0) noteRunning(Object.values(this.policies).map(({ source }) => codeHash(source)));
    return new SandboxWorker(frame, this.text, this.compiled, {
      described: (descriptions) => {
        for (const [id, policy] of Object.entries(this.policies)) describePolicy(id, policy, descriptions[id]);
        this.listener.described?.();
      },
      broken: (problems) => this.listener.broken?.(problems),
      ended: () => {
        if (--running === 0) noteRunning([]);
      },
    });
  };
}
