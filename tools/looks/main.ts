import '../../src/sim/world/every-kind.ts';
import '../../src/scenario/every-description.ts';
import { readdirSync, readFileSync } from 'node:fs';
import { parseScenario } from '../../src/scenario/read.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { controlsOf } from './dead-controls.ts';
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
const all = readdirSync('scenarios').map((file) => file.replace(/\.json$/, ''));
const known = (names: readonly string[]) => {
  const named = names.filter((name) => wanted.includes(name));
  return named.length === 0 ? names : named;
};
for (const name of wanted)
  if (!all.includes(name) && !(name in looks))
    throw new Error(`there is no scenario ${name}, and it is none of ${Object.keys(looks).join(', ')}`);
const chosen = known(Object.keys(looks)).map((name) => looks[name]());
for (const id of known(all)) {
  const scenario = await parseScenario(readFileSync(`scenarios/${id}.json`, 'utf8'));
  const found = chosen.flatMap((look) => look.of(scenario));
  console.log(found.length === 0 ? `${id}: nothing to complain of` : `${id}:\n${found.map((line) => `  ${line}`).join('\n')}`);
}
for (const look of chosen) console.log(look.sum());
