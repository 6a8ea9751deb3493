import {
  addLast,
  defineQueueDiscipline,
  droppedAs,
  duration,
  type LinkedList,
  LONGEST,
  linkedList,
  NOTHING,
  remove,
  takeFirst,
} from './contract.ts';

const CALM = 0;
/** It has just dropped one to begin with, or one more. */
const BEGINS = 1;
const DROPS_ON = 2;

interface CoDel extends LinkedList {
  size: number;
  /** Since when each entry waits [µs]. */
  since: Float64Array;
  /** When it may drop, if waiting times stay above the target till then [µs]; 0 while they are below. */
  firstAboveAt: number;
  /** When the next is dropped [µs]. */
  dropNext: number;
  /** Entries dropped since it began to drop, and what that was when it last began. */
  count: number;
  lastCount: number;
  dropping: boolean;
  /** The part of a take that goes on after a drop. */
  goesOn: typeof CALM | typeof BEGINS | typeof DROPS_ON;
}

/**
 * First in, first out, and whoever has waited too long is dropped when its turn comes: once the waiting time has stayed
 * above the target for a whole interval, one is dropped, and further ones after interval ÷ √1, ÷ √2, ÷ √3 …, until a
 * waiting time is below the target again. A burst passes; a standing queue does not last. It looks at waiting times
 * alone, so it needs no tuning to the capacity of the server.
 *
 * As RFC 8289 has it, its pseudo-code step by step; an entry is a packet of the largest size, so that with one left
 * behind nobody is dropped. Spans after √ are whole µs, rounded down.
 */
export const codel = defineQueueDiscipline({
  id: 'codel',
  title: 'CoDel',
  summary: 'Who came first is served first; while a queue stands, some are dropped when their turn comes.',
  sources: [
    { title: 'Nichols, Jacobson, Controlling queue delay (ACM Queue 2012)', url: 'https://queue.acm.org/detail.cfm?id=2209336' },
    { title: 'RFC 8289: Controlled delay active queue management (2018)', url: 'https://www.rfc-editor.org/rfc/rfc8289' },
  ],
  params: {
    target: duration({
      label: 'Target',
      help: 'A waiting time that is no cause for worry. A twentieth to a tenth of the interval is recommended.',
      default: 5,
      min: 0,
      max: LONGEST,
      scale: 'log',
    }),
    interval: duration({
      label: 'Interval',
      help: 'How long waiting times must stay above the target before anybody is dropped: about what a round trip takes.',
      default: 100,
      min: 1,
      max: LONGEST,
      scale: 'log',
    }),
  },
  examples: [
    { target: 0, interval: 1 },
    { target: 50, interval: 500 },
  ],
  promises: ['first-come-first-served', 'lets-bursts-pass'],
  start: (): CoDel => ({
    ...linkedList(),
    size: 0,
    since: new Float64Array(64),
    firstAboveAt: 0,
    dropNext: 0,
    count: 0,
    lastCount: 0,
    dropping: false,
    goesOn: CALM,
  }),
  put(state, _params, entry, _now, waiter) {
    addLast(state, entry);
    if (state.since.length < state.next.length) {
      const since = new Float64Array(state.next.length);
      since.set(state.since);
      state.since = since;
    }
    state.since[entry] = waiter.since;
    state.size++;
  },
  take(state, params, now) {
    const entry = takeFirst(state);
    const mayDrop = judges(state, params.target, params.interval, entry, now);
    const { goesOn } = state;
    state.goesOn = CALM;
    if (goesOn === BEGINS) {
      state.dropping = true;
      // soon after the last time it goes on at the rate that was enough then
      const delta = state.count - state.lastCount;
      state.count = delta > 1 && now - state.dropNext < 16 * params.interval ? delta : 1;
      state.dropNext = nextAfter(now, params.interval, state.count);
      state.lastCount = state.count;
      return entry;
    }
    if (!state.dropping) {
      if (!mayDrop) return entry;
      state.goesOn = BEGINS;
      return droppedAs(entry);
    }
    if (!mayDrop) state.dropping = false;
    else if (goesOn === DROPS_ON) state.dropNext = nextAfter(state.dropNext, params.interval, state.count);
    if (!state.dropping || now < state.dropNext) return entry;
    state.count++;
    state.goesOn = DROPS_ON;
    return droppedAs(entry);
  },
  leave(state, _params, entry) {
    remove(state, entry);
    state.size--;
  },
});

/** Whether an entry that has just been removed may be dropped; the RFC's `dodequeue`. */
function judges(state: CoDel, target: number, interval: number, entry: number, now: number): boolean {
  if (entry === NOTHING) {
    state.firstAboveAt = 0;
    return false;
  }
  state.size--;
  if (now - state.since[entry] < target || state.size <= 1) {
    state.firstAboveAt = 0;
    return false;
  }
  if (state.firstAboveAt === 0) {
    state.firstAboveAt = now + interval;
    return false;
  }
  return now >= state.firstAboveAt;
}

/** The control law. */
function nextAfter(at: number, interval: number, count: number): number {
  return at + Math.floor(interval / Math.sqrt(count));
}
