import type { ArmPlan } from '../scenario/arm.ts';
import { LawCheck, type Verdict } from '../sim/law/check.ts';
import type { SeamId } from '../sim/own-policy/methods.ts';
import { PolicyError } from '../sim/own-policy/policy-error.ts';
import { adoptedPolicy } from '../sim/world/own-policies.ts';
import { resolveParams } from '../sim/world/values.ts';
import { type Options, World } from '../sim/world/world.ts';
import type { CheckReport, TwiceReport } from './check-report.ts';
import type { Explained } from './manner.ts';
import { realNow } from './real-now.ts';

/** What is checked. */
export interface CheckOrder {
  seam: string;
  /** Id of a policy of the document's own, which has been adopted here. */
  policy: string;
  /** Values of its parameters that the document gives it. */
  settings: readonly Readonly<Record<string, unknown>>[];
  /** An arm that uses it; null where none does. */
  plan: ArmPlan | null;
  recordings: Options['recordings'];
}

/** Where it is checked. */
export interface CheckPlace {
  /** Called after every few ms of work. @param done how far it has come, 0 to 1 */
  tick(done: number, soFar: () => CheckReport): Promise<void>;
  /** Which line of the source something was thrown on, or what is said of it. */
  explain(error: unknown, world: World | null): Explained;
}

type Adopted = NonNullable<ReturnType<typeof adoptedPolicy>>;

/** How often each law is tried with each setting, and how long that may take in all [ms]; each is tried once at least. */
const TRIES = 20;
const MOST_TIME = 1_200;
/** The policy's own examples that it is tried with, at the most. */
const MOST_EXAMPLES = 4;
/** Two runs are compared after so many events, over so many at the most. */
const SLICE = 250;
const MOST_EVENTS = 300_000;
/** Share of the way that laws are. */
const LAWS = 0.7;

/** Holds a policy to the laws of its seam, then runs an arm that uses it twice. */
export async function checkPolicy(order: CheckOrder, place: CheckPlace): Promise<CheckReport> {
  const policy = adoptedPolicy(order.seam, order.policy);
  if (!policy) throw new Error(`there is no policy ${order.policy}`);
  const check = new LawCheck(order.seam as SeamId, policy, settingsOf(policy, order.settings), TRIES);
  let twice: TwiceReport | null = null;
  const report = (finished: boolean): CheckReport => ({
    words: check.words,
    laws: check.verdicts.map((verdict) => lawReport(verdict, check, policy, place)),
    twice,
    finished,
  });
  const soFar = () => report(false);
  const began = realNow();
  const once = 1 / TRIES;
  for (const done of check.run()) {
    if (done > once && realNow() - began > MOST_TIME) break;
    await place.tick(done * LAWS, soFar);
  }
  if (order.plan) twice = await runTwice(order.plan, order.recordings, place, soFar);
  return report(true);
}

function settingsOf({ params, examples = [] }: Adopted, given: CheckOrder['settings']) {
  const documents = new Map([{}, ...given, ...examples.slice(0, MOST_EXAMPLES)].map((each) => [JSON.stringify(each), each]));
  return [...documents.values()].map((document) => ({
    says: Object.entries(document)
      .map(([name, value]) => `${name} ${typeof value === 'object' ? JSON.stringify(value) : value}`)
      .join(', '),
    params: () => resolveParams(params as never, document),
  }));
}

function lawReport(verdict: Verdict, { words }: LawCheck, { id }: Adopted, place: CheckPlace): CheckReport['laws'][number] {
  const { says, promised, tries, steps, breach } = verdict;
  if (!breach) return { says, promised, tries, steps, breach };
  const { found, step, at, setting, method, error } = breach;
  const parts = [
    step > 0 ? `${words.step} ${step.toLocaleString('en')}` : 'at the start',
    ...(at > 0 ? [`at ${(at / 1_000_000).toLocaleString('en', { maximumFractionDigits: 6 })} s`] : []),
    setting === '' ? 'with its defaults' : `with ${setting}`,
  ];
  const thrown = error ?? (method === null ? null : new PolicyError(id, method, null, ''));
  const line = thrown === null ? null : (place.explain(thrown, null).place?.line ?? null);
  return { says, promised, tries, steps, breach: { found, where: parts.join(', '), line } };
}

/** Runs a plan, and once more in the same place: what a policy keeps between runs shows. */
async function runTwice(
  plan: ArmPlan,
  recordings: Options['recordings'],
  place: CheckPlace,
  soFar: () => CheckReport,
): Promise<TwiceReport> {
  const marks: string[] = [];
  let twice: TwiceReport = { fingerprint: '', reached: 0, differsBy: null, failure: null };
  for (const second of [false, true]) {
    let world: World | null = null;
    try {
      world = new World(plan, { recordings });
      for (let slice = 0; ; slice++) {
        const over = world.run(SLICE) || world.simulation.handled >= MOST_EVENTS;
        const mark = `${world.fingerprintDigits()} ${world.now}`;
        if (!second) marks.push(mark);
        else if (marks[slice] !== mark) return { ...twice, differsBy: world.now };
        if (over) break;
        await place.tick(LAWS + (1 - LAWS) * ((second ? 0.5 : 0) + (0.5 * world.now) / plan.duration), soFar);
      }
      twice = { ...twice, fingerprint: world.fingerprintDigits(), reached: world.now };
    } catch (error) {
      const { message, place: where } = place.explain(error, world);
      return { ...twice, failure: { message, line: where?.line ?? null } };
    }
  }
  return twice;
}
