import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { seedsFrom } from '../../src/experiment/statistics.ts';
import { figuresOfArms } from '../../src/host/figures.ts';
import { planOf } from '../../src/scenario/arm.ts';
import { figuresFor, judge, type Verdict } from '../../src/scenario/claims.ts';
import { isLesson } from '../../src/scenario/lesson.ts';
import { armsOf, type Scenario } from '../../src/scenario/scenario.ts';
import { World } from '../../src/sim/world/world.ts';
import { curatedOn } from '../curated.ts';

/** Claims hold for the seeds 1 to 30, whatever seed the scenario shows. */
const SEEDS = 30;
/** As many of them are run again once all have been seen to hold. A scenario's are all run anew when anything in its digest changes. */
const AGAIN = 6;
/** Runs all seeds of what has changed, and notes that they hold. */
const NOTES = "npx vitest run --project 'unit*' test/claims -u -t 'seen to hold'";
/** How many seeds one test runs, so that none takes long. */
const AT_ONCE = 3;
/** How many events pass between two looks at whether all has been seen. */
const SLICE = 4_096;

/** The digest of each scenario of a topic when all of its seeds were last seen to hold. */
const seenFile = (topic: string) => join(import.meta.dirname, 'data', `${topic}.json`);

const golden: Record<string, unknown> = JSON.parse(readFileSync(join(import.meta.dirname, '../golden/data/fingerprints.json'), 'utf8'));

/** What is only read. */
const PROSE = ['title', 'note', 'text'];

/** Of what decides whether the claims hold: what they say, what is simulated, and every fact of a run of each arm. */
function digestOf(id: string, scenario: Scenario): string {
  const { claims, policies } = scenario;
  const plans = armsOf(scenario).map((arm) => planOf(scenario, arm.id));
  const decisive = JSON.stringify([claims, policies, plans, golden[id]], (key, value) => (PROSE.includes(key) ? undefined : value));
  return createHash('sha256').update(decisive).digest('hex').slice(0, 16);
}

interface Verdicts {
  claims: readonly Verdict[];
  goals: readonly Verdict[];
}

/** What each seed says of a scenario's claims and goals: an arm is run once a seed, for all of them. */
class Verdicted {
  private readonly known = new Map<number, Verdicts>();

  constructor(readonly scenario: Scenario) {}

  of(seed: number): Verdicts {
    const known = this.known.get(seed) ?? this.judged(seed);
    this.known.set(seed, known);
    return known;
  }

  private judged(seed: number): Verdicts {
    const { claims, goals, duration, seed: shown } = this.scenario;
    const figure = figuresOfArms((arm) => this.ran(arm, seed));
    const verdict = (claim: Scenario['claims'][number]) => judge(claim, duration, figure);
    // goals are set for the seed that the scenario shows
    return { claims: claims.map(verdict), goals: seed === shown ? goals.map(verdict) : [] };
  }

  /** An arm, run until all has happened that a claim or a goal looks at. */
  private ran(arm: string, seed: number): World {
    const world = new World({ ...planOf(this.scenario, arm), seed });
    const bins = this.binsLookedAt(arm, seed, world);
    let ended = false;
    while (!ended && world.closedBins < bins) ended = world.run(SLICE);
    expect(world.audit(), `arm ${arm}, seed ${seed}`).toEqual([]);
    expect(world.runaway, `arm ${arm}, seed ${seed}`).toBeNull();
    return world;
  }

  private binsLookedAt(arm: string, seed: number, { binWidth, recorders }: World): number {
    const { claims, goals, duration, seed: shown } = this.scenario;
    const ends = figuresFor(seed === shown ? [...claims, ...goals] : claims, duration)
      .filter((figure) => figure.arm === arm)
      .map(({ meter, to }) => {
        const kind = recorders.flatMap(({ component, meters }) => meters.filter(({ name }) => `${component}.${name}` === meter))[0]?.kind;
        // what comes later can still change a bin of these
        return kind === 'rate-by-arrival' || kind === 'reading' ? Number.POSITIVE_INFINITY : to;
      });
    return Math.ceil(Math.max(...ends) / binWidth);
  }
}

/**
 * Holds every curated scenario of a topic to its claims. All seeds are run of those that have changed since they were seen to
 * hold, and where luck is part of a claim; of the others a few, and all with EVERY_SEED=1.
 */
export async function holdToClaims(topic: string): Promise<void> {
  const seen: Record<string, string> = existsSync(seenFile(topic)) ? JSON.parse(readFileSync(seenFile(topic), 'utf8')) : {};
  const found = [...(await curatedOn(topic))].map(([id, scenario]) => {
    const digest = digestOf(id, scenario);
    const isLuck = scenario.claims.some(({ share = 1 }) => share < 1);
    const isNew = seen[id] !== digest;
    const seeds = seedsFrom(1, isNew || isLuck || process.env.EVERY_SEED !== undefined ? SEEDS : AGAIN);
    return { id, digest, isNew, seeds, verdicts: new Verdicted(scenario) };
  });
  for (const { id, seeds, verdicts } of found) describe(id, () => holdOne(verdicts, seeds));

  it('all seeds of every scenario have been seen to hold as it now is', async () => {
    const broken = found
      .filter(({ isNew }) => isNew)
      .flatMap(({ id, seeds, verdicts }) => brokenOf(verdicts, seeds).map((text) => `${id}: ${text}`));
    expect(broken).toEqual([]);
    const now = Object.fromEntries(found.map(({ id, digest }) => [id, digest]));
    await expect(`${JSON.stringify(now, null, 2)}\n`).toMatchFileSnapshot(seenFile(topic), `run ${NOTES}`);
  });
}

/** Claims that too few of the seeds agree with. */
function brokenOf(verdicts: Verdicted, seeds: readonly number[]): string[] {
  return verdicts.scenario.claims
    .filter(({ share = 1 }, i) => seeds.filter((seed) => verdicts.of(seed).claims[i].holds).length < share * seeds.length)
    .map(({ text }) => text);
}

function holdOne(verdicts: Verdicted, seeds: readonly number[]): void {
  const { scenario } = verdicts;

  it.each(seeds.filter((_, i) => i % AT_ONCE === 0))(`runs with the ${AT_ONCE} seeds from %d on, and its books balance`, (first) => {
    for (const seed of seedsFrom(first, AT_ONCE)) expect(verdicts.of(seed).claims).toHaveLength(scenario.claims.length);
  });

  it.each(scenario.claims.map((claim, i) => [claim.text, claim, i] as const))('%s', (_text, { meter, is, share = 1 }, i) => {
    const against = seeds.filter((seed) => !verdicts.of(seed).claims[i].holds);
    const said = against.map((seed) => {
      const { found, limit } = verdicts.of(seed).claims[i];
      return `seed ${seed}: ${meter} is ${found}, not ${is} ${limit}`;
    });
    expect(1 - against.length / seeds.length, said.join('\n')).toBeGreaterThanOrEqual(share);
  });

  it('has what the library and the page need of it', () => {
    expect(scenario.summary).toMatch(/\.$/);
    expect(scenario.claims.length).toBeGreaterThanOrEqual(1);
    expect(scenario.story.length).toBeGreaterThanOrEqual(1);
    expect(scenario.watch.length).toBeGreaterThanOrEqual(2);
    if (!isLesson(scenario)) {
      expect([scenario.goals, scenario.story.filter(({ ask }) => ask)]).toEqual([[], []]);
      return;
    }
    expect(scenario.claims.length).toBeGreaterThanOrEqual(3);
    expect(scenario.story.length).toBeGreaterThanOrEqual(3);
    expect(scenario.story.some(({ ask }) => ask !== undefined)).toBe(true);
    expect(scenario.watch.length).toBeGreaterThanOrEqual(4);
  });

  // one of them may be a condition that holds and has to go on holding
  it.skipIf(scenario.goals.length === 0)('sets goals that are not all reached yet', () => {
    expect(verdicts.of(scenario.seed).goals.filter(({ holds }) => !holds)).not.toEqual([]);
  });
}
