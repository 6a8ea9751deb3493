import { useEffect, useSyncExternalStore } from 'react';
import type { Answer, LookId, Progress, Question } from '../../host/look/contract.ts';
import { Looker } from '../../host/looker.ts';
import type { ArmPlan } from '../../scenario/arm.ts';
import { ownPoliciesIn } from '../../scenario/own-policies.ts';
import { recordingsIn } from '../../scenario/recordings.ts';
import { NOT_ALLOWED, useCode } from '../code/code.ts';
import { supply } from '../recordings/recordings.ts';
import { looksWithCode, withCode } from '../samples/lookWorkers.ts';
import { results, useResults } from '../samples/results.ts';
import { useDocument } from '../store/document.ts';

/** A question as a view puts it; what names the run, and the files it plays, are found by the plan. */
export type Wanted<Id extends LookId> = Pick<Question<Id>, 'ask' | 'slot' | 'plan' | 'args'> &
  Partial<Pick<Question<Id>, 'run' | 'time' | 'recordings'>>;

const runs = new WeakMap<ArmPlan, string>();

/** What names the run of a plan. */
function runOf(plan: ArmPlan | null): string {
  if (plan === null) return '';
  let run = runs.get(plan);
  if (run === undefined) {
    run = JSON.stringify(plan);
    runs.set(plan, run);
  }
  return run;
}

function questionOf<Id extends LookId>(wanted: Wanted<Id>): Question<Id> {
  return { run: runOf(wanted.plan), time: 0, recordings: [], ...wanted };
}

/** What is told to those who look closer at runs: answers outside React, by slot; the last one stays until there is a better one. */
export class Looking<Id extends LookId> {
  /** How far the answer has come that is being worked on; null where nothing is known of it. */
  progress: Progress | null = null;
  /** Grows when something has to be asked again. */
  epoch = 0;
  /** Which scenario the answers are of, counted by those that were opened. */
  private opened = 0;
  private readonly answers = new Map<string, { question: Question<Id>; answer: Answer<Id> }>();
  private readonly failures = new Map<string, string>();
  private version = 0;
  private asked = 0;
  private readonly listeners = new Set<() => void>();
  private readonly looker = new Looker<Id>({
    answer: (question, answer) => {
      this.answers.set(question.slot, { question, answer });
      this.failures.delete(question.slot);
      this.progress = null;
      this.tell();
    },
    progress: (question, progress, soFar) => {
      if (soFar !== null) this.answers.set(question.slot, { question, answer: soFar });
      this.progress = progress;
      this.tell();
    },
    failed: (question, message) => this.fail(question.slot, message),
  });

  /** @param keeps what stays while nobody looks: nothing, what was told, or the worker too */
  constructor(private readonly keeps: 'nothing' | 'answers' | 'worker' = 'nothing') {
    withCode(this);
  }

  /** null while there is none, and behind a veil: an answer is of a whole run. */
  answer(slot: string): Answer<Id> | null {
    if (results.until !== null) return null;
    return this.answers.get(slot)?.answer ?? null;
  }

  /** What the answer of a slot is about. */
  of(slot: string): Question<Id> | null {
    return this.answers.get(slot)?.question ?? null;
  }

  failure(slot: string): string | null {
    return this.failures.get(slot) ?? null;
  }

  /** Whether an answer is being worked on. */
  get isBusy(): boolean {
    return this.looker.question !== null;
  }

  get isEmpty(): boolean {
    return this.answers.size === 0;
  }

  /** Asks these, in this order, and nothing else any more. */
  want(wanted: readonly Wanted<Id>[]): void {
    const ask = ++this.asked;
    const questions = wanted.map(questionOf).filter((question) => !this.lacksCode(question));
    const put = (ready: readonly Question<Id>[]) => this.telling(() => this.looker.want(ready));
    if (questions.every(({ plan }) => plan === null || recordingsIn(plan).length === 0)) put(questions);
    else void this.supplied(questions).then((ready) => ask === this.asked && put(ready));
  }

  /** Other workers answer from now on, whose code may be another: all is asked again, and what was told stays until then. */
  use(start: Parameters<Looker<Id>['use']>[0]): void {
    this.looker.use(start);
    this.again();
  }

  /** Ends work on anything but these, and begins none. */
  keep(wanted: readonly Wanted<Id>[]): void {
    this.asked++;
    this.telling(() => this.looker.keep(wanted.map(questionOf)));
  }

  /** Asks again, be it that something could not be answered. */
  again(): void {
    this.failures.clear();
    this.looker.forget();
    this.epoch++;
    this.tell();
  }

  /** Nobody looks any more. */
  rest(): void {
    this.keep([]);
    if (this.keeps !== 'worker') this.looker.close();
    if (this.keeps === 'nothing') this.clear();
  }

  /** Another scenario begins: what was told of the one before is no answer any more. */
  follow(opened: number): void {
    if (opened === this.opened) return;
    this.opened = opened;
    this.keep([]);
    this.clear();
    this.epoch++;
    this.tell();
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
  state = (): number => this.version;

  /** Does something that may change what is being worked on. */
  private telling(change: () => void): void {
    const before = this.looker.question;
    change();
    if (this.looker.question === before) return;
    this.progress = null;
    this.tell();
  }

  private clear(): void {
    this.looker.forget();
    this.answers.clear();
    this.failures.clear();
    this.progress = null;
  }

  /** Whether the run of a question needs code of the scenario's own that those who look do not have: it fails then. */
  private lacksCode({ plan, slot }: Question<Id>): boolean {
    if (plan === null || looksWithCode() || ownPoliciesIn(plan, useDocument.getState().scenario.policies).length === 0) return false;
    this.fail(slot, useCode.getState().waiting.length > 0 ? NOT_ALLOWED : 'its code has not run yet');
    return true;
  }

  /** With the files that they play; one whose file is not at hand fails. */
  private async supplied(questions: readonly Question<Id>[]): Promise<readonly Question<Id>[]> {
    const ready: Question<Id>[] = [];
    for (const question of questions) {
      const { recordings, missing } = await supply(question.plan ? recordingsIn(question.plan) : []);
      if (missing) this.fail(question.slot, `it needs the file ${missing.name}`);
      else ready.push({ ...question, recordings: [...question.recordings, ...recordings] });
    }
    return ready;
  }

  private fail(slot: string, message: string): void {
    this.failures.set(slot, message);
    this.progress = null;
    this.tell();
  }

  private tell(): void {
    this.version++;
    for (const listener of this.listeners) listener();
  }
}

/** Keeps questions answered while somebody looks, asked once the hand has rested for so long [ms]; the first ones are asked at once. */
export function useLooking<Id extends LookId>(looking: Looking<Id>, wanted: readonly Wanted<Id>[], rest = 0): Looking<Id> {
  const { opened } = useResults();
  useSyncExternalStore(looking.subscribe, looking.state);
  const all = wanted.map(({ slot, plan, run = runOf(plan), time, args }) => `${slot} ${time} ${JSON.stringify(args)} ${run}`).join('\n');
  const { epoch } = looking;
  useEffect(() => looking.follow(opened), [looking, opened]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: their text stands for the questions, and the epoch for what is to be asked anew
  useEffect(() => {
    if (rest === 0 || looking.isEmpty) {
      looking.want(wanted);
      return;
    }
    looking.keep(wanted);
    const timer = setTimeout(() => looking.want(wanted), rest);
    return () => clearTimeout(timer);
  }, [looking, all, epoch]);
  useEffect(() => () => looking.rest(), [looking]);
  return looking;
}
