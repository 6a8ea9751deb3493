import { fork as forkProcess } from 'node:child_process';
import { compileFunction } from 'node:vm';
import type { OwnPolicies } from '../../scenario/own-policies.ts';
import { saidBy } from '../../sim/own-policy/thrown.ts';
import { adopt } from '../../sim/world/own-policies.ts';
import type { World } from '../../sim/world/world.ts';
import { type CheckOrder, checkPolicy } from '../check-policy.ts';
import type { CheckReport } from '../check-report.ts';
import { playInSlices, type Recordings, type RunOrder } from '../play.ts';
import { Allocations } from './allocations.ts';
import { CodeError } from './code-error.ts';
import { compileAll, IMPORT } from './compile.ts';
import { explainIn } from './explain.ts';
import { forbidRandom } from './forbidden.ts';
import { behind, HIDDEN } from './hidden.ts';
import { type Locate, stackOf, whereDefined } from './where.ts';

/** How a process knows that it is the one that runs code, and is watched. */
const WATCHED = 'GOODPUT_RUNS_CODE';
/** Memory that it may use [MB], and how long it may be silent: at first while it reads itself, then within a run [ms]. */
const MOST_MEMORY = 1_024;
const SILENT_AT_FIRST = 30_000;
const SILENT = 5_000;
const BEAT_EVERY = 200;

/** Whether this process is one that was started to run code. */
export function runsCode(): boolean {
  return process.env[WATCHED] !== undefined && process.send !== undefined;
}

/** Runs this program once more with the same arguments, held to so much memory and ended when it falls silent; its exit status. */
export function inProcessOfItsOwn(args: readonly string[]): Promise<number> {
  const child = forkProcess(process.argv[1], args, {
    execArgv: [`--max-old-space-size=${MOST_MEMORY}`],
    env: { ...process.env, [WATCHED]: '1' },
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  return new Promise((done) => {
    const stop = () => {
      console.error(
        `the code was stopped: nothing was heard of it for ${SILENT / 1_000} s. A loop that does not end, or code that takes far too long`,
      );
      child.kill('SIGKILL');
    };
    let watch = setTimeout(stop, SILENT_AT_FIRST);
    child.on('message', () => {
      clearTimeout(watch);
      watch = setTimeout(stop, SILENT);
    });
    child.on('exit', (code, signal) => {
      clearTimeout(watch);
      if (signal === 'SIGABRT') console.error(`the code was stopped: it needs more than ${MOST_MEMORY} MB`);
      done(code ?? 1);
    });
  });
}

/** Adds a document's own policies to this process, and plays runs with them. */
export class Headless {
  private readonly allocations = new Allocations();
  private readonly explain: ReturnType<typeof explainIn>;
  private beaten = 0;

  /** Runs the code; throws a CodeError. */
  constructor(policies: OwnPolicies) {
    const locate: Locate = (file, line) => {
      const policy = /([^/]+)\.ts$/.exec(file)?.[1];
      return policy !== undefined && Object.hasOwn(policies, policy) && file === `${policy}.ts` ? { policy, line } : null;
    };
    this.explain = explainIn(Object.fromEntries(Object.entries(policies).map(([id, { source }]) => [id, source])), locate);
    const compiled = compileAll(policies);
    for (const { warnings } of compiled)
      for (const { policy, line, message } of warnings) console.error(`${policy}, line ${line}: ${message}`);
    this.beat();
    forbidRandom();
    for (const { id, seam, code } of compiled) {
      try {
        const evaluate = compileFunction(`"use strict";${code}`, [IMPORT, ...HIDDEN], { filename: `${id}.ts` });
        adopt({ id, seam, evaluate: (take) => evaluate(take, ...behind(this.allocations)) });
      } catch (error) {
        const line = placeOfSyntaxError(error, id) ?? whereDefined(error, policies[id].source, locate);
        throw new CodeError([{ policy: id, line, message: saidBy(error) }]);
      }
    }
  }

  /** A run to its end. What goes wrong in the code is an Error that says where and when. */
  async play(order: RunOrder, recordings: Recordings, log: boolean) {
    let reached: World | null = null;
    try {
      return await playInSlices(order, recordings, log, async (world) => {
        reached = world;
        await this.rest();
      });
    } catch (error) {
      const { message, place } = this.explain(error, reached, order.plan, recordings);
      throw place ? new CodeError([{ policy: place.policy, line: place.line, message: message.replace(/^[^:]*: /, '') }]) : error;
    }
  }

  /** Holds one of its policies to the laws of its seam. */
  check(order: CheckOrder): Promise<CheckReport> {
    return checkPolicy(order, {
      tick: () => this.rest(),
      explain: (error, world) => this.explain(error, world, order.plan, order.recordings),
    });
  }

  /** Says now and then that it lives. */
  private async rest(): Promise<void> {
    this.allocations.check();
    if (performance.now() - this.beaten < BEAT_EVERY) return;
    this.beat();
    await new Promise((turn) => setImmediate(turn));
  }

  private beat(): void {
    this.beaten = performance.now();
    process.send?.('alive');
  }
}

/** Node writes it above the message: `mine.ts:8`. */
function placeOfSyntaxError(error: unknown, id: string): number | null {
  const found = new RegExp(`^${id}\\.ts:(\\d+)`).exec(stackOf(error));
  return found && Number(found[1]);
}
