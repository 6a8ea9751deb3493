import { derivedHigh, derivedLow, Keyed, Stream, streamKey } from '../src/sim/kernel/chance.ts';
import { EventQueue } from '../src/sim/kernel/event-queue.ts';
import { Facts } from '../src/sim/meter/facts.ts';
import { Recorder } from '../src/sim/meter/recorder.ts';

/** Means of the gaps between arrivals and of service [µs], and servers: M/M/16 at a load of 0.8. */
const GAP = 125;
const SERVICE = 1_600;
const SERVERS = 16;
const BINS = 600;

/** Events of one slice, about a millisecond. */
const SLICE = 2_000;

/** Customers there may be at once, and how many may wait (a power of two). */
const ROWS = 1 << 14;
const PLACES = 1 << 16;

/** What the engine's client and service report of an ordinary request, by number. */
const USERS = { born: 0, done: 1, sent: 2, answered: 3 } as const;
const SHOP = { arrived: 0, left: 1, started: 2, finished: 3 } as const;

const usersVocabulary = {
  facts: ['born', 'done', 'sent', 'answered'],
  gauges: [{ name: 'inFlight', up: ['born'], down: ['done'] }],
  histograms: ['responseTime'],
};
const shopVocabulary = {
  facts: ['arrived', 'left', 'started', 'finished'],
  gauges: [
    { name: 'inFlight', up: ['arrived'], down: ['finished'] },
    { name: 'busy', up: ['started'], down: ['finished'] },
  ],
  histograms: ['waitingTime', 'timeInSystem'],
};

/**
 * M/M/c in one loop, with the engine's queue and keyed draws, and, if `recorded`, with everything that the engine records
 * of it: six facts a customer with their fingerprint, two gauges, three histograms, 600 bins. What is left out is all that
 * makes it a special case of something. Yields every 2,000 events.
 */
export function* mmcByHand(customers: number, recorded: boolean): Generator<void> {
  const clock = new Float64Array(1);
  const facts = new Facts(clock);
  const width = (customers * GAP) / BINS;
  const users = new Recorder('users', 0, clock, BINS, width / 1e6, facts, usersVocabulary, []);
  const shop = new Recorder('shop', 1, clock, BINS, width / 1e6, facts, shopVocabulary, []);
  const queue = new EventQueue(1_024);
  const arrivals = new Stream(1, 'users', 'arrivals');
  const service = new Keyed(1, 'shop', 'service');
  const key = streamKey(1, 'users', 'requests');
  const low = new Int32Array(ROWS);
  const high = new Int32Array(ROWS);
  const number = new Int32Array(ROWS);
  const intended = new Float64Array(ROWS);
  const bin = new Int32Array(ROWS);
  const free = Int32Array.from({ length: ROWS }, (_, i) => ROWS - 1 - i);
  const waiting = new Int32Array(PLACES);
  const ARRIVAL = ROWS - 1;
  let freeCount = ROWS - 1;
  let head = 0;
  let tail = 0;
  let busy = 0;
  let born = 0;
  let closed = 0;
  let binEnd = width;
  let handled = 0;
  const begin = (row: number, now: number) => {
    if (recorded) {
      shop.fact(SHOP.started, number[row], number[row]);
      shop.observe(0, now - intended[row]);
    }
    queue.time[row] = now + service.aim(low[row], high[row]).exponentialMicros(SERVICE);
    queue.push(row);
  };
  queue.grow(ROWS);
  queue.time[ARRIVAL] = arrivals.exponentialMicros(GAP);
  queue.push(ARRIVAL);
  for (;;) {
    const slot = queue.pop();
    if (slot < 0) return;
    const now = queue.time[slot];
    clock[0] = now;
    if (++handled % SLICE === 0) yield;
    if (recorded) {
      if (now >= binEnd) {
        users.close(closed, binEnd - width, binEnd);
        shop.close(closed, binEnd - width, binEnd);
        closed++;
        binEnd = closed === BINS ? Number.POSITIVE_INFINITY : binEnd + width;
      }
    }
    if (slot === ARRIVAL) {
      if (++born < customers) {
        queue.time[ARRIVAL] = now + arrivals.exponentialMicros(GAP);
        queue.push(ARRIVAL);
      }
      const row = free[--freeCount];
      low[row] = derivedLow(key.low, key.high, born);
      high[row] = derivedHigh(low[row], key.high, born);
      number[row] = born;
      intended[row] = now;
      bin[row] = closed < BINS ? closed : BINS - 1;
      if (recorded) {
        users.fact(USERS.born, born, -1);
        users.fact(USERS.sent, born, born);
        shop.fact(SHOP.arrived, born, born);
      }
      if (busy < SERVERS) {
        busy++;
        begin(row, now);
      } else waiting[tail++ & (PLACES - 1)] = row;
    } else {
      if (recorded) {
        shop.observe(1, now - intended[slot]);
        shop.fact(SHOP.finished, number[slot], number[slot]);
        users.fact(USERS.answered, number[slot], number[slot]);
        users.fact(USERS.done, number[slot], -1);
        users.byArrival(USERS.done, bin[slot]);
        users.observe(0, now - intended[slot]);
      }
      free[freeCount++] = slot;
      if (head < tail) begin(waiting[head++ & (PLACES - 1)], now);
      else busy--;
    }
  }
}
