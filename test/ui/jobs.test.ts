import { describe, expect, test } from 'vitest';
import type { Book, Deliveries, Jobs } from '../../src/host/jobs.ts';
import { DELIVERY_ENDS, type DeliveryEnd } from '../../src/host/jobs.ts';
import { hitAt, inSight, lanesSentence, packed, placed, slotTop } from '../../src/ui/plot/lanes.ts';
import { LaneWindow } from '../../src/ui/plot/laneWindow.ts';
import { lanesOf } from '../../src/ui/view/jobs/lanes.ts';
import { addsUp, balanceAt, extrasBy, missingAt, sentenceOf, type Wrongs } from '../../src/ui/view/jobs/ledger.ts';
import { indexOf } from '../../src/ui/view/jobs/rows.ts';
import { linesOf } from '../../src/ui/view/jobs/words.ts';
import { mulberry } from '../mulberry.ts';

interface Delivered {
  job: number;
  /** Received, begun, side effect, ended, end of the lease [s]. */
  times: readonly [number, number, number, number, number];
  request?: number;
  key?: number;
  process?: number;
  count?: number;
  lapsed?: boolean;
  end?: DeliveryEnd;
}

function jobsWith(rows: readonly Delivered[], books: readonly Book[] = []): Jobs {
  const ints = (of: (row: Delivered) => number) => Int32Array.from(rows, of);
  const ms = (i: number) => Float64Array.from(rows, ({ times }) => times[i] * 1_000);
  const deliveries: Deliveries = {
    queue: new Uint8Array(rows.length).fill(1),
    workers: new Uint8Array(rows.length).fill(2),
    process: ints(({ process = 0 }) => process),
    job: ints(({ job }) => job),
    request: ints(({ job, request = job }) => request),
    key: ints(({ key = 0 }) => key),
    tenant: ints(() => 0),
    receiveCount: ints(({ count = 1 }) => count),
    received: ms(0),
    started: ms(1),
    effect: ms(2),
    ended: ms(3),
    leaseEnded: ms(4),
    lapsed: Uint8Array.from(rows, ({ lapsed }) => (lapsed ? 1 : 0)),
    end: Uint8Array.from(rows, ({ end = 'done' }) => DELIVERY_ENDS.indexOf(end)),
  };
  return { deliveries, books, deaths: [], components: ['shop', 'queue', 'workers'], duration: 100_000, cut: false };
}

const NO = Number.NaN;
const told = ({ count, at }: Wrongs) => Array.from({ length: count }, (_, i) => at(i));

describe('packing bars into slots', () => {
  test('takes the first slot that is free', () => {
    // the third begins when the first ends and takes its slot; the fourth finds both taken
    expect(packed(Float64Array.of(0, 1, 4, 5), Float64Array.of(4, 9, 8, 6))).toEqual({ slots: Uint16Array.of(0, 1, 0, 2), count: 3 });
  });

  test('never lets two bars of a slot overlap, and needs no more slots than there are at once', () => {
    const random = mulberry(7);
    const from = Float64Array.from({ length: 500 }, () => random() * 1_000).sort();
    const to = from.map((at) => at + random() * 40);
    const { slots, count } = packed(from, to);
    for (let i = 0; i < from.length; i++) for (let k = 0; k < i; k++) if (slots[i] === slots[k]) expect(to[k] <= from[i]).toBe(true);
    const atOnce = Math.max(...Array.from(from, (at) => from.reduce((sum, begin, k) => sum + (begin <= at && to[k] > at ? 1 : 0), 0)));
    expect(count).toBe(atOnce);
  });

  test('makes a lane for each process, or for each key', () => {
    const jobs = jobsWith([
      { job: 1, times: [0, 0, 5, 5, 5], process: 1, key: 7 },
      { job: 2, times: [1, 1, 4, 4, 4], process: 0, key: 7 },
      { job: 3, times: [2, 2, 3, 3, 3], process: 1, key: 8 },
    ]);
    expect(lanesOf(jobs, 'process').map(({ number, slotCount, rows }) => [number, slotCount, [...rows]])).toEqual([
      [0, 1, [1]],
      [1, 2, [0, 2]],
    ]);
    expect(lanesOf(jobs, 'key').map(({ number, slotCount }) => [number, slotCount])).toEqual([
      [7, 2],
      [8, 1],
    ]);
  });

  test('keeps room for a lease that outlives its worker', () => {
    // the process dies at 2, the lease is held until 30; the next job is beside it
    const jobs = jobsWith([
      { job: 1, times: [0, 0, NO, 2, 30], lapsed: true, end: 'killed' },
      { job: 2, times: [5, 5, 6, 6, 6] },
    ]);
    expect([...lanesOf(jobs, 'process')[0].slots]).toEqual([0, 1]);
  });

  test('finds long bars that began before the window', () => {
    const jobs = jobsWith([
      { job: 1, times: [0, 0, 50, 50, 50] },
      { job: 2, times: [1, 1, 2, 2, 2] },
      { job: 3, times: [45, 45, 46, 46, 46] },
      { job: 4, times: [70, 70, 71, 71, 71] },
    ]);
    const [lane] = lanesOf(jobs, 'process');
    expect(inSight(lane, jobs.deliveries.received, 40_000, 60_000)).toEqual({ first: 0, last: 3 });
    expect(inSight(lane, jobs.deliveries.received, 55_000, 60_000)).toEqual({ first: 3, last: 3 });
  });

  test('says how many are in sight', () => {
    const jobs = jobsWith([
      { job: 1, times: [0, 0, 5, 5, 5] },
      { job: 2, times: [1, 1, 4, 4, 4], process: 1 },
      { job: 3, times: [8, 8, 9, 9, 9], process: 1 },
    ]);
    const say = (from: number, to: number) => lanesSentence(lanesOf(jobs, 'process'), jobs.deliveries.received, from, to, 'deliveries');
    expect(say(0, 9_000)).toBe('2 lanes; deliveries in sight: 3');
    expect(say(6_000, 9_000)).toBe('2 lanes; deliveries in sight: 1');
  });

  test('finds the bar at a place, the last one drawn first, with 2 px to spare at both ends', () => {
    const bar = (row: number, x1: number, x2: number) => ({ row, x1, x2, y1: 20, y2: 35 });
    const hits = [bar(1, 10, 30), bar(2, 25, 40)];
    expect([7, 8, 24, 27, 42, 43].map((x) => hitAt(hits, x, 20)?.row)).toEqual([undefined, 1, 2, 2, 2, undefined]);
    expect([19, 34, 35].map((y) => hitAt(hits, 12, y)?.row)).toEqual([undefined, 1, undefined]);
  });

  test('puts lanes one below the other, each as high as its slots', () => {
    const jobs = jobsWith([
      { job: 1, times: [0, 0, 5, 5, 5] },
      { job: 2, times: [1, 1, 4, 4, 4] },
      { job: 3, times: [1, 1, 4, 4, 4], process: 1 },
    ]);
    const { lanes, height } = placed(lanesOf(jobs, 'process'));
    expect(lanes[1].y).toBe(lanes[0].height);
    expect(height).toBe(lanes[0].height + lanes[1].height);
    expect(slotTop(lanes[0], 1) - slotTop(lanes[0], 0)).toBe(lanes[0].pitch);
  });
});

describe('the window of the lanes', () => {
  test('shows twenty typical executions, and more past than future', () => {
    const view = new LaneWindow(100_000, 1_000);
    expect(view.at(50_000)).toEqual({ from: 38_000, to: 58_000 });
    expect(view.at(0)).toEqual({ from: 0, to: 20_000 });
    expect(new LaneWindow(10_000, 1_000).span).toBe(10_000);
  });

  test('zooms around a moment, which stays where it is', () => {
    const view = new LaneWindow(100_000, 1_000);
    view.at(50_000);
    view.zoom(0.5, 42_000);
    expect(view.at(50_000)).toEqual({ from: 40_000, to: 50_000 });
  });

  test('can be moved away from the playhead, and comes after it when that moves', () => {
    const view = new LaneWindow(100_000, 1_000);
    view.at(50_000);
    view.pan(30_000);
    expect(view.at(50_000)).toEqual({ from: 68_000, to: 88_000 });
    expect(view.at(50_001).from).toBeCloseTo(38_001);
  });
});

describe('the ledger', () => {
  const book: Book = {
    queue: 1,
    at: Float64Array.of(1_000, 2_000, 3_000),
    expected: Int32Array.of(1, 3, 3),
    once: Int32Array.of(0, 1, 1),
    repeated: Int32Array.of(0, 0, 1),
    extra: Int32Array.of(0, 0, 2),
    missing: Int32Array.of(0, 1, 0),
    missed: [{ request: 9, at: 2_000, until: 3_000, cause: 'dropped' }],
  };

  test('is exact at every moment, and adds up', () => {
    expect(balanceAt(book, 999)).toMatchObject({ expected: 0, booked: 0, open: 0, isRight: true });
    // one of three is done once, one is missing, one is open
    expect(balanceAt(book, 2_000)).toEqual({
      expected: 3,
      once: 1,
      repeated: 0,
      extra: 0,
      missing: 1,
      open: 1,
      booked: 1,
      isRight: false,
    });
    // one once, one three times: four side effects for the three that were wished for, of which one is open
    expect(balanceAt(book, 5_000)).toMatchObject({ booked: 4, extra: 2, open: 1, missing: 0 });
    for (const at of [0, 1_000, 2_500, 3_000]) expect(addsUp(balanceAt(book, at))).toBe(true);
  });

  test('says so in a sentence', () => {
    expect(sentenceOf(balanceAt(book, 5_000))).toBe('expected 3 · booked 4 · 2 too many · 1 still open');
    expect(sentenceOf(balanceAt(book, 2_000))).toBe('expected 3 · booked 1 · 1 missing · 1 still open');
  });

  test('lists a missing wish only while it is missing', () => {
    const jobs = jobsWith([], [book]);
    expect(told(missingAt(jobs, book, 2_500))).toEqual([
      { job: -1, request: 9, key: -1, at: 2_000, why: 'it was too old when its turn came, and was dropped' },
    ]);
    expect(told(missingAt(jobs, book, 3_000))).toEqual([]);
  });

  test('lists what is too many, with the reason', () => {
    const jobs = jobsWith([
      // a zombie: done at 9 by the second, at 12 by the first, whose lease had run out
      { job: 1, times: [0, 0, 12, 12, 5], lapsed: true },
      { job: 1, times: [5, 5, 9, 9, 9], count: 2 },
      // the other way round
      { job: 2, times: [20, 20, 26, 26, 25], lapsed: true },
      { job: 2, times: [25, 25, 30, 30, 30], count: 2 },
      // died between the side effect and the acknowledgement
      { job: 3, times: [40, 40, 41, 42, 42], end: 'killed' },
      { job: 3, times: [43, 43, 44, 44, 44], count: 2 },
      // two jobs for one wish
      { job: 5, times: [50, 50, 51, 51, 51], request: 5 },
      { job: 6, times: [50, 50, 52, 52, 52], request: 5 },
    ]);
    expect(told(extrasBy(jobs, 1, 100_000)).map(({ job, at, why }) => [job, at, why])).toEqual([
      [1, 12_000, 'it went on after its lease had run out at 0:05.0, and another had done it'],
      [2, 30_000, 'the lease ran out at 0:25.0 while it was being done'],
      [3, 44_000, 'its worker died at 0:42.0, after the side effect and before the acknowledgement'],
      [6, 52_000, 'two jobs were made of one wish'],
    ]);
    expect(extrasBy(jobs, 1, 30_000).count).toBe(2);
    expect([...indexOf(jobs).extraRows]).toEqual([0, 3, 5, 7]);
    expect(linesOf(jobs, 0)).toEqual([
      'received for the 1st time at 0:00.0',
      'lease ran out at 0:05.0; the work went on',
      'side effect at 0:12.0, which had taken place before',
      'done at 0:12.0',
    ]);
  });
});
