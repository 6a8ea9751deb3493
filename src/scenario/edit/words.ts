import { wiresOf } from '../../sim/param/wires.ts';
import { planOf } from '../arm.ts';
import type { Scenario } from '../scenario.ts';
import { armsOf } from '../scenario.ts';
import { type Components, titleIn } from '../setting.ts';
import { listed } from '../wording.ts';

/** What of a document there can be several of, and what one is called. */
const PARTS: readonly (readonly [one: string, several: string, count: (scenario: Scenario) => number])[] = [
  ['wire', 'wires', (scenario) => sum(armsOf(scenario), ({ id }) => wiresIn(planOf(scenario, id).components))],
  ['change', 'changes', ({ changes, arms }) => changes.length + sum(arms, (arm) => arm.changes.length)],
  ['chart', 'charts', ({ watch }) => watch.length],
  ['claim', 'claims', ({ claims }) => claims.length],
  ['goal', 'goals', ({ goals }) => goals.length],
  [
    'pointer of the story',
    'pointers of the story',
    ({ story }) => sum(story, ({ look = [], set = {} }) => look.length + Object.keys(set).length),
  ],
];

const sum = <T>(list: readonly T[], of: (each: T) => number) => list.reduce((total, each) => total + of(each), 0);
const wiresIn = (components: Components) => sum(Object.values(components), ({ calls }) => wiresOf(calls).length);

/** What one document has less of than another: `2 wires, a chart and 3 claims`; nothing where it has all. @param besides what is not to be named */
export function lostBetween(before: Scenario, after: Scenario, besides: readonly string[] = []): string {
  return listed(
    PARTS.flatMap(([one, several, count]) => {
      if (besides.includes(one)) return [];
      const lost = count(before) - count(after);
      return lost > 0 ? [lost === 1 ? `a ${one}` : `${lost} ${several}`] : [];
    }),
  );
}

/** What a component is called, in whichever arm it is. */
export function nameIn(scenario: Scenario, id: string): string {
  for (const arm of armsOf(scenario)) {
    const { components } = planOf(scenario, arm.id);
    if (Object.hasOwn(components, id)) return titleIn(components, id);
  }
  return id;
}
