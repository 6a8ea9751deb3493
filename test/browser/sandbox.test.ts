import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { fork } from '../../src/host/sandbox/fork.ts';
import { missing, openChromium, openFirefox } from './browsers.ts';
import type { Outcome } from './sandbox/page.ts';
import { probing } from './sandbox/probes.ts';
import { serveSandbox } from './sandbox/site.ts';
import { openWebKit } from './webkit.ts';

const site = await serveSandbox();

/** Notes down what it is asked for, by whoever. */
const asked = new Set<string>();
const recorder = createServer((request, response) => {
  asked.add((request.url ?? '').slice(1));
  response.writeHead(200, { 'access-control-allow-origin': '*', 'content-type': 'text/html' }).end('<!doctype html>');
});
recorder.on('upgrade', (request, socket) => {
  asked.add((request.url ?? '').slice(1));
  socket.destroy();
});
await new Promise<void>((done) => recorder.listen(0, '127.0.0.1', done));
const server = `http://127.0.0.1:${(recorder.address() as AddressInfo).port}`;

/** A browser on the page of the sandbox. */
interface Visitor {
  /** Runs an expression; what comes of it, or of its promise, as JSON. */
  ask(expression: string): Promise<unknown>;
  go(address: string): Promise<unknown>;
  close(): Promise<unknown>;
}

async function inPlaywright(browser: Awaited<ReturnType<typeof openChromium>>): Promise<Visitor | null> {
  if (!browser) return null;
  const page = await browser.newPage();
  await page.goto(site.address);
  return {
    go: (address) => page.goto(address),
    ask: async (expression) => JSON.parse(await page.evaluate(`Promise.resolve(${expression}).then(JSON.stringify)`)),
    close: () => browser.close(),
  };
}

async function inWebKit(): Promise<Visitor | null> {
  const webkit = await openWebKit();
  if (!webkit) return null;
  await webkit.go(site.address);
  return {
    go: (address) => webkit.go(address),
    async ask(expression) {
      await webkit.execute(`window.told = null; Promise.resolve(${expression}).then((value) => { window.told = JSON.stringify(value); });`);
      for (;;) {
        const told = await webkit.execute('return window.told;');
        if (typeof told === 'string') return JSON.parse(told);
        await new Promise((done) => setTimeout(done, 50));
      }
    },
    close: () => webkit.close(),
  };
}

const [Chromium, Firefox, WebKit] = await Promise.all([openChromium().then(inPlaywright), openFirefox().then(inPlaywright), inWebKit()]);
const engines = { Chromium, Firefox, WebKit };
const names = Object.keys(engines) as (keyof typeof engines)[];

afterAll(async () => {
  await Promise.all(names.map((name) => engines[name]?.close()));
  recorder.close();
  await site.close();
});

const COMPONENTS = {
  shoppers: {
    kind: 'client',
    arrival: { kind: 'poisson', rate: 130 },
    retryDelay: { kind: 'full-jitter', base: 250, cap: 8_000 },
    attemptTimeout: 400,
    maxAttempts: 4,
    calls: ['checkout'],
  },
  checkout: { kind: 'service', servers: 10, serviceTime: { kind: 'exponential', mean: 90 } },
};
const SCENARIO = { format: 2, title: 'Own code', topic: 'retries', duration: 20_000, seed: 7, components: COMPONENTS };

/** The scenario with a retry delay of its own. */
function withCode(source: string): string {
  const components = {
    ...COMPONENTS,
    shoppers: { ...COMPONENTS.shoppers, retryDelay: { kind: 'mine', ...(source.includes('base:') ? { base: 250, cap: 8_000 } : {}) } },
  };
  return JSON.stringify({ ...SCENARIO, components, policies: { mine: { seam: 'retry-delay', source } } });
}

const fullJitter = readFileSync(join(import.meta.dirname, '../../src/sim/policy/retry-delay/full-jitter.ts'), 'utf8');
const forked = fork('retry-delay', fullJitter, 'full-jitter', 'mine').source.replace(
  'params: exponentialParams',
  'params: /* base: */ exponentialParams',
);

/** A retry delay whose every wait is this expression. */
const delaying = (body: string, before = '') => `import { defineRetryDelay } from '#goodput/retry-delay';
${before}
export default defineRetryDelay({
  id: 'mine',
  title: 'Mine',
  params: {},
  delay(params, retry, memory, at, chance) {
    ${body}
  },
  most: () => 1e6,
  least: () => 0,
});
`;

/** What the page has to keep [frames/s]: 30, and on a machine that is busy with other things half of what it has anyway. */
const goesOn = ({ framesBefore }: Outcome) => Math.min(30, framesBefore / 2);

const run = async (visitor: Visitor, document: string, { allowed = true, countsFrames = false } = {}): Promise<Outcome> =>
  (await visitor.ask(`run(${JSON.stringify(document)}, ${allowed}, ${countsFrames})`)) as Outcome;

describe.each(names)('%s', (name) => {
  const visitor = engines[name];

  it('is installed', ({ skip }) => {
    if (!visitor) missing(name, skip);
  });

  it.skipIf(!visitor)('is shut in by its frame alone: nothing of what it tries reaches anything', async () => {
    asked.clear();
    const { told, origins } = (await visitor!.ask(`probe(${JSON.stringify(probing(server))})`)) as {
      told: Record<string, string>;
      origins: string[];
    };
    expect(origins).toEqual(['null']);
    // what hangs reaches nothing either
    expect(Object.keys(told).length).toBeGreaterThan(24);
    expect([...asked]).toEqual([]);
    // WebKit compiles, which reaches nothing; our realm takes it away
    const open = Object.keys(told).filter((each) => told[each] === 'open' && each !== 'wasm');
    expect(open).toEqual([]);
    for (const each of ['eval', 'function', 'indexed-db', 'page-storage', 'page', 'import-scripts', 'xhr-sync'])
      if (each in told) expect(told[each], each).toMatch(/^refused/);
  });

  it.skipIf(!visitor)('without the frame the same attempts do reach the server', async () => {
    asked.clear();
    await visitor!.go(server);
    const texts = JSON.stringify(probing(server));
    await visitor!.ask(`${texts}.map((text) => new Worker(URL.createObjectURL(new Blob([text], { type: 'text/javascript' })))).length`);
    const some = ['fetch', 'fetch-no-cors', 'xhr', 'xhr-sync', 'web-socket', 'import-scripts'];
    await expect.poll(() => some.filter((each) => !asked.has(each))).toEqual([]);
    await visitor!.go(site.address);
  });

  it.skipIf(!visitor)('runs a fork of a built-in policy to the same end as the page’s own worker', async () => {
    const ordinary = await visitor!.ask(`runOrdinary(${JSON.stringify(JSON.stringify(SCENARIO))})`);
    expect(ordinary).toMatch(/^[0-9a-f]{16}$/);
    const outcome = await run(visitor!, withCode(forked));
    expect(outcome).toMatchObject({ fingerprint: ordinary, message: null, described: true });
  });

  it.skipIf(!visitor)('runs nothing that nobody has allowed', async () => {
    const outcome = await run(visitor!, withCode(delaying('return 1_000_000;')), { allowed: false });
    expect(outcome.message).toContain('nobody has allowed this code');
  });

  it.skipIf(!visitor)('says where code throws, when and at which request', async () => {
    const outcome = await run(visitor!, withCode(delaying('if (retry === 2) throw new Error("not twice");\n    return 1000;')));
    expect(outcome.place).toMatchObject({ policy: 'mine', line: 8, problem: 'not twice' });
    expect(outcome.place?.at).toBeGreaterThan(0);
    expect(outcome.place?.request).toBeGreaterThan(0);
    expect(outcome.message).toMatch(/^mine, line 8: not twice \(at [\d.]+ s, request [\d,]+\)$/);
    // nor does anything wait for ever where what is thrown cannot even be put into words
    const { message } = await run(visitor!, withCode(delaying('throw Object.create(null);')));
    expect(message).toBe('it threw something that cannot be put into words');
  });

  it.skipIf(!visitor)('says where a definition throws, and where it makes no sense', async () => {
    const thrown = await run(visitor!, withCode(delaying('return 1000;', 'throw new Error("at the top");')));
    expect(thrown.problems).toEqual([{ policy: 'mine', line: 2, message: 'at the top' }]);
    const senseless = await run(visitor!, withCode(delaying('return 1000;').replace('params: {}', 'params: { wide: 7 as never }')));
    expect(senseless.message).toMatch(/^mine, line 6: params.wide: expected number\(/);
  });

  it.skipIf(!visitor)('says where code cannot be read by the engine', async () => {
    const outcome = await run(visitor!, withCode(delaying('const a = 1; const a = 2; return a;')));
    expect(outcome.problems).toHaveLength(1);
    // Firefox says of no text of a worker where it is wrong
    expect(outcome.problems[0]).toMatchObject({ policy: 'mine', line: name === 'Firefox' ? null : 8 });
  });

  it.skipIf(!visitor)('stops a loop that does not end, and the page goes on', async () => {
    const outcome = await run(visitor!, withCode(delaying('for (;;);')), { countsFrames: true });
    expect(outcome.message).toMatch(/^mine: it was stopped.*A loop that does not end/);
    expect(outcome.frames).toBeGreaterThan(goesOn(outcome));
  });

  it.skipIf(!visitor)('stops code that fills the memory, and the page goes on', async () => {
    const held = await run(
      visitor!,
      withCode(delaying('held.push(new Float64Array(4_000_000)); return 1000;', 'const held: unknown[] = [];')),
    );
    expect(held.message).toContain('the code holds more than 1 GB of arrays');
    const filling = await run(visitor!, withCode(delaying('for (;;) held.push({ a: [1, 2, 3] });', 'const held: unknown[] = [];')), {
      countsFrames: true,
    });
    expect(filling.message).toMatch(/it was stopped|memory/);
    expect(filling.frames).toBeGreaterThan(goesOn(filling));
  });

  it.skipIf(!visitor)('keeps floods of lines and of errors to itself', async () => {
    const flood = `for (let i = 0; i < 10_000; i++) {
      console.log(i);
      void Promise.reject(i);
      queueMicrotask(() => { throw new Error('again'); });
    }
    return 1000;`;
    const outcome = await run(visitor!, withCode(delaying(flood)), { countsFrames: true });
    expect(outcome.message).toMatch(/again|it was stopped/);
    expect(outcome.frames).toBeGreaterThan(goesOn(outcome));
  });

  it.skipIf(!visitor)('refuses answers that make no sense', async () => {
    for (const [answer, said] of [
      ['NaN', 'delay answered NaN, expected whole µs from 0'],
      ['-1', 'delay answered -1, expected whole µs from 0'],
      ['1.5', 'delay answered 1.5, expected whole µs from 0'],
      ['Infinity', 'delay answered Infinity, expected whole µs from 0'],
      ['"1" as never', 'delay answered "1", expected whole µs from 0'],
    ]) {
      const { place } = await run(visitor!, withCode(delaying(`return ${answer};`)));
      expect(place).toMatchObject({ policy: 'mine', line: 7, problem: said });
    }
  });

  it.skipIf(!visitor)('has no clock, no chance and no network, and says so', async () => {
    for (const [use, name] of [
      ['Date.now()', 'Date'],
      ['new Date().getTime()', 'Date'],
      ['performance.now()', 'performance'],
      ['1 + Math.random()', 'Math.random'],
      ['crypto.getRandomValues(new Uint8Array(1))[0]', 'crypto'],
      ['(fetch("/"), 1)', 'fetch'],
      ['setTimeout(() => {}, 1) as never', 'setTimeout'],
      ['(postMessage(1), 1)', 'postMessage'],
    ]) {
      const { place } = await run(visitor!, withCode(delaying(`const made = ${use}; return made;`)));
      expect(place?.problem, use).toContain(`there is no ${name} here`);
      expect(place?.line, use).toBe(8);
    }
  });

  it.skipIf(!visitor)('reaches none of them by another way either', async () => {
    const names =
      'fetch XMLHttpRequest WebSocket importScripts indexedDB caches Worker BroadcastChannel MessageChannel postMessage performance Date crypto setTimeout'.split(
        ' ',
      );
    const code = delaying(
      `throw new Error(JSON.stringify(found));`,
      `const world = globalThis as unknown as Record<string, unknown>;
const found = ${JSON.stringify(names)}.filter((name) => name in world && world[name] !== undefined);`,
    );
    const { place } = await run(visitor!, withCode(code));
    // not a way to anything: Date and crypto compute, and performance tells a time that no run may depend on
    expect(place?.problem).toBe('[]');
  });
});
