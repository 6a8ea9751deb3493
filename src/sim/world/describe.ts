import type { ComponentDefinition } from '../component/component.ts';
import { catalogue as components } from '../component/index.ts';
import type { ParamRecord } from '../param/param.ts';
import { descriptionOf } from '../policy/description.ts';
import type { AnyPolicy } from '../policy/policy.ts';
import { seams } from '../policy/seams.ts';
import { catalogue as routineSteps } from '../routine/step/index.ts';

/** Parameters without the sentences that explain them. */
function briefly(params: Readonly<Record<string, { help: string }>>) {
  return Object.fromEntries(Object.entries(params).map(([name, { help: _, ...rest }]) => [name, rest]));
}

/** The sentences, by name below a prefix. */
function helpOf(prefix: string, params: Readonly<Record<string, { help: string }>>): [string, string][] {
  return Object.entries(params).map(([name, { help }]) => [`${prefix}.${name}`, help]);
}

/**
 * What the page knows of the simulated world: every description and no code, in two parts: what it needs for components
 * of the first kinds, which a first visit shows, and all the rest. Written to `scenario/first-descriptions.json` and
 * `scenario/further-descriptions.json`.
 */
export function describeAll(firstKinds: readonly string[]) {
  const policy = (each: AnyPolicy) => ({
    ...descriptionOf(each),
    params: briefly(each.params as ParamRecord),
    ...(each.acute ? { acute: each.acute } : {}),
    ...(each.looksAt ? { looksAt: each.looksAt } : {}),
  });
  const component = ({
    id,
    title,
    summary,
    params,
    scopes,
    takes,
    sends,
    calls,
    acts,
    routine,
    roles,
    facts,
    meters,
    face,
    traffic,
    starts,
    charts,
    presets,
    looksAt,
  }: ComponentDefinition) => ({
    id,
    title,
    summary,
    params: briefly(params),
    scopes,
    takes,
    sends,
    calls,
    ...(acts ? { acts } : {}),
    routine,
    ...(roles ? { roles } : {}),
    facts,
    face,
    ...(traffic ? { traffic } : {}),
    ...(starts ? { starts } : {}),
    ...(charts ? { charts } : {}),
    ...(presets ? { presets: presets.some(({ about: of }) => !of) ? 'whole' : 'calls' } : {}),
    ...(looksAt ? { looksAt } : {}),
    meters: meters.map(({ name, label, unit, kind, when, where }) => ({
      name,
      label,
      unit,
      kind,
      ...(when ? { when } : {}),
      ...(where ? { where } : {}),
    })),
  });
  const firstSeams = new Set<string>();
  const meet = (params: ParamRecord) => {
    for (const param of Object.values(params)) {
      if (param.type !== 'policy' || firstSeams.has(param.seam)) continue;
      firstSeams.add(param.seam);
      for (const { params: nested } of seams[param.seam].catalogue) meet(nested as ParamRecord);
    }
  };
  for (const { id, params } of components) if (firstKinds.includes(id)) meet(params);
  const part = (first: boolean) => ({
    components: components.filter(({ id }) => firstKinds.includes(id) === first).map(component),
    seams: Object.fromEntries(
      Object.entries(seams)
        .filter(([id]) => firstSeams.has(id) === first)
        .map(([id, { seam, catalogue }]) => [id, { ...seam, policies: catalogue.map(policy) }]),
    ),
  });
  const steps = routineSteps.map(({ fields, compile: _, ...step }) => ({ ...step, fields: briefly(fields) }));
  return { first: { ...part(true), steps }, further: part(false) };
}

/**
 * The long texts, apart from the descriptions because few pages need them. Written to `scenario/prose.json`.
 * @param about the doc comment of a file, by folder under `sim` and name
 */
export function proseOfAll(about: (folder: string, name: string) => string) {
  const policies = Object.entries(seams).flatMap(([seam, { catalogue }]) =>
    catalogue.map(({ id }) => [`${seam}/${id}`, about(`policy/${seam}`, id)]),
  );
  return {
    sources: Object.fromEntries(
      Object.entries(seams).flatMap(([seam, { catalogue }]) => catalogue.map(({ id, sources }) => [`${seam}/${id}`, sources])),
    ),
    about: Object.fromEntries([...components.map(({ id }) => [id, about(`component/${id}`, id)]), ...policies]),
    help: Object.fromEntries([
      ...components.flatMap(({ id, params }) => helpOf(id, params)),
      ...routineSteps.flatMap(({ id, fields }) => helpOf(`step/${id}`, fields)),
      ...Object.entries(seams).flatMap(([seam, { catalogue }]) =>
        catalogue.flatMap(({ id, params }) => helpOf(`${seam}/${id}`, params as ParamRecord)),
      ),
    ]),
    notes: Object.fromEntries(components.map(({ id, notes }) => [id, notes])),
    presets: Object.fromEntries(components.flatMap(({ id, presets = [] }) => (presets.length > 0 ? [[id, presets]] : []))),
    meters: Object.fromEntries(components.map(({ id, meters }) => [id, Object.fromEntries(meters.map(({ name, help }) => [name, help]))])),
  };
}
