import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ArmPlan } from '../src/scenario/arm.ts';
import { planOf } from '../src/scenario/arm.ts';
import { parseScenario } from '../src/scenario/read.ts';
import { armsOf } from '../src/scenario/scenario.ts';
import { World } from '../src/sim/world/world.ts';
import { absolute, bestOf, type Line } from './line.ts';

/** Every arm of every curated scenario that comes without a file of its own. */
export async function curatedPlans(): Promise<{ id: string; arm: string; plan: ArmPlan }[]> {
  const folder = join(process.cwd(), 'scenarios');
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
  const all = await Promise.all(
    files.map(async (file) => {
      const scenario = await parseScenario(readFileSync(join(folder, file), 'utf8'));
      return armsOf(scenario).map(({ id }) => ({ id: file.slice(0, -5), arm: id, plan: planOf(scenario, id) }));
    }),
  );
  return all.flat();
}

const run = (plan: ArmPlan) => new World(plan).run();
/** So many of the slowest are run again. */
const SLOWEST = 4;

/** The slowest run of a curated scenario, in a process that has run them all. */
export async function curatedLines(): Promise<Line[]> {
  const plans = await curatedPlans();
  const took = plans.map(({ plan }) => bestOf(1, () => run(plan)));
  const slowest = plans
    .map((each, i) => ({ ...each, ms: took[i] }))
    .sort((a, b) => b.ms - a.ms)
    .slice(0, SLOWEST)
    .map((each) => ({
      ...each,
      ms: Math.min(
        each.ms,
        bestOf(2, () => run(each.plan)),
      ),
    }))
    .sort((a, b) => b.ms - a.ms);
  const [{ id, arm, ms }] = slowest;
  return [absolute(`slowest curated run (${id}, ${arm}) of ${plans.length}`, ms, 'ms', '≤', 500)];
}
