import { describe, expect, it } from 'vitest';
import { planOf } from '../../src/scenario/arm.ts';
import { addComponent } from '../../src/scenario/edit/add-component.ts';
import { drawWire } from '../../src/scenario/edit/draw-wire.ts';
import type { Gesture } from '../../src/scenario/edit/gesture.ts';
import { emptyScenario, patterns } from '../../src/scenario/edit/patterns.ts';
import { readScenario } from '../../src/scenario/read.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { unwired } from '../../src/scenario/unwired.ts';
import { documentOf } from '../../src/scenario/write.ts';
import { World } from '../../src/sim/world/world.ts';
import { figure } from '../worlds.ts';

/** How busy what works is, by id; and the share of requests that fail. */
function busy(scenario: Scenario): { busy: Record<string, number>; lost: number; hits: number } {
  const world = new World(planOf(scenario, 'base'));
  world.run();
  expect([world.audit(), world.runaway]).toEqual([[], null]);
  const having = (meter: string) => world.ids.filter((_, i) => world.recorders[i].meters.some(({ name }) => name === meter));
  return {
    busy: Object.fromEntries(having('utilisation').map((id) => [id, figure(world, `${id}.utilisation`)])),
    lost: figure(world, 'client.failures') / figure(world, 'client.arrivals'),
    hits: having('hitRatio').length > 0 ? figure(world, `${having('hitRatio')[0]}.hitRatio`) : Number.NaN,
  };
}

describe('a pattern to begin with', () => {
  it.each(patterns.map((pattern) => [pattern.id, pattern] as const))('is whole and calm: %s', (id, { title, summary, make }) => {
    const scenario = make();
    expect([scenario.title, scenario.summary]).toEqual([title, summary]);
    expect(unwired(scenario)).toEqual({});
    expect(documentOf(readScenario(documentOf(scenario)))).toEqual(documentOf(scenario));
    expect(scenario.watch.length).toBeGreaterThanOrEqual(4);
    const { busy: shares, lost, hits } = busy(scenario);
    expect(Object.keys(shares).length).toBeGreaterThan(0);
    for (const [component, share] of Object.entries(shares)) {
      expect(share, component).toBeGreaterThan(0.5);
      expect(share, component).toBeLessThan(0.7);
    }
    expect(lost).toBe(0);
    if (id === 'cache-aside') expect(Math.abs(hits - 0.5)).toBeLessThan(0.15);
  });

  it('is nothing where nothing is wanted', () => {
    const scenario = emptyScenario();
    expect(documentOf(readScenario(documentOf(scenario)))).toEqual(documentOf(scenario));
    expect(scenario.components).toEqual({});
  });
});

describe('a first system, drawn by hand', () => {
  it('of clients and a service is calm, and so is one with a database', () => {
    let scenario = emptyScenario();
    for (const kind of ['client', 'service', 'database']) scenario = (addComponent(scenario, kind) as Gesture).scenario;
    scenario = (drawWire(scenario, 'client', 'service') as Gesture).scenario;
    const alone = busy(scenario);
    scenario = (drawWire(scenario, 'service', 'database') as Gesture).scenario;
    const together = busy(scenario);
    // 60 requests a second of 100 ms for 10 servers; the database takes some 11 ms of a server's time more
    expect(alone.busy.service).toBeCloseTo(0.6, 1);
    expect(together.busy.service).toBeCloseTo(0.67, 1);
    // 60 a second of 10 ms for 2 connections
    expect(together.busy.database).toBeCloseTo(0.3, 1);
    expect([alone.lost, together.lost]).toEqual([0, 0]);
  });
});
