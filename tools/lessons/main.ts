import '../../src/sim/world/every-kind.ts';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { withGiven } from '../../src/scenario/given.ts';
import { readersArm } from '../../src/scenario/lesson.ts';
import { explain, parseScenario } from '../../src/scenario/read.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { type Beginning, beginningsOf, missedIn, remediedBy, topicOf, wrongRemedies } from './attacked.ts';
import { failingOnFresh } from './fresh.ts';
import { compareNumbers } from './numbers.ts';
import { ascends, orderOf } from './order.ts';
import { unvouchedIn } from './unvouched.ts';
import { givenAway, tooLong } from './words.ts';

const FOLDER = 'scenarios';
const HELP = `npm run lessons -- [--quick] [--fix] [scenario …]: what the curated lessons say, held to their runs.

Numbers in the prose, words, the order of choices; and, without --quick, which takes minutes: claims on seeds 1001 to 1030,
numbers about many seeds, and goals under attack by cheap wrong remedies.

  --quick   only what is quick
  --fix     writes the numbers that the runs give, and puts choices in order`;

/** Seeds on which a challenge fails as shipped, passes with its remedy and does not with the wrong ones. */
const CHALLENGE_SEEDS = 30;

interface Lesson {
  id: string;
  scenario: Scenario;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: 'boolean' }, fix: { type: 'boolean' }, help: { type: 'boolean' } },
});

const file = (id: string) => join(FOLDER, `${id}.json`);
const known = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.json'))
  .map((name) => name.slice(0, -5));

if (values.help) console.log(HELP);
else await main();

async function main(): Promise<void> {
  const unknown = positionals.filter((id) => !known.includes(id));
  if (unknown.length > 0) {
    console.error(`there is no scenario ${unknown.join(', ')}. Scenarios: ${known.join(', ')}`);
    process.exit(2);
  }
  let wrong = 0;
  for (const id of positionals.length > 0 ? positionals : known) {
    const lines = await linesOf(id);
    wrong += lines.length;
    console.log(lines.length === 0 ? `${id}: well` : `${id}:\n${lines.map((line) => `  ${line}`).join('\n')}`);
  }
  process.exitCode = wrong > 0 ? 1 : 0;
}

async function linesOf(id: string): Promise<readonly string[]> {
  try {
    const lesson = { id, scenario: await parseScenario(readFileSync(file(id), 'utf8')) };
    if (values.fix) fix(lesson);
    const quick = [...numbersOf(lesson), ...tooLong(lesson.scenario), ...givenAway(lesson.scenario), ...orderLines(lesson)];
    return values.quick ? quick : [...quick, ...failingOnFresh(lesson.scenario), ...attackedLines(lesson)];
  } catch (error) {
    return [explain(error)];
  }
}

function numbersOf({ scenario }: Lesson): readonly string[] {
  const compared = compareNumbers(scenario, !values.quick).filter(({ agrees }) => !agrees);
  return [
    ...compared.map(
      ({ path, written, found, proposed, problem }) =>
        `${path}: ${written}: ${problem ?? `the run gives ${found}${proposed && !values.fix ? `; write ${proposed}` : ''}`}`,
    ),
    ...unvouchedIn(scenario).map(({ path, number, context }) => `${path}: ${number}: where is it from? … ${context} …`),
  ];
}

function orderLines({ id, scenario }: Lesson): readonly string[] {
  return scenario.story.flatMap(({ ask, title }, i) => {
    if (!ask) return [];
    const without = ask.choices.filter(({ because }) => !because && !ask.why).length;
    const order = orderOf(id, scenario, i);
    return [
      ...(ascends(ask) ? [] : [`step ${i + 1}, ${title}: the choices do not ascend`]),
      ...(order.every((each, k) => each === k)
        ? []
        : [`step ${i + 1}, ${title}: choices in the order ${order.map((k) => ask.choices[k].text).join(' | ')}`]),
      ...(without > 0 ? [`step ${i + 1}, ${title}: ${without} choices without a reply`] : []),
    ];
  });
}

/** Goals that are reached without a remedy, by a wrong one, or by no right one; those of a challenge over many seeds. */
function attackedLines({ id, scenario }: Lesson): readonly string[] {
  if (scenario.goals.length === 0) return [];
  const known = topicOf(scenario).remedies[id] ?? [];
  return [
    // an arm of the reader's own takes code, which the tests of those lessons try
    ...(known.length === 0 && readersArm(scenario) === null ? ['no remedy is known to reach its goals'] : []),
    ...beginningsOf(scenario).flatMap((begun) => attackedFrom(begun, id, scenario)),
  ];
}

function attackedFrom({ name, scenario: begun }: Beginning, id: string, scenario: Scenario): readonly string[] {
  const seeds = scenario.challenge ? Array.from({ length: CHALLENGE_SEEDS }, (_, i) => i + 1) : [scenario.seed];
  const reached = (edited: Scenario) => seeds.filter((seed) => missedIn(edited, seed).length === 0);
  const unaided = reached(begun);
  return [
    ...(unaided.length > 0 ? [`reached without a remedy, ${name}, seeds ${unaided.slice(0, 5).join(', ')}`] : []),
    ...(topicOf(scenario).remedies[id] ?? []).flatMap(({ title, set }) => {
      const remedied = remediedBy(begun, set);
      if (!remedied) return [`the remedy cannot be set, ${name}: ${title}`];
      if (withGiven(scenario, remedied) !== remedied) return [`the remedy changes what the goals take as given, ${name}: ${title}`];
      const missed = seeds.flatMap((seed) => missedIn(remedied, seed).map((goal) => `seed ${seed}: ${goal}`));
      return missed.length > 0 ? [`not reached by the remedy ${title}, ${name}: ${missed.slice(0, 3).join('; ')}`] : [];
    }),
    ...wrongRemedies(id, scenario).flatMap(({ title, set }) => {
      const remedied = remediedBy(begun, set);
      // what the goals take as given is put back before they are judged
      if (!remedied || withGiven(scenario, remedied) !== remedied) return [];
      const well = reached(remedied);
      return well.length > 0 ? [`reached by a wrong remedy, ${name}, seeds ${well.slice(0, 5).join(', ')}: ${title}`] : [];
    }),
  ];
}

/** Puts numbers and choices right in the file; everything else stays as it is written. */
function fix(lesson: Lesson): void {
  const { id, scenario } = lesson;
  const document = JSON.parse(readFileSync(file(id), 'utf8'));
  for (const { path, written, agrees, proposed } of compareNumbers(scenario, false)) {
    if (agrees || proposed === null) continue;
    const keys = path.split(/[.[\]]+/).filter(Boolean);
    const holder = keys.slice(0, -1).reduce((at, key) => at[key], document);
    holder[keys.at(-1)!] = holder[keys.at(-1)!].replace(written, proposed);
  }
  scenario.story.forEach(({ ask }, i) => {
    if (!ask) return;
    const order = orderOf(id, scenario, i);
    const own = document.story[i].ask;
    own.choices = order.map((k) => own.choices[k]);
    if (own.lines) own.lines.points = order.map((k) => own.lines.points[k]);
    own.answer = order.indexOf(own.answer);
  });
  writeFileSync(file(id), `${JSON.stringify(document, null, 2)}\n`);
}
