import type { Component } from '../component/component.ts';
import { MICROS_PER_MS, wholeMicros } from '../kernel/time.ts';
import type { PlannedChange } from './blueprint.ts';
import type { ComponentValues } from './component-values.ts';
import { resolve } from './values.ts';

/** A change that is spread out takes this many steps. */
const RAMP_STEPS = 100;

interface Step {
  path: string;
  value: unknown;
  /** For a change that is spread out: which of its steps this is, from 1. */
  ramp?: { step: number; from: { value: number | undefined } };
  /** Instead of a new value: what the component does. */
  act?: string;
}

/** A component that changes are made to: alive, its parameters, and the names of its wires in their order. */
export interface Changeable {
  component: Component;
  values: ComponentValues;
  wires: readonly string[];
}

/** The changes of a scenario, the ones that are spread out as so many small ones, in the order in which they stand there. */
export class PlannedChanges {
  /** When each is made [µs]. */
  readonly moments: number[] = [];
  private readonly steps: Step[] = [];

  /** @param find a component by its id */
  constructor(
    changes: readonly PlannedChange[],
    private readonly find: (id: string) => Changeable,
  ) {
    for (const change of changes) {
      const at = wholeMicros(change.at * MICROS_PER_MS);
      const over = wholeMicros((change.over ?? 0) * MICROS_PER_MS);
      for (const [path, value] of Object.entries(change.set)) {
        const from = { value: undefined };
        if (over > 0 && typeof value === 'number') {
          for (let step = 1; step <= RAMP_STEPS; step++)
            this.add(at + wholeMicros((over * step) / RAMP_STEPS), { path, value, ramp: { step, from } });
        } else this.add(at, { path, value });
      }
      for (const [id, act] of Object.entries(change.do ?? {})) this.add(at, { path: id, value: undefined, act });
    }
  }

  /** Makes one of them, now. @param number its place in `moments` */
  apply(number: number): void {
    const { path, value, ramp, act } = this.steps[number];
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
    if (ramp) {
      const { from, step } = ramp;
      if (from.value === undefined) from.value = values[name] as number;
      target = from.value + (((target as number) - from.value) * step) / RAMP_STEPS;
      if (param.type === 'duration' || param.type === 'integer') target = Math.round(target as number);
    }
    all.assign(place, target);
    const [setting, wire, ofWire] = rest;
    if (setting !== 'calls') component.changed(setting, rest.length === 1 && param.type === 'policy');
    else component.caller?.changed(ofWire, rest.length === 3 && param.type === 'policy', wires.indexOf(wire));
  }

  private add(at: number, step: Step): void {
    this.moments.push(at);
    this.steps.push(step);
  }
}
