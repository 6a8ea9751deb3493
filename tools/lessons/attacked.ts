import { figuresOfArms } from '../../src/host/figures.ts';
import { afterSteps } from '../../src/scenario/after-steps.ts';
import { planOf } from '../../src/scenario/arm.ts';
import { judge } from '../../src/scenario/claims.ts';
import { withoutDead } from '../../src/scenario/edit/without-dead.ts';
import { withParam } from '../../src/scenario/edit.ts';
import { readScenario } from '../../src/scenario/read.ts';
import { sameScenario } from '../../src/scenario/same-scenario.ts';
import { BASE, type Scenario, type Settings } from '../../src/scenario/scenario.ts';
import { documentOf } from '../../src/scenario/write.ts';
import { World } from '../../src/sim/world/world.ts';
import type { Remedy, Topic } from './topic.ts';
import { caching } from './topics/caching.ts';
import { connectionPools } from './topics/connection-pools.ts';
import { jobs } from './topics/jobs.ts';
import { rateLimiting } from './topics/rate-limiting.ts';
import { retries } from './topics/retries.ts';

const TOPICS: Readonly<Partial<Record<Scenario['topic'], Topic>>> = {
  retries,
  'rate-limiting': rateLimiting,
  caching,
  jobs,
  'connection-pools': connectionPools,
};

/** How goals of a topic's lessons are tried. */
export function topicOf({ topic }: Scenario): Topic {
  return TOPICS[topic] ?? { unread: [], attacks: [], right: {}, wrong: {}, remedies: {} };
}

/** The arm that a lesson's goals judge: the reader's. */
const judgedArm = ({ goals }: Scenario): string => goals[0]?.arm ?? BASE;

/** A scenario as somebody finds it who sets out for its goals. */
export interface Beginning {
  name: string;
  scenario: Scenario;
}

/** As the last step of its story has it, where its reader is on their own; and as shipped where it is a challenge, if that is otherwise. */
export function beginningsOf(scenario: Scenario): readonly Beginning[] {
  const last = { name: 'after the last step', scenario: afterSteps(scenario, scenario.story.length) };
  if (!scenario.challenge) return [last];
  return [{ name: 'as shipped', scenario }, ...(sameScenario(last.scenario, scenario) ? [] : [last])];
}

/** A scenario with a remedy in the reader's arm; null where it cannot be set there. */
export function remediedBy(begun: Scenario, set: Settings): Scenario | null {
  try {
    const edited = Object.entries(set).reduce((done, [path, value]) => withParam(done, judgedArm(begun), path, value, 'whole-run'), begun);
    // charts of a limiter that is gone go with it; goals do not
    const kept = withoutDead(edited);
    const whole = kept.goals.length === begun.goals.length && kept.keep.length === begun.keep.length;
    return whole ? readScenario(documentOf(kept)) : null;
  } catch {
    return null;
  }
}

/** What is not reached: goals, and what must not be given up for them. */
export function missedIn(scenario: Scenario, seed = scenario.seed): readonly string[] {
  const figure = figuresOfArms((arm) => {
    const world = new World({ ...planOf(scenario, arm), seed });
    world.run();
    return world;
  });
  return [...scenario.goals, ...scenario.keep].filter((goal) => !judge(goal, scenario.duration, figure).holds).map(({ text }) => text);
}

/** The cheap remedies of a lesson's topic, where they fit, and those that are its own. */
export function wrongRemedies(id: string, scenario: Scenario): readonly Remedy[] {
  const { attacks, wrong, right } = topicOf(scenario);
  const cheap = attacks.flatMap(({ title, on }): Remedy[] => {
    const fitting = Object.entries(scenario.components).flatMap(([component, doc]) => {
      const set = on(doc, scenario);
      return set ? [[component, prefixed(component, set)] as const] : [];
    });
    const alone = fitting.map(([component, set]) => ({ title: `${title}: ${component}`, set }));
    return fitting.length > 1 ? [{ title, set: Object.assign({}, ...fitting.map(([, set]) => set)) }, ...alone] : alone;
  });
  const meant = right[id] ?? {};
  return [...cheap.filter(({ title }) => !Object.hasOwn(meant, title)), ...(wrong[id] ?? [])];
}

const prefixed = (component: string, set: Settings): Settings =>
  Object.fromEntries(Object.entries(set).map(([param, value]) => [`${component}.${param}`, value]));
