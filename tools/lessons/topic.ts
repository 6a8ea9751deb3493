import { componentOf } from '../../src/scenario/descriptions.ts';
import type { ComponentDoc, Scenario, Settings } from '../../src/scenario/scenario.ts';

/** A remedy that is cheap and beside the point: what it sets on a component; null where it has nothing to do with it. */
export interface Attack {
  title: string;
  on(component: ComponentDoc, scenario: Scenario): Settings | null;
}

/** A set of changes that reaches the goals of a lesson as it is meant to be. */
export interface Remedy {
  title: string;
  set: Settings;
}

/** How the goals of a topic's lessons are tried. */
export interface Topic {
  /** Lessons that are still to be brought to the measure of the others. */
  unread: readonly string[];
  /** Cheap remedies, tried on every component that they fit, and on all of them at once: none may reach the goals. */
  attacks: readonly Attack[];
  /** Attacks that are a right remedy in a lesson, with the reason: id → title → why. */
  right: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Further wrong remedies of a lesson. */
  wrong: Readonly<Record<string, readonly Remedy[]>>;
  /** Each lesson with goals can be done: by these. */
  remedies: Readonly<Record<string, readonly Remedy[]>>;
}

/** Whether a component has a parameter. */
export const has = (component: ComponentDoc, param: string): boolean => Object.hasOwn(paramsOf(component), param);

const paramsOf = ({ kind }: ComponentDoc) => componentOf(kind)?.params ?? {};

/** Sets a parameter of every component that has it. */
export const setting = (title: string, param: string, value: unknown): Attack => ({
  title,
  on: (component) => (has(component, param) ? { [param]: value } : null),
});

/** So many times as much of a parameter of every component that has it. */
export const times = (title: string, param: string, factor: number): Attack => ({
  title,
  on: (component) => {
    const value = component[param] ?? paramsOf(component)[param]?.default;
    return typeof value === 'number' ? { [param]: Math.ceil(value * factor) } : null;
  },
});

/** Attacks that fit every topic. */
export const always: readonly Attack[] = [
  setting('no retries', 'maxAttempts', 1),
  setting('no limiter', 'limiter', { kind: 'none' }),
  setting('refuses everybody', 'limiter', { kind: 'token-bucket', rate: 0.01, burst: 1 }),
  setting('hardly anybody may wait', 'loadShedding', { kind: 'bounded-queue', capacity: 1 }),
  times('four times the servers', 'servers', 4),
  times('four times the replicas', 'replicas', 4),
];
