import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { figuresOfArms } from '../../src/host/figures.ts';
import { planOf } from '../../src/scenario/arm.ts';
import { judge } from '../../src/scenario/claims.ts';
import { withGiven } from '../../src/scenario/given.ts';
import { readersArm } from '../../src/scenario/lesson.ts';
import { BASE, type Scenario, type Settings } from '../../src/scenario/scenario.ts';
import { kinds, registerKinds } from '../../src/sim/world/kinds.ts';
import { World } from '../../src/sim/world/world.ts';
import { curated, curatedIds } from '../curated.ts';
import { adoptHere } from '../law/own-code.ts';
import { type Edit, type OwnCodeLesson, ownCodeLessons, type Remedy } from './remedies.ts';
import { written } from './written.ts';

const SCENARIOS = join(import.meta.dirname, '../../scenarios');
const { components, seams } = { ...kinds };

afterAll(() => registerKinds(components, seams));

/** What a remedy sets in the reader's arm; its code is adopted anew, so that nothing of another run is left in it. */
function settingsOf(lesson: OwnCodeLesson, scenario: Scenario, remedy: Remedy): Settings {
  if (!Array.isArray(remedy)) return remedy as Settings;
  adoptHere('mine', { seam: lesson.seam, source: written(lesson, remedy, 'mine') });
  const [component, param] = lesson.slot.split('.');
  const values = lesson.from === null ? {} : (scenario.components[component][param] as object);
  return { [lesson.slot]: { ...values, kind: 'mine' } };
}

/** The scenario with what a remedy sets in the reader's arm. */
function withSet(scenario: Scenario, set: Settings): Scenario {
  return { ...scenario, arms: scenario.arms.map((arm) => (arm.id === 'yours' ? { ...arm, set: { ...arm.set, ...set } } : arm)) };
}

/** The goals that are not reached with a remedy, whatever they take as given. */
function missed(lesson: OwnCodeLesson, scenario: Scenario, remedy: Remedy, seed = scenario.seed): readonly string[] {
  const remedied = withSet(scenario, settingsOf(lesson, scenario, remedy));
  const figure = figuresOfArms((arm) => {
    const world = new World({ ...planOf(remedied, arm), seed });
    world.run();
    expect(world.audit()).toEqual([]);
    return world;
  });
  return scenario.goals.filter((goal) => !judge(goal, scenario.duration, figure).holds).map(({ text }) => text);
}

describe.each(Object.entries(ownCodeLessons))('%s', async (id, lesson) => {
  const scenario = await curated(id);

  it('judges an arm that is the reader’s own, and begins as the built-in policy that its story forks', () => {
    expect(readersArm(scenario)).toBe('yours');
    expect(planOf(scenario, 'yours')).toEqual(planOf(scenario, BASE));
    expect(missed(lesson, scenario, {})).not.toEqual([]);
  });

  it.each(Object.entries(lesson.right))('is reached by %s', (_, edits) => {
    expect(missed(lesson, scenario, edits)).toEqual([]);
    const remedied = withSet(scenario, settingsOf(lesson, scenario, edits));
    expect(withGiven(scenario, remedied)).toBe(remedied);
  });

  it.each(Object.entries(lesson.wrong))('is not reached by %s', (_, remedy) => {
    expect(missed(lesson, scenario, remedy)).not.toEqual([]);
  });

  it.each(Object.entries(lesson.easier))('takes its traffic as given: %s', (_, set) => {
    expect(missed(lesson, scenario, set)).toEqual([]);
    const easier = withSet(scenario, set);
    expect(planOf(withGiven(scenario, easier), 'yours')).toEqual(planOf(scenario, 'yours'));
    expect(withGiven(scenario, easier)).not.toBe(easier);
  });
});

it('a policy that keeps more than there is room for is refused', async () => {
  const lesson = ownCodeLessons['beat-sieve'];
  const hoards: readonly Edit[] = [['    lists.take(key);\n    return key;', '    return key;']];
  await expect(async () => missed(lesson, await curated('beat-sieve'), hoards)).rejects.toThrow(
    /^evict answered \d+, expected a key that is in the cache/,
  );
});

it('every lesson that sets an arm aside is tried here', () => {
  const goalsOf = (id: string): { arm?: string }[] => JSON.parse(readFileSync(join(SCENARIOS, `${id}.json`), 'utf8')).goals ?? [];
  const aside = curatedIds.filter((id) => goalsOf(id).length > 0 && goalsOf(id).every(({ arm }) => arm === 'yours'));
  expect(aside).toEqual(Object.keys(ownCodeLessons).sort());
});
