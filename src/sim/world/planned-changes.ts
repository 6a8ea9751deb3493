import type { Component } from '../component/component.ts';
import { MICROS_PER_MS, wholeMicros } from '../kernel/time.ts';
import type { PlannedChange } from './blueprint.ts';
import type { ComponentValues } from './component-values.ts';
import { resolve } from './values.ts';

/** A change that is spread out takes this many steps. */
const RAMP_STEPS = 100;

/** What a change sets or does at one place. */
interface Setting {
  path: string;
  value: unknown;
  /** For one that is spread out: what was there when it began. */
  from?: { value: number | undefined };
  /** Instead of a new value: what the component does. */
  act?: string;
}

/** A component that changes are made to: alive, its parameters, and the names of its wires in their order. */
export interface Changeable {
  component: Component;
  values: ComponentValues;
  wires: readonly string[];
}

/**
 * The changes of a scenario, the ones that are spread out as so many small ones, in the order in which they stand there.
 * In columns: a recorded curve is thousands of changes, each in a hundred steps.
 */
export class PlannedChanges {
  /** Kinds of the policies that changes put somewhere as a whole, each path and kind once. */
  readonly kinds: { path: string; kind: string }[] = [];
  /** When each is made [µs]. */
  private readonly moments: number[] = [];
  private readonly settings: Setting[] = [];
  /** Which of the settings each makes, and which step of it that is, from 1; 0 where it is not spread out. */
  private readonly setting: number[] = [];
  private readonly step: number[] = [];

  /** @param find a component by its id */
  constructor(
    changes: readonly PlannedChange[],
    private readonly find: (id: string) => Changeable,
  ) {
    const known = new Set<string>();
    for (const change of changes) {
      const at = wholeMicros(change.at * MICROS_PER_MS);
      const over = wholeMicros((change.over ?? 0) * MICROS_PER_MS);
      for (const [path, value] of Object.entries(change.set)) {
        const kind = (value as { kind?: unknown } | null)?.kind;
        if (typeof kind === 'string' && !known.has(`${path} ${kind}`)) {
          known.add(`${path} ${kind}`);
          this.kinds.push({ path, kind });
        }
        if (over > 0 && typeof value === 'number') {
          this.settings.push({ path, value, from: { value: undefined } });
          for (let step = 1; step <= RAMP_STEPS; step++) this.add(at + wholeMicros((over * step) / RAMP_STEPS), step);
        } else {
          this.settings.push({ path, value });
          this.add(at, 0);
        }
      }
      for (const [id, act] of Object.entries(change.do ?? {})) {
        this.settings.push({ path: id, value: undefined, act });
        this.add(at, 0);
      }
    }
  }

  forEach(meet: (at: number, number: number) => void): void {
    this.moments.forEach(meet);
  }

  /** Makes one of them, now. @param number its place in their order */
  apply(number: number): void {
    const { path, value, from, act } = this.settings[this.setting[number]];
    const [id, ...rest] = path.split('.');
    const { component, values: all, wires } = this.find(id);
    component.bringUpToDate?.();
    if (act !== undefined) {
      if (!component.act) throw new Error(`${id} does nothing on command, and not ${act}`);
      component.act(act);
      return;
    }
    const place = all.placeOf(rest);
    const { param, values, name } = place;
    let target = resolve(param, value);
    if (from) {
      if (from.value === undefined) from.value = values[name] as number;
      target = from.value + (((target as number) - from.value) * this.step[number]) / RAMP_STEPS;
      if (param.type === 'duration' || param.type === 'integer') target = Math.round(target as number);
    }
    all.assign(place, target);
    const [setting, wire, ofWire] = rest;
    if (setting !== 'calls') component.changed(setting, rest.length === 1 && param.type === 'policy');
    else component.caller?.changed(ofWire, rest.length === 3 && param.type === 'policy', wires.indexOf(wire));
  }

  /** Plans a step of the last of the settings. */
  private add(at: number, step: number): void {
    this.moments.push(at);
    this.setting.push(this.settings.length - 1);
    this.step.push(step);
  }
}
