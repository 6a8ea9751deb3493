import type { SeamId } from '../own-policy/methods.ts';
import { PolicyError } from '../own-policy/policy-error.ts';
import { saidBy } from '../own-policy/thrown.ts';
import { type AnyPolicy, promisesOf } from '../policy/policy.ts';
import { laws } from './index.ts';
import type { Experiment, SeamLaws } from './law.ts';
import { GaugeError, listened } from './listened.ts';
import { Broken, Trial } from './trial.ts';

/** Values of a policy's parameters that it is tried with. */
export interface Setting {
  /** As a document says it. */
  says: string;
  /** Made anew for every try. */
  params(): object;
}

/** How a law does not hold. */
export interface Breach {
  /** What happened, as it goes on after "it". */
  found: string;
  /** In which step of the try, from 1; 0 before the first. */
  step: number;
  /** Simulated time of the try [µs]. */
  at: number;
  /** The setting that it was tried with. */
  setting: string;
  /** Where it shows, if it is in one function of the policy. */
  method: string | null;
  /** What the code threw; null where it threw nothing. */
  error: unknown;
}

/** What is known of one law. */
export interface Verdict {
  law: string;
  /** What holds, as a sentence without its end. */
  says: string;
  /** Whether it is a law only because the policy promises it. */
  promised: boolean;
  /** How often it was tried, and how many steps that were. */
  tries: number;
  steps: number;
  breach: Breach | null;
}

/** What all policies are held to, besides the laws of their seam. */
const GENERAL = {
  answers: 'Answers every call, with something that its contract allows',
  again: 'Answers the same when the same happens again',
  settings: 'Leaves its parameters as they are',
} as const;
const GAUGES = 'Shows numbers as its gauges, and does the same whether they are read or not';

/** A first try is remembered up to so many answers. */
const MOST_ANSWERS = 100_000;

interface Played {
  steps: number;
  breach: { law: string; breach: Breach } | null;
}

/** Holds a policy to the laws of its seam. */
export class LawCheck {
  readonly verdicts: readonly Verdict[];
  private readonly seam: SeamLaws;
  private readonly byLaw: ReadonlyMap<string, Verdict>;
  /** What was answered in the first of two like tries. */
  private answers: { method: string; value: unknown }[] = [];

  /** @param tries how often each experiment is tried with each setting, at the most */
  constructor(
    private readonly id: SeamId,
    private readonly policy: AnyPolicy,
    private readonly settings: readonly Setting[],
    private readonly tries: number,
  ) {
    this.seam = laws[id] as unknown as SeamLaws;
    const of = (law: string, says: string, promised = false): Verdict => ({ law, says, promised, tries: 0, steps: 0, breach: null });
    const promised = new Set(settings.flatMap((setting) => promisesOf(policy, setting.params())));
    this.verdicts = [
      of('answers', GENERAL.answers),
      ...this.seam.experiments
        .filter(({ promise }) => promise === undefined || promised.has(promise))
        .flatMap((experiment) => Object.entries(experiment.laws).map(([law, says]) => of(law, says, experiment.promise !== undefined))),
      of('again', GENERAL.again),
      of('settings', GENERAL.settings),
      ...(policy.gauges ? [of('gauges', GAUGES)] : []),
    ];
    this.byLaw = new Map(this.verdicts.map((verdict) => [verdict.law, verdict]));
  }

  /** What its tries are called, and what these are made of. */
  get words(): SeamLaws['words'] {
    return this.seam.words;
  }

  /** Tries everything, one try after the other; between two whoever runs it may stop. */
  *run(): Generator<number> {
    const whole = this.tries * this.settings.length * this.seam.experiments.length;
    let done = 0;
    for (let n = 1; n <= this.tries; n++)
      for (const [i, setting] of this.settings.entries())
        for (const [e, experiment] of this.seam.experiments.entries()) {
          done++;
          if (n > (experiment.tries ?? this.tries)) continue;
          if (experiment.promise !== undefined && !promisesOf(this.policy, setting.params()).includes(experiment.promise)) continue;
          this.tryOnce(experiment, setting, n * 10_007 + i * 101 + e);
          yield done / whole;
        }
  }

  private tryOnce(experiment: Experiment, setting: Setting, seed: number): void {
    this.answers = [];
    const first = this.play(experiment, setting, seed, 'first');
    const general = experiment.promise === undefined;
    this.count(Object.keys(experiment.laws), first.steps);
    this.count(['answers', 'settings'], first.steps);
    if (this.note(first) || !general) return;
    this.count(['again'], first.steps);
    if (this.note(this.play(experiment, setting, seed, 'again')) || !this.policy.gauges) return;
    this.count(['gauges'], first.steps);
    this.note(this.play(experiment, setting, seed, 'gauges'));
  }

  private count(ids: readonly string[], steps: number): void {
    for (const law of ids) {
      const verdict = this.byLaw.get(law);
      if (!verdict || verdict.breach) continue;
      verdict.tries++;
      verdict.steps += steps;
    }
  }

  private note({ breach }: Played): boolean {
    if (!breach) return false;
    const verdict = this.byLaw.get(breach.law);
    if (!verdict) throw new Error(`there is no law ${breach.law} of ${this.id}`);
    verdict.breach ??= breach.breach;
    return true;
  }

  private play(experiment: Experiment, setting: Setting, seed: number, which: 'first' | 'again' | 'gauges'): Played {
    const params = setting.params();
    const before = plain(params);
    let heard = 0;
    const hear = (method: string, value: unknown) => {
      const at = heard++;
      if (which === 'first') {
        if (at < MOST_ANSWERS) this.answers.push({ method, value });
        return;
      }
      const { method: then, value: was } = this.answers[at] ?? { method, value };
      if (at >= MOST_ANSWERS || (then === method && Object.is(was, value))) return;
      const found =
        then === method
          ? `answers ${String(value)}, and the first time ${String(was)}`
          : `is asked for ${method}, and the first time for ${then}`;
      throw new Broken(which, method, which === 'again' ? found : `${found}, when its gauges were not read`);
    };
    const trial = new Trial(seed, hear);
    const policy = listened(this.id, this.policy, { answered: hear, readsGauges: which === 'gauges', now: () => trial.now });
    const breach = (law: string, found: string, method: string | null, error: unknown = null): Played => ({
      steps: trial.steps,
      breach: { law, breach: { found, step: trial.steps, at: trial.now, setting: setting.says, method, error } },
    });
    try {
      experiment.play({ policy, params } as never, trial);
    } catch (error) {
      if (error instanceof Broken) return breach(error.law, error.message, error.method);
      if (error instanceof PolicyError)
        return breach('answers', error.message.replace(/^(\S+) answered (.*?), expected/, 'answers $2 in $1, expected'), error.method);
      if (error instanceof GaugeError) return breach('gauges', error.message, 'gauges');
      return breach('answers', `throws: ${saidBy(error)}`, null, error);
    }
    if (plain(params) !== before) return breach('settings', `changes its parameters from ${before} to ${plain(params)}`, null);
    return { steps: trial.steps, breach: null };
  }
}

/** Values of parameters as a text; of policies among them only what they read. */
function plain(params: object): string {
  return JSON.stringify(params, (key, value: unknown) =>
    key === 'policy' ? undefined : typeof value === 'number' ? String(value) : value,
  );
}
