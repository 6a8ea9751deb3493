import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { textOf } from '../../src/scenario/write.ts';
import { curated, curatedIds } from '../curated.ts';
import { missing } from './browsers.ts';
import { type Engine, openEngines } from './engines.ts';
import { fingerprintsOf } from './fingerprinting.ts';

const golden: Record<string, Record<string, string>> = JSON.parse(
  readFileSync(join(import.meta.dirname, '../golden/data/fingerprints.json'), 'utf8'),
);

const engines = await openEngines();
const names = Object.keys(engines) as (keyof typeof engines)[];
const present = names.flatMap((name): [string, Engine][] => (engines[name] ? [[name, engines[name]]] : []));

afterAll(() => Promise.all(present.map(([, engine]) => engine.close())));

it.for(names)('%s is installed', (name, { skip }) => {
  if (!engines[name]) missing(name, skip);
});

/** How many lines are drawn, and what the page says of itself, once its question is out of the way; a function body for any browser. */
const LOOK = `[...document.querySelectorAll('button')].find((button) => button.textContent.includes('Show without a guess'))?.click();
const lines = document.querySelectorAll('path[stroke^="var(--arm"][d^="M"]').length;
return JSON.stringify({ lines, title: document.title, fingerprint: (document.body.innerText.match(/[0-9a-f]{4}(·[0-9a-f]{4}){3}/) || [''])[0] });`;

/** The first arm of the first scenario: the same run as in the golden file. */
const LANDED = {
  lines: 6,
  title: 'The retry storm · Goodput',
  fingerprint: golden['retry-storm'].base.match(/.{4}/g)?.join('·'),
};

describe('the same picture of the first scenario', () => {
  // how it looks in Chromium is what all other tests of the page are about
  it.for(names.filter((name) => name !== 'Chromium'))('%s', async (name, { skip }) => {
    const engine = engines[name];
    if (!engine) return skip();
    await engine.go(`${inject('address')}#retry-storm`);
    const look = async () => JSON.parse(String(await engine.execute(LOOK)));
    await expect.poll(look, { timeout: 300_000, interval: 200 }).toEqual(LANDED);
  });
});

/** As many events of every arm are run in every engine: some seconds to minutes of its time, and all code of its algorithms. */
const EVENTS = 8_000;

/**
 * The arm that an engine runs to its end, another in each: by the number of the scenario. None in Chromium, whose engine is
 * that of Node, which has run all of them (test/golden).
 */
function wholeIn(name: string, arms: readonly string[], number: number): string | null {
  return name === 'Chromium' ? null : arms[(number + names.indexOf(name as (typeof names)[number])) % arms.length];
}

// side by side, each in a process of its own
describe.skipIf(present.length === 0)('the same run in every engine', () => {
  beforeAll(async () => {
    await Promise.all(present.map(([, engine]) => engine.prepare()));
  });

  it.each(curatedIds.map((id, number) => [id, number] as const))('%s', async (id, number) => {
    const document = textOf(await curated(id));
    const arms = Object.keys(golden[id]);
    const asked = present.map(async ([name, engine]) => {
      const whole = wholeIn(name, arms, number);
      return [name, whole, JSON.parse(await engine.fingerprintsOf(document, EVENTS, whole))] as const;
    });
    const first: Record<string, string> = JSON.parse(fingerprintsOf(document, EVENTS, null));
    for (const [name, whole, found] of await Promise.all(asked))
      expect(found, name).toEqual(whole === null ? first : { ...first, [whole]: golden[id][whole] });
  });
});
