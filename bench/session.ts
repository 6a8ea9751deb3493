import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { rolldown } from 'rolldown';
import type { ArmPlan } from '../src/scenario/arm.ts';
import { CALM, retrying } from './blueprints.ts';
import { curatedPlans } from './curated.ts';
import { judged, type Line } from './line.ts';

/** Sessions that are begun anew for every figure. */
const VISITS = 5;
const LONG_VISITS = 2;

/** `in-page.ts` as one script, with `visits` in it. */
async function script(): Promise<string> {
  const bundle = await rolldown({
    input: join(process.cwd(), 'bench/in-page.ts'),
    platform: 'browser',
    // the worker is the built page's
    transform: { define: { 'import.meta.url': '""' } },
  });
  const { output } = await bundle.generate({ format: 'iife', name: 'visits' });
  await bundle.close();
  return output[0].code;
}

interface InPage {
  visits: {
    firstRun(worker: string, plan: ArmPlan, visits: number): Promise<{ first: number; steady: number }>;
    afterOthers(worker: string, others: readonly ArmPlan[], plan: ArmPlan, visits: number): Promise<{ after: number; fresh: number }>;
  };
}

/** The workers of the built page, as its own client keeps them. */
export async function sessionLines(browser: Browser, address: string, dist: string): Promise<Line[]> {
  const name = readdirSync(join(dist, 'assets')).find((file) => /^worker-.*\.js$/.test(file));
  if (!name) throw new Error('the built page has no worker');
  const worker = new URL(`assets/${name}`, address).href;
  const context = await browser.newContext({ bypassCSP: true, serviceWorkers: 'block' });
  const page = await context.newPage();
  // nothing but a script of the same origin: the page itself would run its own workers
  await page.route('**/empty.html', (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html>' }));
  await page.goto(new URL('empty.html', address).href);
  await page.addScriptTag({ content: await script() });
  const plan = retrying(20_000, CALM);
  // a tenth of every scenario: its code is what counts
  const others = (await curatedPlans())
    .filter(({ arm }) => arm === 'base')
    .map(({ plan: each }) => ({
      ...each,
      duration: each.duration / 10,
      changes: each.changes.map((change) => ({ ...change, at: change.at / 10 })),
    }));
  const first = await page.evaluate(([w, p, n]) => (globalThis as unknown as InPage).visits.firstRun(w, p, n), [
    worker,
    plan,
    VISITS,
  ] as const);
  const used = await page.evaluate(([w, o, p, n]) => (globalThis as unknown as InPage).visits.afterOthers(w, o, p, n), [
    worker,
    others,
    plan,
    LONG_VISITS,
  ] as const);
  await context.close();
  return [
    judged("first run after the worker's own warm-up, Chromium", first.first, 'ms', '≤', 1.2, 'its steady state', first.steady),
    judged(`a run after ${others.length} other scenarios, Chromium`, used.after, 'ms', '≤', 1.1, 'a fresh worker', used.fresh),
  ];
}
