import '../../sim/world/every-kind.ts';
import type { AccessTrace } from '../../sim/study/access-trace.ts';
import { type Contender, type Curve, CurveStudy, capacitiesFor, footprint, isExact } from '../../sim/study/curves.ts';
import { resolve } from '../../sim/world/values.ts';
import { World } from '../../sim/world/world.ts';
import { sameAccesses, sizesOf, traceOfCache } from '../traces.ts';
import { type Desk, defineLook, planOf, type Question } from './contract.ts';

/** An algorithm as a scenario names it. */
export interface ChosenPolicy {
  kind: string;
  [param: string]: unknown;
}

/** What a curve is drawn of: an algorithm, or the optimum for null. */
export interface CurveLine {
  id: string;
  policy: ChosenPolicy | null;
}

/** One curve; its errors are 0 where it is exact, and what it may be off where it is of a sample. */
interface CurveOfLine {
  id: string;
  missRatio: Float64Array;
  byteMissRatio: Float64Array;
  error: Float64Array;
  byteError: Float64Array;
}

/** Miss-ratio curves, whole or so far. */
export interface Curves {
  unit: 'keys' | 'bytes';
  accesses: number;
  distinct: number;
  /** What all keys take together, in the unit. */
  footprint: number;
  /** What is known of the sizes of keys. */
  sizes: 'unknown' | 'alike' | 'different';
  /** Capacities, ascending, in the unit. */
  capacities: Float64Array;
  /** One a line, in the order asked for. */
  lines: readonly CurveOfLine[];
  /** What is not exact is of a sample that has one key in so many. */
  oneIn: number;
  finished: boolean;
}

/** Of which accesses: those of a cache of the run, or where there is none all of a recording; and what capacities count. */
interface CurveArgs {
  cache: string;
  lines: readonly CurveLine[];
  /** Bytes only where sizes are known. */
  unit: 'keys' | 'bytes';
}

declare module './contract.ts' {
  interface Looks {
    curves: { args: CurveArgs; answer: Curves };
  }
}

/** What was studied last: asked for another line, nothing that is known is worked out again. */
let studied: { source: string; trace: AccessTrace; known: Map<string, Curve> } | null = null;

/** Of fewer accesses more sizes take no time. */
const SHORT = 20_000;
/** The usual sizes and three between each two of them, where a loop makes a cliff. */
const FINE = 49;

export const look = defineLook('curves', async (question, desk) => {
  const { lines, unit } = question.args;
  const { sized, known } = await accessesOf(question, desk);
  const trace: AccessTrace = unit === 'bytes' && sized.sizes ? sized : { ...sized, sizes: null };
  const capacities = trace.keys.length < SHORT ? capacitiesFor(trace, FINE) : capacitiesFor(trace);
  const inUnit = trace.sizes ? 'bytes' : 'keys';
  const nameOf = ({ policy }: CurveLine) => `${inUnit} ${JSON.stringify(policy)}`;
  const missing = lines.filter((line) => !known.has(nameOf(line)));
  const work = new CurveStudy(trace, missing.map(contenderOf), capacities);
  const soFar = (finished: boolean): Curves => ({
    unit: inUnit,
    accesses: trace.keys.length,
    distinct: trace.distinct,
    footprint: footprint(trace),
    sizes: sized.sizes === null ? 'unknown' : sized.sizes.every((size) => size === sized.sizes![0]) ? 'alike' : 'different',
    capacities: capacities.slice(),
    lines: lines.map((line) => {
      const { missRatio, byteMissRatio, error, byteError } = known.get(nameOf(line)) ?? work.curves[missing.indexOf(line)];
      const [errors, byteErrors] = [error.slice(), byteError.slice()];
      return { id: line.id, missRatio: missRatio.slice(), byteMissRatio: byteMissRatio.slice(), error: errors, byteError: byteErrors };
    }),
    oneIn: work.oneIn,
    finished,
  });
  try {
    for (const { done, total } of work.run())
      await desk.tick(
        () => ({ doing: 'replaying', done: done / total }),
        () => soFar(false),
      );
  } finally {
    // what is whole when it is stopped need not be done again
    missing.forEach((line, i) => {
      if (isExact(work.curves[i])) known.set(nameOf(line), work.curves[i]);
    });
  }
  return soFar(true);
});

/** The accesses that are asked about with the sizes of their keys, and the curves of them that are known. */
async function accessesOf(question: Question<'curves'>, desk: Desk<'curves'>): Promise<{ sized: AccessTrace; known: Map<string, Curve> }> {
  const source = `${question.args.cache} ${question.run}`;
  if (studied?.source !== source) {
    const trace = question.plan === null ? recorded(question, desk) : await simulated(question, desk);
    // a change that leaves the accesses as they were leaves the curves as they were
    const known = studied && sameAccesses(studied.trace, trace) ? studied.known : new Map<string, Curve>();
    studied = { source, trace, known };
  }
  return { sized: studied.trace, known: studied.known };
}

async function simulated(question: Question<'curves'>, desk: Desk<'curves'>): Promise<AccessTrace> {
  const world = new World(planOf(question), { observe: ['accesses'], recordings: desk.recordings });
  return traceOfCache(await desk.run(world), question.args.cache);
}

function recorded({ recordings: [{ hash, distinct }] }: Question<'curves'>, desk: Desk<'curves'>): AccessTrace {
  const { keys, bytes } = desk.recordings.get(hash)!;
  return { keys, distinct, sizes: sizesOf({ keys, distinct }, bytes) };
}

function contenderOf({ id, policy }: CurveLine): Contender {
  if (policy === null) return { id, decides: null };
  const { kind } = policy;
  const param = { type: 'policy', label: '', help: '', seam: 'eviction', default: { kind } } as const;
  return { id, decides: resolve(param, policy) as Contender['decides'] };
}
