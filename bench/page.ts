import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { encodeLink } from '../src/scenario/link.ts';
import { readScenario } from '../src/scenario/read.ts';
import { absolute, type Line } from './line.ts';

/** 60 s at 500 req/s with retries, six charts; one arm, or three. */
function scenario(arms: number) {
  const watch = ['goodput', 'attempts', 'responseTime.p99', 'retryAmplification', 'inFlight', 'errors.timedOut'].map(
    (meter) => `users.${meter}`,
  );
  return readScenario({
    format: 1,
    title: 'Bench',
    duration: 60_000,
    components: {
      users: { kind: 'client', arrival: { kind: 'poisson', rate: 500 }, maxAttempts: 4, attemptTimeout: 500, calls: ['shop'] },
      shop: { kind: 'service', servers: 60, serviceTime: { kind: 'exponential', mean: 100 } },
    },
    arms:
      arms === 1
        ? []
        : ['b', 'c'].map((id, i) => ({ id, title: id, set: { 'users.retryDelay': { kind: 'constant', delay: 100 * (i + 1) } } })),
    watch,
  });
}

/** Sorted sizes after gzip of what a first visit loads without being asked [kB]. */
async function firstLoad(browser: Browser, address: string, dist: string) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, serviceWorkers: 'block' });
  const page = await context.newPage();
  const loaded: string[] = [];
  page.on('response', (response) => loaded.push(new URL(response.url()).pathname));
  await page.goto(address);
  const chart = await page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const look = () => {
          const drawn = document.querySelector('path[stroke^="var(--arm"][d^="M"], figure path[d^="M"]');
          if (drawn) requestAnimationFrame(() => resolve(performance.now()));
          else requestAnimationFrame(look);
        };
        look();
      }),
  );
  await page.waitForTimeout(1_500);
  await context.close();
  const size = (pattern: RegExp) =>
    readdirSync(join(dist, 'assets'))
      .filter((file) => pattern.test(file) && loaded.some((path) => path.endsWith(`/${file}`)))
      .reduce((sum, file) => sum + gzipSync(readFileSync(join(dist, 'assets', file))).length, 0) / 1_000;
  const worker = readdirSync(join(dist, 'assets')).filter((file) => /^worker-.*\.js$/.test(file));
  const workerSize = worker.reduce((sum, file) => sum + gzipSync(readFileSync(join(dist, 'assets', file))).length, 0) / 1_000;
  return { chart, script: size(/^(?!worker-).*\.js$/), style: size(/\.css$/), worker: workerSize };
}

/** Moves the arrival-rate slider and takes the time from each input to the first and to the last chart redrawn and painted [ms]. */
async function drag(browser: Browser, address: string, arms: number): Promise<{ first: number[]; all: number[] }> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, serviceWorkers: 'block' });
  const page = await context.newPage();
  await page.goto(`${address}#${encodeLink({ scenario: scenario(arms), origin: null, playhead: 0, arm: 'base', fingerprint: '' })}`);
  await page.waitForFunction(() => document.querySelectorAll('path[stroke^="var(--arm"][d^="M"]').length >= 6);
  await page.waitForTimeout(1_500);
  await install(page);
  const thumb = page.getByRole('slider', { name: 'Arrival rate' });
  const box = await thumb.boundingBox();
  if (!box) throw new Error('the arrival-rate slider is not there');
  const first: number[] = [];
  const all: number[] = [];
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  for (let i = 0; i < 40; i++) {
    const offset = 6 * Math.sin(i / 3) + (i % 2 === 0 ? 3 : -3);
    await page.mouse.move(box.x + box.width / 2 + offset, box.y + box.height / 2);
    // a step that does not change the value changes no picture
    const times = await page.evaluate(() => (window as unknown as { redrawn(): Promise<{ first: number; all: number } | null> }).redrawn());
    if (times && i >= 8) {
      first.push(times.first);
      all.push(times.all);
    }
  }
  await page.mouse.up();
  await context.close();
  return { first, all };
}

/** In the page: from the latest pointer move to the frames in which the first and the last of the charts were painted. */
async function install(page: Page): Promise<void> {
  await page.evaluate(() => {
    let moved = 0;
    let drawn = new Set<Element>();
    let firstAt = 0;
    let lastAt = 0;
    window.addEventListener(
      'pointermove',
      () => {
        moved = performance.now();
        drawn = new Set();
      },
      true,
    );
    const painted = (then: (at: number) => void) => requestAnimationFrame(() => setTimeout(() => then(performance.now()), 0));
    new MutationObserver((records) => {
      if (moved === 0) return;
      for (const { target } of records) {
        const chart = (target as Element).closest('section');
        if (!chart || drawn.has(chart)) continue;
        drawn.add(chart);
        const count = drawn.size;
        painted((at) => {
          if (count === 1) firstAt = at;
          if (count === 6) lastAt = at;
        });
      }
    }).observe(document.body, { subtree: true, attributes: true, attributeFilter: ['d'] });
    (window as unknown as { redrawn(): Promise<unknown> }).redrawn = () =>
      new Promise((resolve) => {
        const since = moved;
        const started = performance.now();
        const look = () => {
          if (firstAt > since && lastAt > since) resolve({ first: firstAt - since, all: lastAt - since });
          else if (performance.now() - started > 900) resolve(null);
          else requestAnimationFrame(look);
        };
        look();
      });
  });
}

function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN;
}

/** 12,000 look-ups a second of a cache: a study of them takes a while. */
function studied() {
  return readScenario({
    format: 1,
    title: 'Bench',
    topic: 'caching',
    duration: 60_000,
    components: {
      readers: {
        kind: 'client',
        arrival: { kind: 'poisson', rate: 12_000 },
        workload: { kind: 'zipf', keys: 100_000, skew: 0.9 },
        calls: ['cache'],
      },
      cache: { kind: 'cache', capacity: 2_000, calls: ['store'] },
      store: { kind: 'database', servers: 500 },
    },
    watch: ['cache.hitRatio'],
  });
}

/** The longest task of the main thread while curves are worked out [ms]; 50 where there was none that a browser calls long. */
async function longestTask(browser: Browser, address: string): Promise<number> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, serviceWorkers: 'block' });
  const page = await context.newPage();
  await page.goto(`${address}#${encodeLink({ scenario: studied(), origin: null, playhead: 0, arm: 'base', fingerprint: '' })}`);
  await page.getByRole('tab', { name: 'Curves' }).click();
  await page.getByText(/^Replaying/).waitFor({ timeout: 60_000 });
  await page.evaluate(() => {
    const tasks: number[] = [];
    new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({
      entryTypes: ['longtask'],
    });
    (window as unknown as { tasks: number[] }).tasks = tasks;
  });
  await page.getByText(/^Replaying/).waitFor({ state: 'detached', timeout: 120_000 });
  const tasks = await page.evaluate(() => (window as unknown as { tasks: number[] }).tasks);
  await context.close();
  return Math.max(50, ...tasks);
}

export async function pageLines(browser: Browser, address: string, dist: string): Promise<Line[]> {
  const load = await firstLoad(browser, address, dist);
  const one = await drag(browser, address, 1);
  const three = await drag(browser, address, 3);
  const task = await longestTask(browser, address);
  return [
    absolute('slider to picture, one arm: first chart redrawn, median', quantile(one.first, 0.5), 'ms', '≤', 50),
    absolute('slider to picture, one arm: all six charts, median', quantile(one.all, 0.5), 'ms', '≤', 100),
    absolute('slider to picture, three arms: all six charts, median', quantile(three.all, 0.5), 'ms', '≤', 300),
    absolute('longest task of the main thread while a study runs', task, 'ms', '≤', 50),
    absolute('first load: JavaScript of the page, gzip', load.script, 'kB', '≤', 260),
    absolute('first load: CSS, gzip', load.style, 'kB', '≤', 30),
    absolute('first load: worker, gzip', load.worker, 'kB', '≤', 80),
    absolute('first load: first chart of a real run after navigation, cold', load.chart, 'ms', '≤', 1_000),
  ];
}
