import { type Listener, type PackedRecording, Simulator } from '../../host/client.ts';
import { Looker } from '../../host/looker.ts';
import { type ArmPlan, planOf } from '../../scenario/arm.ts';
import { type FigureRequest, figuresFor } from '../../scenario/claims.ts';
import { adoptPolicies, type OwnPolicies, ownPoliciesIn } from '../../scenario/own-policies.ts';
import { recordingsIn } from '../../scenario/recordings.ts';
import { armsOf, type Scenario } from '../../scenario/scenario.ts';
import { NOT_ALLOWED } from '../code/code.ts';
import { useDocument } from '../store/document.ts';
import { useSession } from '../store/session.ts';
import { lookWith, withCode } from './lookWorkers.ts';
import { results } from './results.ts';

/** What was last asked for each arm, as text: an arm whose plan has not changed is not run again. */
const asked = new Map<string, string>();
/** And as it is. */
const jobsAsked = new Map<string, { plan: ArmPlan; figures: readonly FigureRequest[] }>();
let simulator: Simulator | null = null;
let storiesWanted = false;
let storiesTimer = 0;
/** Tells the stories of requests. */
const storyteller = withCode(
  new Looker<'stories'>({
    answer: ({ args }, stories) => results.acceptStories(stories, args.until),
    failed: (_, message) => results.forgetStories(message),
  }),
);
/** The files that an arm plays, by arm. */
const supplies = new Map<string, readonly PackedRecording[]>();
/** Whether it is told of files that come. */
let awaitsFiles = false;
/** Stories are told once the hand rests [ms]. */
const REST = 200;

const listener: Listener = {
  result: (result) => {
    const job = jobsAsked.get(result.arm);
    results.accept(result, job?.plan, job?.figures);
  },
  failed: (arm, message) => {
    asked.delete(arm);
    results.fail(arm, message);
  },
  busy: (busy) => {
    results.setBusy(busy);
    // runs wait for nothing, and stories for all runs
    if (busy) leaveStories();
    else scheduleStories();
  },
};

/** Starts the workers and keeps every arm of the document simulated. Called before anything is drawn. */
export function startSimulating(): void {
  simulator = new Simulator(listener);
  simulate(useDocument.getState().scenario);
  useDocument.subscribe((state, before) => {
    if (state.scenario !== before.scenario) simulate(state.scenario);
  });
  let told = results.until;
  results.subscribeToPictures(() => {
    if (results.until === told) return;
    told = results.until;
    scheduleStories();
  });
  useSession.subscribe((state, before) => {
    if (state.arm !== before.arm) {
      forgetStories();
      scheduleStories();
    } else if (state.request !== before.request && state.request !== null && !results.stories?.requests.number.includes(state.request))
      scheduleStories();
  });
}

/** Runs what has changed, the arm that is looked at first. */
function simulate(scenario: Scenario): void {
  const { policies } = scenario;
  adoptPolicies(policies);
  if (Object.keys(scenario.components).length === 0) return;
  const { arm: looked } = useSession.getState();
  const arms = armsOf(scenario).map(({ id }) => id);
  const figures = figuresFor([...scenario.goals, ...scenario.keep], scenario.duration);
  for (const id of [...asked.keys()]) {
    if (arms.includes(id)) continue;
    asked.delete(id);
    simulator?.drop(id);
    dropCoded(id);
  }
  results.keep(arms);
  const plans = arms.map((arm) => ({ arm, plan: planOf(scenario, arm), figures: figures.filter((request) => request.arm === arm) }));
  const coded = new Set(plans.filter(({ plan }) => ownPoliciesIn(plan, policies).length > 0).map(({ arm }) => arm));
  const plain = plans.filter(({ arm }) => !coded.has(arm));
  prepare(plain);
  if (coded.size === 0) lookWith(undefined);
  const changed = plans
    .filter(({ arm, plan, figures: wanted }) => {
      const text = JSON.stringify([plan, wanted, coded.has(arm) ? policies : null]);
      if (asked.get(arm) === text) return false;
      asked.set(arm, text);
      jobsAsked.set(arm, { plan, figures: wanted });
      return true;
    })
    .sort((a, b) => Number(b.arm === looked) - Number(a.arm === looked));
  const withCodeIn = changed.filter(({ arm }) => coded.has(arm));
  for (const { arm } of changed)
    if (coded.has(arm)) simulator?.drop(arm);
    else dropCoded(arm);
  if (withCodeIn.length > 0) void runCoded(policies, withCodeIn);
  const playing = changed.filter(({ arm, plan }) => !coded.has(arm) && recordingsIn(plan).length > 0);
  const others = changed.filter((each) => !coded.has(each.arm) && !playing.includes(each));
  if (others.length > 0) simulator?.run(others);
  if (playing.length > 0) void runWithFiles(playing, plain);
}

/** What runs arms with code of the scenario's own; loaded when there are some. */
let code: typeof import('../code/runCoded.ts') | null = null;

function dropCoded(arm: string): void {
  code?.dropCoded(arm);
}

/** Runs arms with code of the scenario's own, once somebody has allowed it; until then they have no picture. */
async function runCoded(
  policies: OwnPolicies,
  arms: readonly { arm: string; plan: ArmPlan; figures: readonly FigureRequest[] }[],
): Promise<void> {
  const texts = arms.map(({ arm }) => asked.get(arm));
  code = await import('../code/runCoded.ts');
  const { supply } = await import('../recordings/recordings.ts');
  const ready = [];
  for (const [i, each] of arms.entries()) {
    const { recordings, missing } = await supply(recordingsIn(each.plan));
    if (asked.get(each.arm) !== texts[i]) continue;
    if (missing) {
      asked.delete(each.arm);
      results.lack(each.arm, missing);
    } else ready.push({ ...each, recordings });
  }
  if (ready.length === 0) return;
  if (code.mayRun(policies)) {
    code.runCoded(policies, ready, listener, again);
    return;
  }
  lookWith(undefined);
  for (const { arm } of ready) listener.failed(arm, NOT_ALLOWED);
}

/** Runs what has no picture, now that it may have one: code was allowed, or has said what it is. */
export function again(): void {
  simulate(useDocument.getState().scenario);
}

/** The workers warm up with every arm, those that play recordings once their files are at hand. */
function prepare(arms: readonly { arm: string; plan: ArmPlan }[]): void {
  const ready = arms.filter(({ arm, plan }) => recordingsIn(plan).length === 0 || supplies.has(arm));
  simulator?.prepare(ready.map(({ arm, plan }) => ({ plan, recordings: supplies.get(arm) })));
}

/** Runs arms that play recordings; one whose file is not at hand says so and keeps its picture. */
async function runWithFiles(
  arms: readonly { arm: string; plan: ArmPlan; figures: readonly FigureRequest[] }[],
  all: readonly { arm: string; plan: ArmPlan }[],
): Promise<void> {
  const texts = arms.map(({ arm }) => asked.get(arm));
  const { supply, useRecordings } = await import('../recordings/recordings.ts');
  if (!awaitsFiles) {
    awaitsFiles = true;
    useRecordings.subscribe((state, before) => state.atHand !== before.atHand && simulate(useDocument.getState().scenario));
  }
  for (const [i, each] of arms.entries()) {
    const { recordings, missing } = await supply(recordingsIn(each.plan));
    if (asked.get(each.arm) !== texts[i]) continue;
    supplies.set(each.arm, recordings);
    if (!missing) {
      prepare(all);
      simulator?.run([{ ...each, recordings }]);
    } else {
      asked.delete(each.arm);
      simulator?.drop(each.arm);
      results.lack(each.arm, missing);
    }
  }
}

/** Forgets everything that was simulated: another scenario begins. */
export function forgetRuns(): void {
  for (const arm of asked.keys()) {
    simulator?.drop(arm);
    dropCoded(arm);
  }
  asked.clear();
  supplies.clear();
  lookWith(undefined);
  forgetStories();
  results.clear();
}

/** Tells whether anybody looks at single requests; their stories cost two more runs. */
export function wantStories(wanted: boolean): void {
  storiesWanted = wanted;
  if (wanted && results.stories === null) scheduleStories();
}

function scheduleStories(): void {
  clearTimeout(storiesTimer);
  if (!storiesWanted || results.busy) return;
  storyteller.prepare();
  storiesTimer = window.setTimeout(() => {
    const { scenario } = useDocument.getState();
    const { arm, request } = useSession.getState();
    if (!results.of(arm)?.finished) return;
    const plan = planOf(scenario, arm);
    const run = JSON.stringify(plan);
    const recordings = supplies.get(arm) ?? [];
    const ask = (slot: string, until: number | null) =>
      ({ ask: 'stories', slot, plan, run, time: 0, args: { wanted: request, until }, recordings }) as const;
    // the whole is at hand when the veil is lifted
    const { until } = results;
    storyteller.want([...(until ? [ask(`${arm} until`, until)] : []), ask(arm, null)]);
  }, REST);
}

function leaveStories(): void {
  clearTimeout(storiesTimer);
  storyteller.keep([]);
}

function forgetStories(): void {
  leaveStories();
  storyteller.forget();
  results.forgetStories();
}
