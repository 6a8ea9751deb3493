import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { curated, curatedIds } from '../curated.ts';

it('every topic with a curated scenario has a file here that holds it to its claims', async () => {
  const topics = new Set((await Promise.all(curatedIds.map(curated))).map(({ topic }) => topic));
  const files = readdirSync(import.meta.dirname).filter((file) => file.endsWith('.test.ts') && file !== 'topics.test.ts');
  expect(files.sort()).toEqual([...topics].map((topic) => `${topic}.test.ts`).sort());
});
