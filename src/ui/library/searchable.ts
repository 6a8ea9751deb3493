import { descriptions, policyOf } from '../../scenario/descriptions.ts';
import { allMetersOf } from '../../scenario/meters.ts';
import { prose } from '../../scenario/prose.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { ParamRecord } from '../../sim/param/param.ts';

/** What can be found in a scenario besides its title and summary, as it is shown to whoever finds it. */
export interface Texts {
  /** Kinds of its components. */
  kinds: readonly string[];
  /** Its steps in the order of the story: the heading, and what is said before anybody has guessed. */
  story: readonly { title: string; text: string }[];
  /** The rules that it is about, as `Eviction: SIEVE`. */
  policies: readonly string[];
  /** What its charts show. */
  meters: readonly string[];
}

/** What can be set where a component of a kind is. */
export interface KindTexts {
  title: string;
  controls: readonly string[];
  /** Whose settings it can take over. */
  products: readonly string[];
}

export function textsOf(scenario: Scenario): Texts {
  const meters = new Map(allMetersOf(scenario).map(({ id, label }) => [id, label]));
  const watched = scenario.watch.flatMap(({ meter, title = '' }) => [title, meters.get(meter) ?? '']);
  const looked = scenario.story.flatMap(({ look = [] }) => look.map((meter) => meters.get(meter) ?? ''));
  return {
    kinds: each(Object.values(scenario.components).map(({ kind }) => kind)),
    story: scenario.story.map(({ title, text, ask }) => ({
      title,
      text: plain([text, ...(ask ? [ask.question, ask.choices.map(({ text }) => text).join(' · ')] : [])].join(' ')),
    })),
    policies: each(policiesIn(scenario)),
    meters: each([...watched, ...looked]),
  };
}

/** What is said once a question has been answered: found, and not shown. */
export function answersOf({ story }: Scenario): string {
  return plain(story.flatMap(({ ask, fold }) => [ask?.why, ...(ask?.choices ?? []).map(({ because }) => because), fold?.text]).join(' '));
}

export function kindTextsOf(kind: string): KindTexts {
  const { title, params } = descriptions.components.find(({ id }) => id === kind)!;
  const controls = Object.values(params).flatMap((param) => {
    if (param.type !== 'policy') return [param.label];
    const offered = descriptions.seams[param.seam]?.policies ?? [];
    return [param.label, ...offered.filter(({ id }) => id !== 'none').map(({ title }) => `${param.label}: ${title}`)];
  });
  return { title, controls: each(controls), products: each((prose.presets[kind] ?? []).map(({ title }) => title)) };
}

const each = (list: readonly string[]) => [...new Set(list)].filter((text) => text !== '');

/** Markdown as it reads. */
function plain(markdown: string): string {
  return markdown
    .replace(/\]\([^)]*\)/g, ']')
    .replace(/[*`[\]]|^#+ |^- /gm, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Every rule that a scenario names, in whichever arm, change or step. */
function policiesIn({ components, changes, arms, story }: Scenario): readonly string[] {
  const found: string[] = [];
  const record = (params: ParamRecord, values: Readonly<Record<string, unknown>>) => {
    for (const [name, value] of Object.entries(values)) setting(params, name, [], value);
  };
  /** A value at a path below a parameter. */
  const setting = (params: ParamRecord, name: string, rest: readonly string[], value: unknown) => {
    const param = params[name];
    if (param?.type !== 'policy' || rest.length > 0 || typeof value !== 'object' || value === null || !('kind' in value)) return;
    const policy = policyOf(param.seam, String(value.kind));
    if (!policy) return;
    if (policy.id !== 'none' && param.seam !== 'distribution') found.push(`${param.label}: ${policy.title}`);
    record(policy.params, value as Record<string, unknown>);
  };
  const paramsOf = (id: string) => descriptions.components.find((one) => one.id === components[id]?.kind)?.params ?? {};
  for (const [id, component] of Object.entries(components)) record(paramsOf(id), component);
  const sets = [...[...changes, ...arms.flatMap((arm) => arm.changes)], ...arms, ...story].flatMap(({ set }) => (set ? [set] : []));
  for (const set of sets)
    for (const [path, value] of Object.entries(set)) {
      const [id, name, ...rest] = path.split('.');
      if (name !== undefined) setting(paramsOf(id), name, rest, value);
    }
  return found;
}
