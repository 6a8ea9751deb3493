import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const house = mkdtempSync(join(tmpdir(), 'goodput-house-'));
for (const name of ['src', 'scenarios', 'tools', 'biome.json', 'package.json', 'tsconfig.json'])
  cpSync(join(ROOT, name), join(house, name), { recursive: true });
symlinkSync(join(ROOT, 'node_modules'), join(house, 'node_modules'));
afterAll(() => rmSync(house, { recursive: true }));

const generate = () => spawnSync(process.execPath, ['tools/generate.mjs'], { cwd: house, encoding: 'utf8' });
const CATALOGUE = 'src/sim/policy/fallback/index.ts';
const algorithm = `export const apology = defineFallback({ id: 'apology', title: 'An apology', summary: 'Says sorry.', sources: [], params: {}, promises: [] });`;
const write = (comment: string) =>
  writeFileSync(
    join(house, 'src/sim/policy/fallback/apology.ts'),
    `import { defineFallback } from './contract.ts';\n\n${comment}${algorithm}\n`,
  );

test('what fails half-way writes nothing; what then follows from a new file is all written at once', () => {
  write('');
  const failed = generate();
  expect(failed.stderr).toContain('fallback/apology.ts: no doc comment');
  expect(failed.status).not.toBe(0);
  expect(readFileSync(join(house, CATALOGUE), 'utf8')).toBe(readFileSync(join(ROOT, CATALOGUE), 'utf8'));
  write('/** Says sorry. */\n');
  const { status, stdout } = generate();
  expect(status).toBe(0);
  expect(stdout.trim().split('\n')).toEqual(
    [CATALOGUE, 'src/scenario/first-descriptions.json', 'src/scenario/prose.json'].map((file) => `wrote ${file}`),
  );
  expect(generate().stdout).toBe('');
});
