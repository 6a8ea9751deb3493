import { BASE, LIMITS } from './limits.ts';
import type { Scenario, YoursDoc } from './scenario.ts';
import { type Components, type Target, targetOf, withSetting, withSettings } from './setting.ts';

/** What somebody can fill in: a figure, or one of a few choices. */
const FILLED_IN: ReadonlySet<string> = new Set(['number', 'integer', 'ratio', 'duration', 'choice']);

/** Whether a path leads to something that can be filled in. */
export function canBeFilledIn(target: Target): target is Target & { kind: 'param' } {
  return target.kind === 'param' && FILLED_IN.has(target.param.type);
}

/** What of the form leads to a parameter in these components; none where that is too little for a form. */
export function livingYours(yours: Scenario['yours'], components: Components): readonly YoursDoc[] | undefined {
  const living = yours?.filter(({ path }) => canBeFilledIn(targetOf(components, path))) ?? [];
  if (living.length < LIMITS.yours.least) return undefined;
  return living.length === yours?.length ? yours : living;
}

/** A scenario with a form, as far as that leads anywhere in it. */
export function withYours({ yours: _, ...scenario }: Scenario, yours: Scenario['yours']): Scenario {
  const living = livingYours(yours, scenario.components);
  return living ? { ...scenario, yours: living } : scenario;
}

/** What no document says. */
const PROBE = {};

/** The arms that have a value of their own at a path of the base, whatever that is set to: what it is, if it is there at all. */
export function armsApart(scenario: Scenario, path: string): readonly { title: string; value: unknown }[] {
  const probed = withSetting(scenario.components, path, PROBE);
  return scenario.arms
    .filter(({ id }) => id !== BASE)
    .flatMap(({ title, set }) => {
      const target = targetOf(withSettings(probed, set), path);
      const value = target.kind === 'param' ? target.value : undefined;
      return value === PROBE ? [] : [{ title, value }];
    });
}

/** What sets a path later in the run: at what time [ms], to what, and in which arm if not in all. */
export function setLater(scenario: Scenario, path: string): readonly { arm: string | null; at: number; value: unknown }[] {
  const of = (arm: string | null, changes: Scenario['changes']) =>
    changes.flatMap(({ at, set }) => {
      const key = Object.keys(set).find((each) => path === each || path.startsWith(`${each}.`));
      return key === undefined ? [] : [{ arm, at, value: within(set[key], path.slice(key.length + 1)) }];
    });
  return [...of(null, scenario.changes), ...scenario.arms.flatMap(({ title, changes }) => of(title, changes))];
}

/** A value that a policy or a component is written with; undefined where it says nothing of it. */
function within(value: unknown, path: string): unknown {
  return path === '' ? value : path.split('.').reduce<unknown>((whole, key) => (whole as Record<string, unknown> | null)?.[key], value);
}
