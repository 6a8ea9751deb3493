import { describe, expect, test } from 'vitest';
import { Simulation } from '../../../src/sim/kernel/simulation.ts';
import { TimerRing } from '../../../src/sim/kernel/timer-ring.ts';
import { mulberry } from '../../mulberry.ts';

const TIMER = 1;
const OTHER = 2;
const DELAY = 40;

/** Timers as a component sees them: set, cancelled, and told what ran out. */
interface Timers {
  set(subject: number): number;
  cancel(handle: number, subject: number): void;
  /** What an event of kind TIMER is about; −1 if that was cancelled. */
  fire(subject: number): number;
}

function inRing(simulation: Simulation): Timers {
  const ring = new TimerRing(simulation, DELAY, TIMER, 0);
  return { set: (subject) => ring.set(subject), cancel: (handle) => ring.cancel(handle), fire: () => ring.fire() };
}

function inQueue(simulation: Simulation): Timers {
  return {
    set: (subject) => simulation.schedule(simulation.now + DELAY, TIMER, subject),
    cancel: (handle, subject) => simulation.cancel(handle, subject),
    fire: (subject) => subject,
  };
}

/** A random run with timers, and other events that often fall on the very microsecond of a timer. */
function story(seed: number, make: (simulation: Simulation) => Timers): string[] {
  const random = mulberry(seed);
  const simulation = new Simulation(8);
  const timers = make(simulation);
  const set = new Map<number, number>();
  const told: string[] = [];
  const crowded = seed % 3 === 0;
  let subject = 0;
  const act = () => {
    const actions = crowded ? 3 : Math.floor(random() * 4);
    for (let i = 0; i < actions; i++) {
      const what = random();
      if (what < 0.45) {
        set.set(subject, timers.set(subject));
        subject++;
      } else if (what < 0.7 && set.size > 0) {
        const chosen = [...set.keys()][Math.floor(random() * set.size)];
        timers.cancel(set.get(chosen)!, chosen);
        set.delete(chosen);
      } else {
        const gaps = [0, 1, DELAY - 1, DELAY, DELAY + 1];
        simulation.schedule(simulation.now + gaps[Math.floor(random() * gaps.length)], OTHER, subject++);
      }
    }
  };
  simulation.schedule(0, OTHER, subject++);
  while (simulation.advance() && told.length < 1_500) {
    if (simulation.firedCode === OTHER) told.push(`${simulation.now} other ${simulation.firedSubject}`);
    else {
      const about = timers.fire(simulation.firedSubject);
      if (about === -1) continue;
      told.push(`${simulation.now} timer ${about}`);
      set.delete(about);
    }
    act();
    if (told.length % 50 === 0) simulation.schedule(simulation.now + 1, OTHER, subject++);
  }
  return told;
}

test('timers in a ring run out exactly when and in the order in which they would as events of their own', () => {
  let timersTold = 0;
  for (let seed = 1; seed <= 150; seed++) {
    const expected = story(seed, inQueue);
    expect(story(seed, inRing)).toEqual(expected);
    timersTold += expected.filter((line) => line.includes('timer')).length;
  }
  expect(timersTold).toBeGreaterThan(10_000);
});

describe('a ring by hand', () => {
  test('a timer runs out after the delay, before an event that was scheduled for that moment after it', () => {
    const simulation = new Simulation();
    const ring = new TimerRing(simulation, DELAY, TIMER, 0);
    simulation.schedule(DELAY, OTHER, 1);
    ring.set(7);
    ring.set(8);
    simulation.schedule(DELAY, OTHER, 2);
    const told: string[] = [];
    while (simulation.advance()) told.push(simulation.firedCode === TIMER ? `timer ${ring.fire()}` : `other ${simulation.firedSubject}`);
    expect(told).toEqual(['other 1', 'timer 7', 'timer 8', 'other 2']);
    expect(simulation.now).toBe(DELAY);
  });

  test('only the first timer is in the event queue, and those cancelled behind it never cost an event', () => {
    const simulation = new Simulation();
    const ring = new TimerRing(simulation, DELAY, TIMER, 0);
    const handles = Array.from({ length: 100 }, (_, subject) => ring.set(subject));
    expect(simulation.pending).toBe(1);
    for (const handle of handles.slice(1, 99)) ring.cancel(handle);
    const told: number[] = [];
    while (simulation.advance()) told.push(ring.fire());
    expect(told).toEqual([0, 99]);
    expect(simulation.handled).toBe(2);
  });

  test('a first timer that was cancelled fires as −1', () => {
    const simulation = new Simulation();
    const ring = new TimerRing(simulation, DELAY, TIMER, 0);
    ring.cancel(ring.set(5));
    ring.set(6);
    const told: number[] = [];
    while (simulation.advance()) told.push(ring.fire());
    expect(told).toEqual([-1, 6]);
  });

  test('it widens while timers wait, also when its head has moved on, and none is lost', () => {
    const simulation = new Simulation();
    const ring = new TimerRing(simulation, 10_000, TIMER, 0);
    const expected: string[] = [];
    const handles: number[] = [];
    for (let subject = 0; subject < 200; subject++) {
      ring.set(subject);
      expected.push(`10000 ${subject}`);
    }
    simulation.schedule(9_999, OTHER, 0);
    simulation.advance();
    for (let subject = 200; subject < 3_000; subject++) {
      handles.push(ring.set(subject));
      if (subject % 7 === 0) continue;
      expected.push(`19999 ${subject}`);
    }
    for (let subject = 200; subject < 3_000; subject++) if (subject % 7 === 0) ring.cancel(handles[subject - 200]);
    const told: string[] = [];
    while (simulation.advance()) {
      const about = ring.fire();
      if (about !== -1) told.push(`${simulation.now} ${about}`);
    }
    expect(told).toEqual(expected);
  });
});
