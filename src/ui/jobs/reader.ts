import { useEffect, useSyncExternalStore } from 'react';
import { type Jobs, type JobsQuestion, JobsReader } from '../../host/jobs.ts';
import { planOf } from '../../scenario/arm.ts';
import { recordingsIn } from '../../scenario/recordings.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { supply } from '../recordings/recordings.ts';

/** Jobs are followed once the hand rests [ms]: the charts come first. */
const REST = 150;

/** What became of the jobs of each arm; the last answer stays until there is a better one. */
class Reading {
  readonly byArm = new Map<string, Jobs>();
  readonly failures = new Map<string, string>();
  private version = 0;
  private asked = 0;
  private readonly listeners = new Set<() => void>();
  private readonly reader = new JobsReader({
    jobs: (jobs) => {
      this.byArm.set(jobs.arm, jobs);
      this.failures.delete(jobs.arm);
      this.tell();
    },
    failed: (arm, message) => {
      this.failures.set(arm, message);
      this.tell();
    },
  });

  /** Follows these arms of a scenario, in this order. */
  async ask(scenario: Scenario, arms: readonly string[]): Promise<void> {
    const ask = ++this.asked;
    const questions: JobsQuestion[] = [];
    for (const arm of arms) {
      const plan = planOf(scenario, arm);
      const { recordings, missing } = await supply(recordingsIn(plan));
      if (missing) this.failures.set(arm, `it needs the file ${missing.name}`);
      else questions.push({ arm, plan, run: JSON.stringify(plan), recordings });
    }
    if (ask !== this.asked) return;
    this.reader.ask(questions);
    this.tell();
  }

  /** Nobody looks any more. */
  close(): void {
    this.asked++;
    this.reader.close();
    this.byArm.clear();
    this.failures.clear();
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
  state = (): number => this.version;

  private tell(): void {
    this.version++;
    for (const listener of this.listeners) listener();
  }
}

const reading = new Reading();

/** The jobs of these arms, as long as somebody looks. */
export function useJobs(scenario: Scenario, arms: readonly string[]): Reading {
  useSyncExternalStore(reading.subscribe, reading.state);
  const names = arms.join(' ');
  useEffect(() => {
    const timer = window.setTimeout(() => void reading.ask(scenario, names.split(' ')), reading.byArm.size === 0 ? 0 : REST);
    return () => clearTimeout(timer);
  }, [scenario, names]);
  useEffect(() => () => reading.close(), []);
  return reading;
}
