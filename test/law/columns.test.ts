import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { catalogue as observers } from '../../src/sim/observe/index.ts';
import type { Blueprint } from '../../src/sim/world/blueprint.ts';
import { World } from '../../src/sim/world/world.ts';
import { pool } from '../pool.ts';
import { cachedWorld } from './cached-world.ts';
import { leaseWorld } from './lease-world.ts';
import { Maker } from './random-world.ts';

const ROOT = join(import.meta.dirname, '../..');
/** Of each world only so many. */
const EVENTS = 20_000;
/** Of any kind, some in which all that is done needs leases, and some in which many keys are cached. */
const WORLDS: readonly { many: number; make: (seed: number) => Blueprint }[] = [
  { many: 60, make: (seed) => new Maker(seed).blueprint(seed) },
  { many: 20, make: leaseWorld },
  { many: 25, make: cachedWorld },
];

/** Where a column begins with room for some rows, by a number of two digits or more, or by what structures call ROOM; shorter arrays are no columns. */
const COLUMN = /new (Int32|Uint8|Uint16|Float64)Array\((?:\d{2,}|ROOM)\)/g;
/** With how much room structures of several columns begin, unless it is said. */
const CAPACITY = /\bcapacity = \d+/g;

/** Where columns begin: file and line. Of those, where some world has begun one. */
const places = new Set<string>();
let structures = 0;
let begun: ReadonlySet<string>;
/** The same simulation, but all columns begin with room for one row. */
let NarrowWorld: typeof World;

// beside what else is made from the sources for tests: there it is a module of Node's own
const CACHE = join(ROOT, 'node_modules/.cache/goodput');
mkdirSync(CACHE, { recursive: true });
const folder = mkdtempSync(join(CACHE, 'narrow-'));
afterAll(() => rmSync(folder, { recursive: true }));

beforeAll(async () => {
  const input = join(folder, 'narrow.ts');
  const from = (file: string) => JSON.stringify(join(ROOT, 'src/sim/world', file));
  writeFileSync(input, `import ${from('every-kind.ts')};\nexport { World } from ${from('world.ts')};\nexport const places = begun;\n`);
  const narrowing = {
    name: 'narrow-columns',
    transform: (code: string, id: string) =>
      id.startsWith(join(ROOT, 'src/sim'))
        ? code
            .replace(COLUMN, (_, kind, at) => {
              const place = `${id.slice(ROOT.length + 1)}:${code.slice(0, at).split('\n').length}`;
              places.add(place);
              return `(begun.add(${JSON.stringify(place)}), new ${kind}Array(1))`;
            })
            .replace(CAPACITY, () => {
              structures++;
              return 'capacity = 1';
            })
        : null,
  };
  const built = await rolldown({ input, platform: 'node', logLevel: 'silent', plugins: [narrowing] });
  await built.write({ file: join(folder, 'narrow.mjs'), format: 'esm', codeSplitting: false, banner: 'const begun = new Set();' });
  await built.close();
  const narrow = await import(pathToFileURL(join(folder, 'narrow.mjs')).href);
  NarrowWorld = narrow.World;
  begun = narrow.places;
});

/** All that a run tells, each part as a text: what happened, what was measured, what caches hold, what observers have kept. */
function toldBy(Kind: typeof World, blueprint: Blueprint): Map<string, string> {
  const world = new Kind(blueprint, { components: [pool], observe: observers.map(({ id }) => id) });
  world.run(EVENTS);
  const told = new Map([['facts', world.fingerprintDigits() + world.audit().join()]]);
  for (const [i, recorder] of world.recorders.entries())
    recorder.meters.forEach(({ name }, meter) => {
      told.set(`${world.ids[i]}.${name}`, String(recorder.over(meter, 0, world.closedBins)));
    });
  for (const id of world.ids) told.set(`contents of ${id}`, JSON.stringify(world.contents(id, 100)));
  for (const { id } of observers) {
    const log = world.observed[id]!;
    for (const [name, column] of Object.entries(log))
      if (ArrayBuffer.isView(column)) told.set(`${id}: ${name}`, (column as Float64Array).subarray(0, log.count).join());
  }
  return told;
}

test('how many rows columns begin with changes nothing: each grows when it has to, keeps what it has, and is blank behind', () => {
  const differences = (blueprint: Blueprint) => {
    const [narrow, ordinary] = [NarrowWorld, World].map((Kind) => toldBy(Kind, blueprint));
    return [...ordinary].filter(([part, text]) => narrow.get(part) !== text).map(([part]) => part);
  };
  for (const [i, { many, make }] of WORLDS.entries())
    for (let seed = 1; seed <= many; seed++) expect(differences(make(seed)), `world ${seed} of sort ${i}`).toEqual([]);
  expect(places.size).toBeGreaterThan(50);
  expect(structures).toBe(5);
  expect([...places].filter((place) => !begun.has(place))).toEqual([]);
});
