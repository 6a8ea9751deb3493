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

/** The curated scenarios of a topic, by id. */
export async function curatedOn(topic: string): Promise<ReadonlyMap<string, Scenario>> {
  const all = await Promise.all(curatedIds.map(async (id) => [id, await curated(id)] as const));
  return new Map(all.filter(([, scenario]) => scenario.topic === topic));
}
