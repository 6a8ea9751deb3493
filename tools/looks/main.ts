import '../../src/sim/world/every-kind.ts';
import '../../src/scenario/every-description.ts';
import { readdirSync, readFileSync } from 'node:fs';
import { parseScenario } from '../../src/scenario/read.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { controlsOf } from './dead-controls.ts';
import { checkDrags, checkPage } from './page/check.ts';
import { drawSheets } from './page/sheets.ts';
import { unseenIn } from './something-to-see.ts';

/** What can be looked at: what there is to say of a scenario, and of all of them in the end. */
const looks: Readonly<Record<string, () => { of(scenario: Scenario): readonly string[]; sum(): string }>> = {
  see: () => {
    let [steps, unseen] = [0, 0];
    return {
      of(scenario) {
        const found = unseenIn(scenario);
        steps += scenario.story.length;
        unseen += new Set(found.map(({ step }) => step)).size;
        return found.map(({ step, why }) => `step ${step}: ${why}`);
      },
      sum: () => `of ${steps} steps ${unseen} show nothing to see`,
    };
  },
  controls: () => {
    const sum = { dead: 0, denied: 0, told: 0 };
    return {
      of(scenario) {
        const { dead, denied, told } = controlsOf(scenario);
        sum.dead += dead.length;
        sum.denied += denied.length;
        sum.told += told;
        return [
          ...dead.map((path) => `${path} changes no chart at either end`),
          ...denied.map((path) => `${path} does something, and the page says that it does not`),
        ];
      },
      sum: () => `${sum.dead} sliders change no chart at either end; of ${sum.told} more the page says so, of ${sum.denied} wrongly`,
    };
  },
};

const wanted = process.argv.slice(2);
const mode = ['page', 'sheets'].find((name) => name === wanted[0]);
if (mode) wanted.shift();
const folder = mode === 'sheets' ? wanted.shift() : undefined;
const flags = wanted.filter((each) => each.startsWith('-'));
const named = wanted.filter((each) => !each.startsWith('-'));
const all = readdirSync('scenarios').map((file) => file.replace(/\.json$/, ''));
const known = (names: readonly string[]) => {
  // in the order in which they are asked for
  const some = named.filter((name) => names.includes(name));
  return some.length === 0 ? names : some;
};
for (const name of named)
  if (!all.includes(name) && !(name in looks))
    throw new Error(`there is no scenario ${name}, and it is none of ${Object.keys(looks).join(', ')}`);
const read = (id: string) => parseScenario(readFileSync(`scenarios/${id}.json`, 'utf8'));

if (mode === 'page') {
  const scenarios = await Promise.all(known(all).map(async (id) => [id, await read(id)] as const));
  if (flags.includes('--drags')) {
    await checkDrags(scenarios);
    process.exit();
  }
  const faulty = await checkPage(scenarios, !flags.includes('--quick'));
  console.log(`${faulty} of ${scenarios.length} scenarios have faults`);
  process.exit(faulty > 0 ? 1 : 0);
}
if (mode === 'sheets') {
  if (!folder) throw new Error('where to? Expected: sheets <folder> [scenario …]');
  await drawSheets(folder, known(all));
  process.exit();
}
const chosen = known(Object.keys(looks)).map((name) => looks[name]());
for (const id of known(all)) {
  const scenario = await read(id);
  const found = chosen.flatMap((look) => look.of(scenario));
  console.log(found.length === 0 ? `${id}: nothing to complain of` : `${id}:\n${found.map((line) => `  ${line}`).join('\n')}`);
}
for (const look of chosen) console.log(look.sum());
