import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { compile } from '../src/host/sandbox/compile.ts';
import { fork } from '../src/host/sandbox/fork.ts';
import { encodeLink } from '../src/scenario/link.ts';
import { readScenario } from '../src/scenario/read.ts';
import type { PolicyDoc } from '../src/scenario/scenario.ts';
import { Stream } from '../src/sim/kernel/chance.ts';
import { Zipf } from '../src/sim/kernel/zipf.ts';
import type { AnyEviction } from '../src/sim/policy/eviction/contract.ts';
import type { Chosen } from '../src/sim/policy/policy.ts';
import { Replay } from '../src/sim/study/replay.ts';
import { resolve } from '../src/sim/world/values.ts';
import { serveSandbox } from '../test/browser/sandbox/site.ts';
import { adoptHere } from '../test/law/own-code.ts';
import { absolute, bestInTurn, bestOf, judged, type Line } from './line.ts';

const ACCESSES = 1_000_000;
const KEYS = 100_000;
const CAPACITY = 1_000;
const ROUNDS = 8;
/** What a policy of one's own may cost, as a multiple of the same built in. */
const MOST = 1.3;

const sourceOf = (id: string) => readFileSync(join(process.cwd(), `src/sim/policy/eviction/${id}.ts`), 'utf8');
const forked = (id: string): PolicyDoc => fork('eviction', sourceOf(id), id, `my-${id}`);

/** A fork of a built-in eviction policy beside the built-in one, on the same trace, call by call; and what it takes to compile. */
export function ownPolicyLines(): Line[] {
  const chance = new Stream(1, 'bench', 'keys');
  const zipf = new Zipf(KEYS, 1);
  const trace = { keys: new Int32Array(ACCESSES), distinct: KEYS, sizes: null };
  for (let i = 0; i < ACCESSES; i++) trace.keys[i] = zipf.rank(chance) - 1;
  const chosen = (kind: string) =>
    resolve({ type: 'policy', label: '', help: '', seam: 'eviction', default: { kind } }, { kind }) as Chosen<AnyEviction>;
  const play = ({ policy, params }: Chosen<AnyEviction>) => new Replay(trace, CAPACITY, (room) => policy.start(params, room)).to(ACCESSES);
  const lines = ['sieve', 's3-fifo'].map((id) => {
    adoptHere(`my-${id}`, forked(id));
    const [builtIn, own] = [chosen(id), chosen(`my-${id}`)];
    play(builtIn);
    play(own);
    const [of, ofOwn] = bestInTurn(
      ROUNDS,
      () => play(builtIn),
      () => play(own),
    );
    const each = (ms: number) => (ms / ACCESSES) * 1e6;
    return judged(`own eviction policy (a fork of ${id}), an access`, each(ofOwn), 'ns', '≤', MOST, 'the same built in', each(of));
  });
  const longest = forked('s3-fifo');
  const took = bestOf(20, () => compile('my-s3-fifo', longest));
  return [...lines, absolute(`compiling ${(longest.source.length / 1_000).toFixed(1)} kB of an own policy`, took, 'ms', '≤', 20)];
}

/** 300,000 look-ups of a cache in front of a database. */
const documentWith = (kind: string, policies: Record<string, PolicyDoc>) =>
  JSON.stringify({
    format: 1,
    title: 'Bench',
    duration: 100_000,
    components: {
      readers: {
        kind: 'client',
        arrival: { kind: 'poisson', rate: 3_000 },
        workload: { kind: 'zipf', keys: KEYS, skew: 1 },
        calls: ['cache'],
      },
      cache: { kind: 'cache', capacity: CAPACITY, eviction: { kind }, calls: ['store'] },
      store: { kind: 'database', servers: 500 },
    },
    policies,
  });

/** Whole runs in the page: code in the sandbox beside the same built in. Opening the editor. */
export async function ownCodeLines(browser: Browser, address: string): Promise<Line[]> {
  const site = await serveSandbox('bench/own-code-page.ts');
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    await page.goto(site.address);
    const { own, builtIn, started } = await page.evaluate(([own, builtIn, rounds]) => window.ownCode(own, builtIn, rounds), [
      documentWith('my-sieve', { 'my-sieve': forked('sieve') }),
      documentWith('sieve', {}),
      ROUNDS,
    ] as const);
    return [
      judged('user policy in the sandbox: a run of 300,000 look-ups', own, 'ms', '≤', MOST, 'the same built in', builtIn),
      absolute('user policy in the sandbox: from its source to the first run begun', started, 'ms', '≤', 500),
      absolute('opening the text of a scenario: until it can be edited', await opening(browser, address), 'ms', '≤', 1_500),
      ...(await stopping(browser, address)),
    ];
  } finally {
    await context.close();
    await site.close();
  }
}

/** From the key to the text in the editor, nothing of it loaded before [ms]. */
async function opening(browser: Browser, address: string): Promise<number> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, serviceWorkers: 'block' });
  const page = await context.newPage();
  await page.goto(
    `${address}#${encodeLink({ scenario: readScenario(JSON.parse(documentWith('sieve', {}))), origin: null, playhead: 0, arm: 'base', fingerprint: '' })}`,
  );
  await page.waitForFunction(() => document.querySelector('path[stroke^="var(--arm"][d^="M"]') !== null);
  await page.waitForTimeout(1_500);
  await page.evaluate(() => {
    const began = performance.now();
    (window as unknown as { opened: Promise<number> }).opened = new Promise((resolve) => {
      const look = () => {
        if (document.querySelector('.monaco-editor .view-line')) requestAnimationFrame(() => resolve(performance.now() - began));
        else requestAnimationFrame(look);
      };
      look();
    });
  });
  await page.keyboard.press('t');
  const took = await page.evaluate(() => (window as unknown as { opened: Promise<number> }).opened);
  await context.close();
  return took;
}

/** What code of somebody's own may do worst, by what it is called. */
const BOMBS = {
  'a loop without end': 'for (;;);',
  'a bomb of objects': 'const held: unknown[] = []; for (;;) held.push({ a: [1, 2, 3] });',
};

/** A retry delay of one's own that does this at its first call, as an arm beside one that does not. */
const bombed = (body: string) =>
  readScenario({
    format: 2,
    title: 'Bench',
    duration: 20_000,
    components: {
      users: { kind: 'client', arrival: { kind: 'poisson', rate: 100 }, maxAttempts: 3, attemptTimeout: 100, calls: ['shop'] },
      shop: { kind: 'service', servers: 5, serviceTime: { kind: 'exponential', mean: 90 } },
    },
    arms: [{ id: 'own', title: 'Own', set: { 'users.retryDelay': { kind: 'mine' } } }],
    watch: ['users.goodput', 'users.attempts', 'users.responseTime.p99', 'shop.queueLength'],
    policies: {
      mine: {
        seam: 'retry-delay',
        source: `import { defineRetryDelay } from '#goodput/retry-delay';
export default defineRetryDelay({ id: 'mine', title: 'Mine', params: {}, delay() { ${body} }, most: () => 1e6, least: () => 0 });
`,
      },
    },
  });

/** The page while it runs such code, from the press on *Run it* until it has been ended: frames, and how long it takes. */
async function stopping(browser: Browser, address: string): Promise<Line[]> {
  const lines: Line[] = [];
  for (const [name, body] of Object.entries(BOMBS)) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, serviceWorkers: 'block' });
    const page = await context.newPage();
    await page.goto(`${address}#${encodeLink({ scenario: bombed(body), origin: null, playhead: 0, arm: 'base', fingerprint: '' })}`);
    await page.getByRole('button', { name: 'Run it' }).waitFor();
    await page.waitForTimeout(2_000);
    const { frames, took } = await framesUntilStopped(page);
    await context.close();
    lines.push(absolute(`the page while ${name} of own code is stopped`, frames, 'frames/s', '≥', 30));
    lines.push(absolute(`${name} of own code: from the press to its end, its start included`, took, 'ms', '≤', 3_000));
  }
  return lines;
}

const framesUntilStopped = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<{ frames: number; took: number }>((resolve) => {
        const button = [...document.querySelectorAll('button')].find(({ textContent }) => textContent === 'Run it');
        const began = performance.now();
        let count = 0;
        const frame = () => {
          count++;
          const took = performance.now() - began;
          if (document.querySelector('[role="alert"]')) resolve({ frames: (count / took) * 1_000, took });
          else requestAnimationFrame(frame);
        };
        requestAnimationFrame(frame);
        button?.click();
      }),
  );
