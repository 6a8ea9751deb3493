import { World } from '../../sim/world/world.ts';
import { defineLook, planOf } from './contract.ts';

/** What the first gate of a run decided, in columns; one entry a decision, in order. */
export interface Decisions {
  /** Id of the gate. */
  gate: string;
  /** When [ms]. */
  time: Float64Array;
  request: Int32Array;
  cost: Float64Array;
  /** 1 for a call that passed, 0 for one that was turned away. */
  passed: Uint8Array;
  /** What the limiter's own gauge then showed; NaN where it has none. */
  level: Float64Array;
  gauge: { label: string; unit: string } | null;
  /** What the limit is meant to say, as it was at the end of the run: so much in any such span [ms]. */
  means: { limit: number; span: number } | null;
  /** For spans of growing length [ms]: the most that passed in any such span, and the most that is promised. */
  envelope: { span: Float64Array; most: Float64Array; promise: Float64Array };
  /** There were more than are kept. */
  cut: boolean;
}

/** Decisions kept at the most. */
const MOST = 200_000;

declare module './contract.ts' {
  interface Looks {
    /** null where there is no gate. */
    decisions: { args: Record<string, never>; answer: Decisions | null };
  }
}

export const look = defineLook('decisions', async (question, desk) =>
  decisionsOf(await desk.run(new World(planOf(question), { observe: ['decisions'], recordings: desk.recordings }))),
);

/** Packs what the first gate of a world that kept its decisions has decided; null when it has no gate. */
export function decisionsOf(world: World): Decisions | null {
  const { ids } = world;
  const { decisions } = world.observed;
  const gate = world.gates()[0];
  if (!decisions || !gate) return null;
  const component = ids.indexOf(gate.id);
  const rows: number[] = [];
  for (let row = 0; row < decisions.count && rows.length < MOST; row++) if (decisions.component[row] === component) rows.push(row);
  const time = Float64Array.from(rows, (row) => decisions.time[row] / 1_000);
  const cost = Float64Array.from(rows, (row) => decisions.cost[row]);
  const passed = Uint8Array.from(rows, (row) => decisions.passed[row]);
  const span = spansUpTo(world.blueprint.duration / 2);
  return {
    gate: gate.id,
    time,
    request: Int32Array.from(rows, (row) => decisions.request[row]),
    cost,
    passed,
    level: Float64Array.from(rows, (row) => decisions.level[row]),
    gauge: gate.gauge,
    means: gate.means,
    envelope: { span, most: span.map((width) => mostIn(time, cost, passed, width)), promise: span.map((width) => gate.promise(width)) },
    cut: rows.length === MOST,
  };
}

/** Twenty spans from 10 ms up to `longest` [ms], evenly on a logarithmic scale. */
function spansUpTo(longest: number): Float64Array {
  const ratio = Math.max(2, longest / 10) ** (1 / 19);
  return Float64Array.from({ length: 20 }, (_, i) => 10 * ratio ** i);
}

/** The most cost that passed in any span of so many ms, both ends included; times are whole µs, told in ms. */
function mostIn(time: Float64Array, cost: Float64Array, passed: Uint8Array, span: number): number {
  let sum = 0;
  let most = 0;
  let first = 0;
  for (let i = 0; i < time.length; i++) {
    if (passed[i] === 0) continue;
    sum += cost[i];
    for (; time[i] - time[first] > span + 0.0005; first++) if (passed[first] === 1) sum -= cost[first];
    if (sum > most) most = sum;
  }
  return most;
}
