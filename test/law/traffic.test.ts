import { beforeAll, describe, expect, test } from 'vitest';
import type { ArmPlan } from '../../src/scenario/arm.ts';
import { planOf } from '../../src/scenario/arm.ts';
import { readScenario } from '../../src/scenario/read.ts';
import { BASE } from '../../src/scenario/scenario.ts';
import { withTraffic } from '../../src/scenario/traffic.ts';
import type { Recordings } from '../../src/sim/structure/recording.ts';
import { World } from '../../src/sim/world/world.ts';
import '../../src/sim/world/every-kind.ts';
import { mulberry } from '../mulberry.ts';
import { readText } from '../recording/pieces.ts';

const shop = readScenario({
  format: 2,
  title: 'A shop',
  duration: 5_000,
  bins: 50,
  components: {
    shoppers: { kind: 'client', arrival: { kind: 'poisson', rate: 200 }, calls: ['cache'] },
    cache: { kind: 'cache', capacity: 20, calls: ['store'] },
    store: { kind: 'database', servers: 50 },
  },
});

interface Row {
  time: number;
  key: string;
  size: number;
  op: string;
  tenant: string;
  priority: number;
}

/** A second and a half of requests, some of them out of order. */
function rows(): Row[] {
  const random = mulberry(7);
  return Array.from({ length: 300 }, (_, i) => ({
    time: i * 5_000 + Math.floor(random() * 9_000),
    key: `item:${Math.floor(random() ** 2 * 60)}`,
    size: 100 + Math.floor(random() * 900),
    op: random() < 0.2 ? 'set' : 'get',
    tenant: `customer ${Math.floor(random() * 5)}`,
    priority: Math.floor(random() * 4),
  }));
}

const columns = ['time_us', 'key', 'size', 'op', 'tenant', 'priority'];
const csvOf = (all: readonly Row[]) => [columns.join(','), ...all.map((row) => Object.values(row).join(','))].join('\n');
const ndjsonOf = (all: readonly Row[]) => all.map(({ time, ...rest }) => JSON.stringify({ time_us: time, ...rest })).join('\n');

/** The run of the shop with the traffic of a file. */
async function runOf(text: string, seed = 1, set: Record<string, unknown> = {}) {
  const file = await readText(text);
  const value = { kind: 'recorded', name: file.name, length: file.accesses, hash: file.hash, ...set };
  const scenario = withTraffic(shop, BASE, 'shoppers', value, { times: true, keys: file.distinct > 0 });
  return ran({ ...planOf(scenario, BASE), seed }, new Map([[file.hash, file.recording]]));
}

function ran(plan: ArmPlan, recordings: Recordings = new Map()): World {
  const world = new World(plan, { recordings, observe: ['requests', 'accesses'] });
  world.run();
  expect(world.audit()).toEqual([]);
  return world;
}

const birthsOf = ({ observed: { requests } }: World) => [...requests!.intended.subarray(0, requests!.count)];

test('the same data as CSV and as NDJSON is the same run', async () => {
  const [csv, ndjson] = [await runOf(csvOf(rows())), await runOf(ndjsonOf(rows()))];
  expect(ndjson.fingerprintDigits()).toBe(csv.fingerprintDigits());
  expect(csv.requestCount).toBeGreaterThan(600);
});

test('arrivals are those of the file to the microsecond, whatever the seed, and keys go with their rows', async () => {
  const all = rows();
  const sorted = all.toSorted((a, b) => a.time - b.time);
  const first = sorted[0].time;
  const numbers = new Map<string, number>();
  for (const { key } of all) if (!numbers.has(key)) numbers.set(key, numbers.size);
  for (const seed of [1, 2]) {
    const world = await runOf(csvOf(all), seed);
    expect(birthsOf(world).slice(0, 300)).toEqual(sorted.map(({ time }) => time - first));
    const { accesses } = world.observed;
    const reads = sorted.filter(({ op }) => op === 'get').map(({ key }) => numbers.get(key)!);
    expect([...accesses!.key.subarray(0, 20)]).toEqual(reads.slice(0, 20));
  }
});

describe('what a run wrote down and another replays', () => {
  let original: World;
  beforeAll(() => {
    original = ran({ ...planOf(shop, BASE), seed: 3 });
  });

  test('are the same Poisson arrivals, from the first on', async () => {
    const times = birthsOf(original);
    const lines = times.map((time, id) => JSON.stringify({ id, arm: 'base', client: 'shoppers', intended: time / 1_000, outcome: 'ok' }));
    const file = await readText(lines.join('\n'));
    expect(file.distinct).toBe(0);
    // 200 req/s for 5 s: a rate within 3 deviations of a Poisson count
    expect(Math.abs(file.understood.rate! - 200)).toBeLessThan((3 * Math.sqrt(1_000)) / 5);
    const replayed = birthsOf(await runOf(lines.join('\n'), 8)).slice(0, times.length);
    const mean = (times[times.length - 1] - times[0]) / (times.length - 1);
    const within = times.map((time) => time - times[0]).filter((time) => time < 5_000_000);
    expect(replayed.slice(0, within.length)).toEqual(within);
    expect(mean).toBeGreaterThan(0);
  });
});
