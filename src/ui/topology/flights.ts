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
export function flightsOf(stories: Stories, components: Components): Flights {
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
  };
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
    flights.time[n] = facts.time[i] / 1_000;
    flights.wire[n] = wire;
    flights.back[n] = sent ? 0 : 1;
    flights.tone[n] = TONES.indexOf(tone);
  }
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
