import { type Options, OUTCOMES, type RequestLog, World } from '../../sim/world/world.ts';
import { DELIVERY_ENDS } from '../jobs.ts';
import { type Desk, defineLook, planOf } from './contract.ts';

/** Whole stories of some requests, in columns; times in µs. */
export interface Stories {
  /** One entry a request, by ascending number. */
  requests: {
    number: Int32Array;
    client: Uint8Array;
    intended: Float64Array;
    /** NaN while it has not ended. */
    finished: Float64Array;
    outcome: Uint8Array;
    attempts: Uint16Array;
    /** When the last of the jobs that were made of it was done; NaN where none was. */
    jobDone: Float64Array;
    /** Place in `reasons`. */
    keptAs: Uint8Array;
  };
  /** One entry a call, in order of opening. */
  calls: { number: Int32Array; request: Int32Array; cause: Int32Array; wire: Int32Array; attempt: Int32Array };
  /** One entry a fact, in order; `call` is −1 where it is about the request itself. */
  facts: { time: Float64Array; component: Int32Array; fact: Int32Array; request: Int32Array; call: Int32Array };
  /** What gates said when they rejected calls: the wait [ms], −1 for none. */
  hints: { call: Int32Array; wait: Float64Array };
  /** What the limits of gates are meant to say: so much in such a span [ms]. */
  limits: Readonly<Record<string, { limit: number; span: number }>>;
  /** Component ids by number; fact names are in the components' descriptions. */
  components: readonly string[];
  wires: readonly { from: string; to: string }[];
  outcomes: readonly string[];
  /** Why a request's story may be kept. */
  reasons: typeof KEPT_AS;
  /** How many requests there were in all, and how many of them ended well, ended otherwise, and had not ended. */
  total: number;
  ok: number;
  failed: number;
  open: number;
  /** The stories were longer than there is room for, and end early. */
  cut: boolean;
}

/** Why a request's story is kept, by number. */
export const KEPT_AS = ['sample', 'slowest', 'failed', 'open', 'asked'] as const;

declare module './contract.ts' {
  interface Looks {
    /**
     * `wanted`: a request whose story is wanted whatever it is like; null for none. `until`: only what happens before is told,
     * and nothing that happens later decides whose stories are [ms]; null for the whole run.
     */
    stories: { args: { wanted: number | null; until: number | null }; answer: Stories };
  }
}

/** Runs once to learn which requests matter, and again to keep their stories. */
export const look = defineLook('stories', async (question, desk) => {
  const { recordings } = desk;
  const plan = planOf(question);
  const { wanted, until } = question.args;
  const run = (options: Options) => runUntil(desk, new World(plan, { ...options, recordings }), until);
  const { requests, jobs } = (await run({ observe: ['requests', 'jobs'] })).observed;
  const done = jobsDone(requests!, jobs!);
  const chosen = chooseStories(requests!, wanted, done);
  const traced = await run({ trace: new Set(chosen.keys()) });
  return storiesOf(traced, requests!, chosen, done);
});

/** Parts in which a run up to a moment is done, and a microsecond [ms]: what is due at that moment is not due before it. */
const PARTS = 50;
const MICRO = 1e-3;

/** Runs a world to its end, or as far as what happens before a moment. */
async function runUntil(desk: Desk<'stories'>, world: World, until: number | null): Promise<World> {
  if (until === null) return desk.run(world);
  for (let part = 1; part <= PARTS && until > 0; part++) {
    world.runTo((until * part) / PARTS - MICRO);
    await desk.tick(() => ({ doing: 'simulating', done: part / PARTS }));
  }
  return world;
}

/** How many requests of each sort are kept. */
const SAMPLE = 2_000;
const EXTREMES = 40;

type JobLog = NonNullable<World['observed']['jobs']>;

/** When the last job that was made of a request was done [µs]; it may be long after its answer. */
export type JobsDone = ReadonlyMap<number, number>;

const NO_JOBS: JobsDone = new Map();
const DONE = DELIVERY_ENDS.indexOf('done');

export function jobsDone({ intended, count }: RequestLog, { request, end, endedAt, count: deliveries }: JobLog): JobsDone {
  const done = new Map<number, number>();
  for (let row = 0; row < deliveries; row++)
    if (end[row] === DONE && request[row] < count && !Number.isNaN(intended[request[row]]))
      done.set(request[row], Math.max(done.get(request[row]) ?? 0, endedAt[row]));
  return done;
}

/** The requests whose stories are kept: an even sample, the slowest, some that failed, some that never ended, and one by number. */
export function chooseStories(log: RequestLog, wanted: number | null = null, done = NO_JOBS): Map<number, number> {
  const chosen = new Map<number, number>();
  const step = Math.max(1, Math.ceil(log.count / SAMPLE));
  for (let i = 0; i < log.count; i += step) if (!Number.isNaN(log.intended[i])) chosen.set(i, 0);
  const slowest: number[] = [];
  const failed: number[] = [];
  const open: number[] = [];
  for (let i = 0; i < log.count; i++) {
    if (Number.isNaN(log.intended[i])) continue;
    if (Number.isNaN(log.finished[i])) open.push(i);
    else if (log.outcome[i] === 0) slowest.push(i);
    else failed.push(i);
  }
  // to whoever wants a job done it takes until that is done
  const time = (i: number) => Math.max(log.finished[i], done.get(i) ?? 0) - log.intended[i];
  slowest.sort((a, b) => time(b) - time(a) || a - b);
  for (const i of slowest.slice(0, EXTREMES)) chosen.set(i, 1);
  for (const i of spread(failed)) chosen.set(i, 2);
  for (const i of spread(open)) chosen.set(i, 3);
  if (wanted !== null && wanted < log.count && !Number.isNaN(log.intended[wanted]) && !chosen.has(wanted)) chosen.set(wanted, 4);
  return chosen;
}

function spread(numbers: readonly number[]): readonly number[] {
  const step = Math.max(1, Math.ceil(numbers.length / EXTREMES));
  return numbers.filter((_, k) => k % step === 0);
}

/** Packs what a traced world has kept. */
export function storiesOf(world: World, log: RequestLog, chosen: ReadonlyMap<number, number>, done = NO_JOBS): Stories {
  const { trace } = world;
  if (!trace) throw new Error('this world was not traced');
  const numbers = [...chosen.keys()].sort((a, b) => a - b);
  const pick = <C extends Float64Array | Uint8Array | Uint16Array>(column: C): C =>
    (column.constructor as unknown as { from(list: number[]): C }).from(numbers.map((i) => column[i]));
  return {
    requests: {
      number: Int32Array.from(numbers),
      client: pick(log.client),
      intended: pick(log.intended),
      finished: pick(log.finished),
      outcome: pick(log.outcome),
      attempts: pick(log.attempts),
      jobDone: Float64Array.from(numbers, (i) => done.get(i) ?? Number.NaN),
      keptAs: Uint8Array.from(numbers, (i) => chosen.get(i) ?? 0),
    },
    calls: {
      number: Int32Array.from(trace.calls, ({ call }) => call),
      request: Int32Array.from(trace.calls, ({ request }) => request),
      cause: Int32Array.from(trace.calls, ({ cause }) => cause),
      wire: Int32Array.from(trace.calls, ({ wire }) => wire),
      attempt: Int32Array.from(trace.calls, ({ attempt }) => attempt),
    },
    facts: {
      time: Float64Array.from(trace.times),
      component: Int32Array.from(trace.components),
      fact: Int32Array.from(trace.facts),
      request: Int32Array.from(trace.requests),
      call: Int32Array.from(trace.callNumbers),
    },
    hints: {
      call: Int32Array.from(trace.hints.keys()),
      wait: Float64Array.from(trace.hints.values(), (wait) => (wait < 0 ? -1 : wait / 1_000)),
    },
    limits: Object.fromEntries(world.gates().flatMap(({ id, means }) => (means ? [[id, means]] : []))),
    components: world.ids,
    wires: world.wires.map(({ from, to }) => ({ from, to })),
    outcomes: OUTCOMES,
    reasons: KEPT_AS,
    ...countsOf(log),
    cut: trace.full,
  };
}

function countsOf(log: RequestLog): Pick<Stories, 'total' | 'ok' | 'failed' | 'open'> {
  const counts = { total: 0, ok: 0, failed: 0, open: 0 };
  for (let i = 0; i < log.count; i++) {
    if (Number.isNaN(log.intended[i])) continue;
    counts.total++;
    counts[Number.isNaN(log.finished[i]) ? 'open' : log.outcome[i] === 0 ? 'ok' : 'failed']++;
  }
  return counts;
}
