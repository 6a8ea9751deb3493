import { describe, expect, it } from 'vitest';
import { planOf } from '../../../src/scenario/arm.ts';
import { parseScenario } from '../../../src/scenario/read.ts';
import { callerPresets } from '../../../src/sim/component/caller-presets.ts';
import type { Preset } from '../../../src/sim/component/component.ts';
import { catalogue } from '../../../src/sim/component/index.ts';
import { jobQueuePresets } from '../../../src/sim/component/job-queue/job-queue-presets.ts';
import { workerPresets } from '../../../src/sim/component/workers/worker-presets.ts';
import { World } from '../../../src/sim/world/world.ts';
import { figure } from '../../worlds.ts';

/** The values of a preset for a kind of component; nothing where it has none of that id. */
function valuesOf(kind: string, id: string): Readonly<Record<string, unknown>> {
  return catalogue.find((component) => component.id === kind)?.presets?.find((preset) => preset.id === id)?.values ?? {};
}

/** A world of wishes, a queue and workers that sometimes die and fail, all set by the presets of an id. */
async function ran(id: string): Promise<World> {
  const scenario = await parseScenario(
    JSON.stringify({
      format: 1,
      title: id,
      duration: 600_000,
      components: {
        people: {
          kind: 'client',
          arrival: { kind: 'poisson', rate: 3 },
          workload: { kind: 'uniform', keys: 1_000_000 },
          tenants: 20,
          calls: ['jobs'],
        },
        jobs: { kind: 'job-queue', ...valuesOf('job-queue', id), calls: ['workers'] },
        workers: {
          kind: 'workers',
          replicas: 8,
          workerFault: { kind: 'mortal', lifetime: 300_000 },
          fault: { kind: 'error-ratio', ratio: 0.05 },
          ...valuesOf('workers', id),
        },
      },
    }),
  );
  const world = new World(planOf(scenario, 'base'));
  world.run();
  return world;
}

const ids = [...new Set([...jobQueuePresets, ...workerPresets].map((preset) => preset.id))];

describe.each(ids)('%s', (id) => {
  it('is what a scenario may say, and its books balance', async () => {
    const world = await ran(id);
    expect(world.audit()).toEqual([]);
    expect(world.runaway).toBeNull();
    expect(figure(world, 'jobs.throughput')).toBeGreaterThan(0.8);
  });
});

describe.each(catalogue.flatMap(({ id, presets = [] }) => presets.map((preset) => [id, preset.id, preset] as const)))(
  'a preset of %s: %s',
  (kind, _id, preset: Preset) => {
    it('says where it has its values from', () => {
      expect(preset.sources.length).toBeGreaterThan(0);
      expect(preset.summary).toMatch(/\.$/);
    });

    it('is about parameters that there are', () => {
      const params = catalogue.find((component) => component.id === kind)?.params ?? {};
      expect(Object.keys(preset.values).filter((name) => !(name in params))).toEqual([]);
      expect((preset.about ?? []).filter((name) => !(name in params))).toEqual([]);
      expect(Object.keys(preset.values).filter((name) => preset.about && !preset.about.includes(name))).toEqual([]);
      expect(Object.keys(preset.values)).not.toEqual([]);
    });
  },
);

describe.each(callerPresets.map((preset) => [preset.id, preset] as const))('callers as %s', (id, { values }) => {
  /** A fifth of the calls fails until minute 2, all in minute 3, and none after that. */
  const run = async () => {
    const scenario = await parseScenario(
      JSON.stringify({
        format: 1,
        title: id,
        duration: 600_000,
        components: {
          people: { kind: 'client', arrival: { kind: 'poisson', rate: 20 }, ...values, calls: ['shop'] },
          shop: { kind: 'service', servers: 100, fault: { kind: 'error-ratio', ratio: 0.2 } },
        },
        changes: [
          { at: 120_000, set: { 'shop.fault.ratio': 1 } },
          { at: 180_000, set: { 'shop.fault': { kind: 'none' } } },
        ],
      }),
    );
    const world = new World(planOf(scenario, 'base'));
    world.run();
    return world;
  };

  it('retry, hold back or break in an outage, and are well when it is over', async () => {
    const world = await run();
    expect(world.audit()).toEqual([]);
    expect(figure(world, 'people.retries')).toBeGreaterThan(0.1);
    const bins = world.closedBins;
    const outage = [Math.ceil(bins * 0.25), Math.floor(bins * 0.3)] as const;
    // of three attempts a call two would be retries: 40 a second, and of four 60
    const sent = figure(world, 'people.attempts', ...outage);
    expect(sent).toBeLessThan(30);
    expect(figure(world, 'people.goodput', Math.ceil(bins * 0.6), bins)).toBeGreaterThan(18);
  });
});

it('has the same products for queues and for workers', () => {
  const names = (presets: readonly Preset[]) => presets.map(({ id, title }) => `${id}: ${title}`);
  expect(names(workerPresets)).toEqual(names(jobQueuePresets));
  expect(new Set(ids).size).toBe(jobQueuePresets.length);
});

/** What the workers of a product do with jobs when they die, under the same deaths. */
it('loses jobs where they are acknowledged early, and nowhere else', async () => {
  for (const id of ids) {
    const lost = figure(await ran(id), 'jobs.lost');
    if (id === 'sidekiq' || id === 'celery') expect(lost, id).toBeGreaterThan(0);
    else expect(lost, id).toBe(0);
  }
});
