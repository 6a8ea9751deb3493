/**
 * What a simulation does, in short: how every arm of every scenario and some hundred random worlds come out. Run as a program of
 * its own, from a source with a fault or from one with probes; it writes a line of JSON for everything it has done.
 */
import '../../src/scenario/every-description.ts';
import '../../src/sim/world/every-kind.ts';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { planOf } from '../../src/scenario/arm.ts';
import { parseScenario } from '../../src/scenario/read.ts';
import { armsOf } from '../../src/scenario/scenario.ts';
import { World } from '../../src/sim/world/world.ts';
import { leaseWorld } from '../../test/law/lease-world.ts';
import { Maker } from '../../test/law/random-world.ts';
import { pool } from '../../test/pool.ts';

/** Of a scenario's arm, only so many events: its start. */
const FIRST_EVENTS = 20_000;
const RANDOM_WORLDS = 500;
/** Worlds in which all that is done needs leases. */
const LEASE_WORLDS = 100;

/** How a world came out: its fingerprint and what its audit finds, or what it threw. */
function outcomeOf(build: () => World, events = Number.POSITIVE_INFINITY): string {
  try {
    const world = build();
    world.run(events);
    return [world.fingerprintDigits(), ...world.audit()].join('; ');
  } catch (thrown) {
    return `threw ${thrown}`;
  }
}

interface Subject {
  name: string;
  run: () => string;
}

async function subjectsIn(folder: string): Promise<Subject[]> {
  const subjects: Subject[] = [];
  for (const file of readdirSync(folder).sort()) {
    const scenario = await parseScenario(readFileSync(join(folder, file), 'utf8'));
    for (const { id } of armsOf(scenario))
      subjects.push({
        name: `${file.slice(0, -'.json'.length)}, ${id}`,
        run: () => outcomeOf(() => new World(planOf(scenario, id)), FIRST_EVENTS),
      });
  }
  for (let seed = 1; seed <= RANDOM_WORLDS; seed++)
    subjects.push({ name: `random world ${seed}`, run: () => outcomeOf(() => new World(new Maker(seed).blueprint(seed))) });
  for (let seed = 1; seed <= LEASE_WORLDS; seed++)
    subjects.push({ name: `lease world ${seed}`, run: () => outcomeOf(() => new World(leaseWorld(seed), { components: [pool] })) });
  return subjects;
}

/** What the program is asked: `expected` what came out without a fault, by subject, null for those that need not be run. */
export type Question = { probes: number; part: number; of: number } | { expected: readonly (string | null)[] };

export type Reply =
  /** The sources have been loaded. */
  | { kind: 'loaded'; subjects: number; reached: readonly number[] }
  /** How a subject came out, and which probes it reached. */
  | { kind: 'outcome'; subject: number; name: string; outcome: string; reached: readonly number[] }
  | { kind: 'same' }
  /** A subject came out otherwise, or none did: the program ends. */
  | { kind: 'changed'; subject: string }
  | { kind: 'unchanged' };

const say = (reply: Reply) => process.stdout.write(`${JSON.stringify(reply)}\n`);

const { __reached } = globalThis as { __reached?: Uint8Array };
/** The probes reached since the last call. */
function reached(): number[] {
  if (!__reached) return [];
  const numbers: number[] = [];
  for (let i = __reached.indexOf(1); i >= 0; i = __reached.indexOf(1, i + 1)) numbers.push(i);
  __reached.fill(0);
  return numbers;
}

const question = JSON.parse(readFileSync(process.argv[2], 'utf8')) as Question;
const atLoad = reached();
const subjects = await subjectsIn('scenarios');
say({ kind: 'loaded', subjects: subjects.length, reached: [...atLoad, ...reached()] });

if ('expected' in question) {
  let changed: string | null = null;
  for (const [i, { name, run }] of subjects.entries()) {
    if (question.expected[i] === null) continue;
    if (run() !== question.expected[i]) {
      changed = name;
      break;
    }
    say({ kind: 'same' });
  }
  say(changed === null ? { kind: 'unchanged' } : { kind: 'changed', subject: changed });
} else {
  for (const [i, { name, run }] of subjects.entries()) {
    if (i % question.of !== question.part) continue;
    const outcome = run();
    say({ kind: 'outcome', subject: i, name, outcome, reached: reached() });
  }
}
