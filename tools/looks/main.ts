import '../../src/sim/world/every-kind.ts';
import '../../src/scenario/every-description.ts';
import { readdirSync, readFileSync } from 'node:fs';
import { parseScenario } from '../../src/scenario/read.ts';
import { controlsOf } from './dead-controls.ts';
import { checkDrags, checkPage } from './page/check.ts';
import { drawSheets } from './page/sheets.ts';

const [mode, ...wanted] = ['page', 'sheets'].includes(process.argv[2]) ? process.argv.slice(2) : ['controls', ...process.argv.slice(2)];
const folder = mode === 'sheets' ? wanted.shift() : undefined;
const ids = readdirSync('scenarios')
  .map((file) => file.replace(/\.json$/, ''))
  .filter((id) => !wanted.some((each) => !each.startsWith('-')) || wanted.includes(id));
const read = (id: string) => parseScenario(readFileSync(`scenarios/${id}.json`, 'utf8'));

if (mode === 'page') {
  const scenarios = await Promise.all(ids.map(async (id) => [id, await read(id)] as const));
  if (wanted.includes('--drags')) {
    await checkDrags(scenarios);
    process.exit();
  }
  const faulty = await checkPage(scenarios, !wanted.includes('--quick'));
  console.log(`${faulty} of ${scenarios.length} scenarios have faults`);
  process.exit(faulty > 0 ? 1 : 0);
}

if (mode === 'sheets') {
  if (!folder) throw new Error('where to? Expected: sheets <folder> [scenario …]');
  await drawSheets(folder, ids);
  process.exit();
}

const sum = { dead: 0, denied: 0, told: 0 };
for (const id of ids) {
  const { dead, denied, told } = controlsOf(await read(id));
  sum.dead += dead.length;
  sum.denied += denied.length;
  sum.told += told;
  console.log(
    `${id}: ${dead.length === 0 ? 'none without a word' : dead.join(', ')}${denied.length > 0 ? `; WRONGLY SAID OF ${denied.join(', ')}` : ''}`,
  );
}
console.log(`${sum.dead} sliders change no chart at either end; of ${sum.told} more the page says so, of ${sum.denied} wrongly`);
