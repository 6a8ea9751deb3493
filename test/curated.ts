import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseScenario } from '../src/scenario/read.ts';
import type { Scenario } from '../src/scenario/scenario.ts';

const FOLDER = join(import.meta.dirname, '../scenarios');

/** Ids of the curated scenarios. */
export const curatedIds: readonly string[] = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.json'))
  .map((file) => file.slice(0, -'.json'.length))
  .sort();

export function curated(id: string): Promise<Scenario> {
  return parseScenario(readFileSync(join(FOLDER, `${id}.json`), 'utf8'));
}
