import { planOf } from './arm.ts';
import { type ComponentDescription, componentOf, isFaultSeam } from './descriptions.ts';
import { same } from './same.ts';
import { armsOf, BASE, type Scenario } from './scenario.ts';
import { type Components, effective, targetOf } from './setting.ts';

/** What goals take as given besides what they do by themselves, and what of that they do not. */
type GivenPaths = Pick<Scenario, 'fixed' | 'free'>;

/** Whether a path can be fixed or free: of a component, or of a parameter, all its wires or its routine. */
export function canBeGiven(components: Components, path: string): boolean {
  const { kind } = targetOf(components, path);
  return kind === 'component' ? Object.hasOwn(components, path) : GIVEN.has(kind);
}

const GIVEN: ReadonlySet<string> = new Set(['param', 'wires', 'routine']);

/** As far as they lead anywhere in these components. */
export function livingGiven({ fixed = [], free = [] }: GivenPaths, components: Components): GivenPaths {
  const [kept, freed] = [fixed, free].map((paths) => paths.filter((path) => canBeGiven(components, path)));
  return { ...(kept.length > 0 ? { fixed: kept } : {}), ...(freed.length > 0 ? { free: freed } : {}) };
}

/** A scenario that names as fixed and free what another does, as far as that leads anywhere in it. */
export function withGivenPaths({ fixed: _, free: __, ...scenario }: Scenario, paths: GivenPaths): Scenario {
  return { ...scenario, ...livingGiven(paths, scenario.components) };
}

/** What goals take as given by themselves, in the arms that they judge. */
export function givenPaths(scenario: Scenario): readonly string[] {
  const of = (arm: string) => {
    const { components, changes } = planOf(scenario, arm);
    return [...atTheStart(components), ...changes.flatMap(({ set }) => Object.keys(set))];
  };
  return [...new Set(judgedArms(scenario, scenario).flatMap(of))];
}

/** Arms of both that goals of both are about. */
export function judgedArms(original: Scenario, scenario: Scenario): readonly string[] {
  const goals = original.goals.filter((goal) => scenario.goals.some((each) => same(each, goal)));
  const named = goals.flatMap(({ arm = BASE, than }) => [arm, typeof than === 'object' ? (than.arm ?? arm) : arm]);
  const isIn = (of: Scenario, arm: string) => armsOf(of).some(({ id }) => id === arm);
  return [...new Set(named)].filter((arm) => isIn(original, arm) && isIn(scenario, arm));
}

/** Whether a parameter says what comes from its component, or what is wrong with it. */
export function isGiven({ traffic = [], params }: ComponentDescription, name: string): boolean {
  const param = Object.hasOwn(params, name) ? params[name] : undefined;
  return traffic.includes(name) || (param?.type === 'policy' && isFaultSeam(param.seam));
}

/** What comes, and what is wrong from the start. */
function atTheStart(components: Components): string[] {
  return Object.entries(components).flatMap(([id, doc]) => {
    const description = componentOf(doc.kind);
    if (!description) return [];
    const { traffic = [], params } = description;
    const isThere = (name: string) => traffic.includes(name) || (effective(params[name], doc[name]) as { kind: string }).kind !== 'none';
    return Object.keys(params).flatMap((name) => (isGiven(description, name) && isThere(name) ? [`${id}.${name}`] : []));
  });
}

/** What has to begin as it did in these components. */
export function keptIn(components: Components, { fixed = [], free = [] }: Scenario): readonly string[] {
  const named = fixed.flatMap((path) => {
    if (path.includes('.') || !Object.hasOwn(components, path)) return [path];
    const { params = {}, routine } = componentOf(components[path].kind) ?? {};
    return [...Object.keys(params), 'calls', ...(routine ? ['routine'] : [])].map((name) => `${path}.${name}`);
  });
  return [...new Set([...atTheStart(components).filter((path) => !free.some((each) => leadsInto(path, each))), ...named])];
}

/** Whether one path is the other, or leads into it. */
export const leadsInto = (path: string, whole: string): boolean => path === whole || path.startsWith(`${whole}.`);
