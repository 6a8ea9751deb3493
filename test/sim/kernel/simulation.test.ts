import { describe, expect, test } from 'vitest';
import { Simulation } from '../../../src/sim/kernel/simulation.ts';
import { mulberry } from '../../mulberry.ts';

/** Everything that fires from now on, as [time, subject]. */
function drain(simulation: Simulation): [number, number][] {
  const fired: [number, number][] = [];
  while (simulation.advance()) fired.push([simulation.now, simulation.firedSubject]);
  return fired;
}

test('the clock starts at 0 and moves to each event', () => {
  const simulation = new Simulation();
  expect(simulation.now).toBe(0);
  simulation.schedule(30, 1, 300);
  simulation.schedule(10, 1, 100);
  simulation.schedule(20, 1, 200);
  expect(drain(simulation)).toEqual([
    [10, 100],
    [20, 200],
    [30, 300],
  ]);
  expect(simulation.now).toBe(30);
});

test('events at equal times run in the order in which they were scheduled', () => {
  const simulation = new Simulation();
  for (let subject = 0; subject < 100; subject++) simulation.schedule(7, 1, subject);
  expect(drain(simulation).map(([, subject]) => subject)).toEqual(Array.from({ length: 100 }, (_, i) => i));
});

test('an event scheduled for the present runs after everything already scheduled for it', () => {
  const simulation = new Simulation();
  simulation.schedule(5, 1, 1);
  simulation.schedule(5, 1, 2);
  simulation.advance();
  simulation.schedule(5, 1, 3);
  expect(drain(simulation)).toEqual([
    [5, 2],
    [5, 3],
  ]);
});

test('it tells what fired: code and subject', () => {
  const simulation = new Simulation();
  simulation.schedule(1, (3 << 4) | 9, 42);
  expect(simulation.advance()).toBe(true);
  expect([simulation.firedCode >> 4, simulation.firedCode & 15, simulation.firedSubject]).toEqual([3, 9, 42]);
  expect(simulation.advance()).toBe(false);
});

test('the past is refused, and so is a time that is no number', () => {
  const simulation = new Simulation();
  simulation.schedule(10, 1, 0);
  simulation.advance();
  expect(() => simulation.schedule(9, 1, 0)).toThrow('event at 9 µs is before the present, 10 µs');
  expect(() => simulation.schedule(Number.NaN, 1, 0)).toThrow(RangeError);
  expect(simulation.schedule(10, 1, 0)).toBeGreaterThanOrEqual(0);
});

describe('cancelling', () => {
  test('a cancelled event never fires, and is not counted as handled', () => {
    const simulation = new Simulation();
    simulation.schedule(1, 1, 1);
    const slot = simulation.schedule(2, 1, 2);
    simulation.schedule(3, 1, 3);
    simulation.cancel(slot, 2);
    expect(drain(simulation)).toEqual([
      [1, 1],
      [3, 3],
    ]);
    expect(simulation.handled).toBe(2);
  });

  test('is lazy: the event waits until it surfaces, and its slot is not reused before', () => {
    const simulation = new Simulation(4);
    const slot = simulation.schedule(100, 1, 1);
    simulation.cancel(slot, 1);
    expect(simulation.pending).toBe(1);
    const others = [simulation.schedule(1, 1, 2), simulation.schedule(2, 1, 3), simulation.schedule(3, 1, 4)];
    expect(others).not.toContain(slot);
    simulation.schedule(4, 1, 5);
    expect(drain(simulation).map(([, subject]) => subject)).toEqual([2, 3, 4, 5]);
    expect(simulation.pending).toBe(0);
  });

  test('is refused for an event that has fired, was cancelled, or is about something else', () => {
    const simulation = new Simulation();
    const first = simulation.schedule(1, 1, 1);
    const second = simulation.schedule(2, 1, 2);
    expect(() => simulation.cancel(second, 3)).toThrow(`event ${second} is not about 3`);
    simulation.advance();
    expect(() => simulation.cancel(first, 1)).toThrow();
    simulation.cancel(second, 2);
    expect(() => simulation.cancel(second, 2)).toThrow();
  });

  test('does not move the clock: what is scheduled after the last living event comes in order', () => {
    const simulation = new Simulation();
    // 2,000 timers far away, all cancelled: the queue runs dry at 10 s while the clock still stands at 1 s
    simulation.schedule(1_000_000, 1, 0);
    const far = Array.from({ length: 2_000 }, (_, i) => simulation.schedule(10_000_000 + (i % 2), 1, i));
    far.forEach((slot, i) => {
      simulation.cancel(slot, i);
    });
    while (simulation.advance());
    expect([simulation.now, simulation.pending]).toEqual([1_000_000, 0]);
    const times = [9_999_999, 5_000_000, 1_000_000, 7_851_648, 7_852_000, 12_000_000, 3_000_000];
    for (const at of times) simulation.schedule(at, 1, at);
    expect(drain(simulation).map(([at]) => at)).toEqual(times.toSorted((a, b) => a - b));
  });
});

describe('slots', () => {
  test('are handed out again once their event has fired', () => {
    const simulation = new Simulation(2);
    const seen = new Set<number>();
    for (let i = 0; i < 1_000; i++) {
      seen.add(simulation.schedule(i, 1, i));
      simulation.advance();
    }
    expect(seen.size).toBeLessThanOrEqual(2);
  });

  test('grow as needed, and nothing that waits is lost or reordered', () => {
    const simulation = new Simulation(2);
    const random = mulberry(1);
    const expected = Array.from({ length: 5_000 }, (_, subject) => ({ at: Math.floor(random() * 2_000), subject }));
    for (const { at, subject } of expected) simulation.schedule(at, 1, subject);
    expected.sort((a, b) => a.at - b.at || a.subject - b.subject);
    expect(drain(simulation)).toEqual(expected.map(({ at, subject }) => [at, subject]));
  });
});

test('a place that was allotted counts from then, whenever its event is scheduled', () => {
  const simulation = new Simulation();
  const place = simulation.allot();
  simulation.schedule(5, 1, 2);
  simulation.scheduleAs(5, place, 1, 1);
  expect(drain(simulation).map(([, subject]) => subject)).toEqual([1, 2]);
});

test('with random scheduling and cancelling the living events fire by time, then by order of scheduling', () => {
  for (let seed = 1; seed <= 60; seed++) {
    const random = mulberry(seed);
    const simulation = new Simulation(8);
    const waiting = new Map<number, { at: number; subject: number; slot: number }>();
    let subject = 0;
    for (let step = 0; step < 2_000; step++) {
      const what = random();
      if (what < 0.5) {
        const at = simulation.now + Math.floor(random() * (seed % 2 ? 5 : 5_000));
        waiting.set(subject, { at, subject, slot: simulation.schedule(at, 1, subject) });
        subject++;
      } else if (what < 0.7 && waiting.size > 0) {
        const chosen = [...waiting.values()][Math.floor(random() * waiting.size)];
        simulation.cancel(chosen.slot, chosen.subject);
        waiting.delete(chosen.subject);
      } else {
        const [first] = [...waiting.values()].sort((a, b) => a.at - b.at || a.subject - b.subject);
        expect(simulation.advance()).toBe(first !== undefined);
        if (first === undefined) continue;
        expect([simulation.now, simulation.firedSubject]).toEqual([first.at, first.subject]);
        waiting.delete(first.subject);
      }
    }
  }
});
