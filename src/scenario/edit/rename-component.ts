import { type ComponentDoc, LIMITS, type Scenario } from '../scenario.ts';
import type { Gesture, Refusal } from './gesture.ts';
import { nameIn } from './words.ts';

/** Calls a component otherwise, in every arm. Its id stays, and with it every number of the run. */
export function renameComponent(scenario: Scenario, id: string, title: string): Gesture | Refusal {
  const name = title.trim().slice(0, LIMITS.titleLength);
  const before = nameIn(scenario, id);
  if (name === '') return { why: 'A component needs a name.' };
  const named = (doc: ComponentDoc): ComponentDoc => {
    const { title: _, kind, ...rest } = doc;
    return name === id ? { kind, ...rest } : { kind, title: name, ...rest };
  };
  const components = Object.hasOwn(scenario.components, id)
    ? { ...scenario.components, [id]: named(scenario.components[id]) }
    : scenario.components;
  const arms = scenario.arms.map((arm) => {
    const { [`${id}.title`]: _, ...set } = arm.set;
    return { ...arm, set: set[id] ? { ...set, [id]: named(set[id] as ComponentDoc) } : set };
  });
  return { scenario: { ...scenario, components, arms }, said: `${before} is called ${name}.`, id };
}
