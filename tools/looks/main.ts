import '../../src/sim/world/every-kind.ts';
import '../../src/scenario/every-description.ts';
import { readdirSync, readFileSync } from 'node:fs';
import { parseScenario } from '../../src/scenario/read.ts';
import { controlsOf } from './dead-controls.ts';

const wanted = process.argv.slice(2);
const ids = readdirSync('scenarios').map((file) => file.replace(/\.json$/, ''));
const sum = { dead: 0, denied: 0, told: 0 };
for (const id of ids.filter((each) => wanted.length === 0 || wanted.includes(each))) {
  const { dead, denied, told } = controlsOf(await parseScenario(readFileSync(`scenarios/${id}.json`, 'utf8')));
  sum.dead += dead.length;
  sum.denied += denied.length;
  sum.told += told;
  console.log(
    `${id}: ${dead.length === 0 ? 'none without a word' : dead.join(', ')}${denied.length > 0 ? `; WRONGLY SAID OF ${denied.join(', ')}` : ''}`,
  );
}
console.log(`${sum.dead} sliders change no chart at either end; of ${sum.told} more the page says so, of ${sum.denied} wrongly`);
