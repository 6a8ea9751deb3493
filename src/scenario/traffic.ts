import { planOf } from './arm.ts';
import { componentOf } from './descriptions.ts';
import { withParam } from './edit.ts';
import { BASE, type Scenario } from './scenario.ts';

/** What names a file in a scenario. */
export type RecordedValue = Readonly<{ kind: string; name: string; length: number; hash: string; columns?: string }>;

/** Where all arms see it; an arm that has a value of its own there gets it as well while it is looked at. */
function withShared(scenario: Scenario, arm: string, path: string, value: unknown): Scenario {
  const shared = withParam(scenario, BASE, path, value, 'whole-run');
  const [id, param] = path.split('.');
  const now = planOf(shared, arm).components[id][param];
  return JSON.stringify(now) === JSON.stringify(planOf(shared, BASE).components[id][param])
    ? shared
    : withParam(shared, arm, path, value, 'whole-run');
}

/** A scenario whose client sends the requests of a file: at their times, where it has some, for their keys, where it has some. */
export function withTraffic(
  scenario: Scenario,
  arm: string,
  client: string,
  value: RecordedValue,
  { times, keys }: { times: boolean; keys: boolean },
): Scenario {
  const arriving = times ? withShared(scenario, arm, `${client}.arrival`, value) : scenario;
  return keys ? withShared(arriving, arm, `${client}.workload`, value) : arriving;
}

/** The components that work for a time of their own and may fail: those that measured durations and errors can be set for. */
export function serversIn(scenario: Scenario, arm: string): string[] {
  const { components } = planOf(scenario, arm);
  return Object.keys(components).filter((id) => {
    const { serviceTime, fault } = componentOf(components[id].kind)?.params ?? {};
    return serviceTime?.type === 'policy' && fault?.type === 'policy';
  });
}

/** @param values times in ms with their weights, as `20x95 45` */
export const withMeasuredTimes = (scenario: Scenario, arm: string, server: string, values: string): Scenario =>
  withShared(scenario, arm, `${server}.serviceTime`, { kind: 'empirical', values });

/** @param ratio share of requests that fail, 0 to 1 */
export const withErrorRatio = (scenario: Scenario, arm: string, server: string, ratio: number): Scenario =>
  withShared(scenario, arm, `${server}.fault`, { kind: 'error-ratio', ratio });
