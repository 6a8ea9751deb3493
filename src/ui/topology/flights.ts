import type { Stories } from '../../host/look/stories.ts';
import { componentOf } from '../../scenario/descriptions.ts';
import type { Components } from '../../scenario/setting.ts';

export type Tone = 'first' | 'retry' | 'ok' | 'error' | 'rejected' | 'wasted';

/** A journey over a wire that starts at a moment: a circle going, or a square coming back. Sorted by time. */
export interface Flights {
  /** [ms] */
  time: Float64Array;
  wire: Int32Array;
  back: Uint8Array;
  tone: Uint8Array;
  count: number;
  /** How much of the run a crossing takes where it is drawn, by wire [ms]. */
  crossing: Float64Array;
  /** The most that went one way over one wire in a part of the run, of `FLOW_PARTS`; 1 at least. */
  most: number;
}

/** The world's network takes no time; a crossing is given so much of the run, or as long as an answer usually takes [ms]. */
export const LEAST_CROSSING = 1_500;
/** Parts of the run in which flow is counted. */
export const FLOW_PARTS = 50;
/** A crossing that is quicker than this cannot be followed [ms of real time]. */
const QUICKEST = 100;

/** Whether crossings of a wire are too quick to be followed one by one: it then shows how much flows. */
export function flowsAt(crossing: number, factor: number): boolean {
  return crossing / factor < QUICKEST;
}

export const TONES: readonly Tone[] = ['first', 'retry', 'ok', 'error', 'rejected', 'wasted'];

/** What a caller's fact about a call looks like on the wire; facts that send nothing are not here. */
const BACK: Readonly<Record<string, Tone>> = {
  attemptOk: 'ok',
  attemptError: 'error',
  attemptShed: 'rejected',
  attemptRejected: 'rejected',
  attemptDropped: 'rejected',
  late: 'wasted',
};

/** The same of workers, about a delivery; it goes out when its queue says so. */
const DELIVERED: Readonly<Record<string, Tone>> = {
  done: 'ok',
  skipped: 'ok',
  failed: 'error',
  killed: 'error',
  stopped: 'wasted',
  returned: 'rejected',
};

/** What travels, from the stories of the sampled requests. */
export function flightsOf(stories: Stories, components: Components, duration: number): Flights {
  const { facts, calls } = stories;
  const wireOf = new Map<number, number>();
  const attemptOf = new Map<number, number>();
  calls.number.forEach((call, i) => {
    wireOf.set(call, calls.wire[i]);
    attemptOf.set(call, calls.attempt[i]);
  });
  const kinds = stories.components.map((id) => componentOf(components[id]?.kind ?? ''));
  const count = facts.time.length;
  const flights: Flights = {
    time: new Float64Array(count),
    wire: new Int32Array(count),
    back: new Uint8Array(count),
    tone: new Uint8Array(count),
    count: 0,
    crossing: new Float64Array(stories.wires.length).fill(LEAST_CROSSING),
    most: 1,
  };
  const sentAt = new Map<number, number>();
  const spans = stories.wires.map((): number[] => []);
  const ways = new Uint32Array(2 * stories.wires.length * FLOW_PARTS);
  for (let i = 0; i < count; i++) {
    const call = facts.call[i];
    const wire = wireOf.get(call);
    if (wire === undefined) continue;
    const kind = kinds[facts.component[i]];
    const name = kind?.facts[facts.fact[i]] ?? '';
    const delivery = stories.components[facts.component[i]] === stories.wires[wire].to && kind?.takes.includes('jobs');
    const sent = name === 'sent' || (kind?.sends.includes('jobs') && (name === 'received' || name === 'redelivered'));
    const tone = sent ? ((attemptOf.get(call) ?? 1) > 1 ? 'retry' : 'first') : (delivery ? DELIVERED : BACK)[name];
    if (tone === undefined) continue;
    const n = flights.count++;
    const time = facts.time[i] / 1_000;
    if (sent) sentAt.set(call, time);
    else if (sentAt.has(call)) spans[wire].push(time - sentAt.get(call)!);
    const part = Math.min(FLOW_PARTS - 1, Math.floor((time / duration) * FLOW_PARTS));
    const way = ((2 * wire + (sent ? 0 : 1)) * FLOW_PARTS + part) | 0;
    flights.most = Math.max(flights.most, ++ways[way]);
    flights.time[n] = time;
    flights.wire[n] = wire;
    flights.back[n] = sent ? 0 : 1;
    flights.tone[n] = TONES.indexOf(tone);
  }
  spans.forEach((list, wire) => {
    list.sort((a, b) => a - b);
    flights.crossing[wire] = Math.max(LEAST_CROSSING, list[list.length >> 1] ?? 0);
  });
  return flights;
}

/** The first flight at or after a moment [ms]. */
export function firstFrom({ time, count }: Flights, moment: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (time[middle] < moment) low = middle + 1;
    else high = middle;
  }
  return low;
}
