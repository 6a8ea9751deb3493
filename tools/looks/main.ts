import '../../src/sim/world/every-kind.ts';
import '../../src/scenario/every-description.ts';
import { readdirSync, readFileSync } from 'node:fs';
import { parseScenario } from '../../src/scenario/read.ts';
import { deadControls } from './dead-controls.ts';

const wanted = process.argv.slice(2);
const ids = readdirSync('scenarios').map((file) => file.replace(/\.json$/, ''));
let dead = 0;
for (const id of ids.filter((each) => wanted.length === 0 || wanted.includes(each))) {
  const paths = deadControls(await parseScenario(readFileSync(`scenarios/${id}.json`, 'utf8')));
  dead += paths.length;
  console.log(`${id}: ${paths.length === 0 ? 'every slider changes a chart' : paths.join(', ')}`);
}
console.log(`${dead} sliders change no chart at either end`);
