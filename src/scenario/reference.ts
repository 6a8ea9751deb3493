import type { Item, Param, ParamRecord } from '../sim/param/param.ts';
import type { StepDescription, StepField } from '../sim/param/step.ts';
import { formsOf } from './check.ts';
import type { ComponentDescription, PolicyDescription } from './descriptions.ts';
import { document } from './document.ts';
import { everyDescription as descriptions } from './every-description.ts';
import type { Field, Fields, RecordField } from './field.ts';
import { helpOf, type Preset, prose, type Source } from './prose.ts';

export interface ReferencePage {
  /** `service`, or `retry-delay/full-jitter`. */
  id: string;
  title: string;
  markdown: string;
}

/** A page for every component and every algorithm, derived from what they say of themselves. */
export function referencePages(): readonly ReferencePage[] {
  const components = descriptions.components.map((component) => ({
    id: component.id,
    title: component.title,
    markdown: componentPage(component),
  }));
  const policies = Object.entries(descriptions.seams).flatMap(([seam, { title, policies: all }]) =>
    all.map((policy) => ({ id: `${seam}/${policy.id}`, title: policy.title, markdown: policyPage(seam, title, policy) })),
  );
  return [...components, ...policies];
}

/** A page for the document itself, record by record, and one for the steps of routines. */
export function documentPages(): readonly ReferencePage[] {
  const records = new Map<string, RecordField>();
  const meet = (field: Field): void => {
    if (field.type === 'list' || field.type === 'map') meet(field.item);
    else if (field.type === 'either') field.of.forEach(meet);
    else if (field.type === 'record' && !records.has(field.name)) {
      records.set(field.name, field);
      Object.values(field.fields as Fields).forEach(meet);
    }
  };
  meet(document);
  const sections = [...records.values()].map(recordText);
  const steps = descriptions.steps.map(stepText);
  return [
    { id: 'scenario', title: 'Scenario', markdown: ['# Scenario', 'The document. Times are in ms.', ...sections, ''].join('\n\n') },
    { id: 'routine', title: 'Routine', markdown: ['# Routine', 'How a component works, step by step.', ...steps, ''].join('\n\n') },
  ];
}

function recordText({ name, help, fields }: RecordField): string {
  const rows = Object.entries(fields as Fields).map(
    ([key, field]) => `| \`${key}\` | ${fieldKind(field)} | ${presence(field)} | ${field.help} |`,
  );
  return `## ${name[0].toUpperCase()}${name.slice(1)}\n\n${help}\n\n| field | values | if absent | what it is |\n|---|---|---|---|\n${rows.join('\n')}`;
}

function presence(field: Field): string {
  if (field.default !== undefined) return `\`${JSON.stringify(field.default)}\``;
  if (field.type === 'text' && field.like) return `as \`${field.like}\``;
  return field.optional ? '' : 'never';
}

function fieldKind(field: Field): string {
  switch (field.type) {
    case 'constant':
      return `\`${JSON.stringify(field.value)}\``;
    case 'number':
    case 'integer':
    case 'ratio': {
      const whole = field.type === 'integer' ? 'whole, ' : '';
      return Number.isFinite(field.max) ? `${whole}${field.min} to ${field.max}${field.unit ? ` ${field.unit}` : ''}` : 'a number';
    }
    case 'moment':
      return 'a time within the run';
    case 'index':
      return `whole, into \`${field.into}\``;
    case 'text':
      return field.form ?? `at most ${field.most} characters`;
    case 'id':
      return 'an id';
    case 'meter':
      return 'a meter, as `component.meter`';
    case 'parameter':
      return 'a parameter, as `component.parameter`';
    case 'arm':
    case 'component':
      return `the id of ${field.type === 'arm' ? 'an arm' : 'a component'}`;
    case 'choice':
      return Object.entries(field.options)
        .map(([value, label]) => `\`${value}\` (${label})`)
        .join(', ');
    case 'settings':
      return 'paths and values';
    case 'acts':
      return 'components and what they do';
    case 'places':
      return 'components and their places, `{ "x": …, "y": … }` each';
    case 'components':
      return `up to ${field.most}, by id`;
    case 'map':
      return `at most ${field.most}, by id, each: ${fieldKind(field.item)}`;
    case 'seam':
      return 'a seam';
    case 'list':
      return `${field.least} to ${field.most}, each: ${fieldKind(field.item)}`;
    case 'record':
      return `a ${field.name}`;
    case 'either':
      return field.of.map(fieldKind).join(', or ');
  }
}

function stepText(step: StepDescription): string {
  const { title, summary, fields } = step;
  const forms = formsOf(step).map((form) => `\`${form}\``);
  const rows = Object.entries(fields).map(([key, field]) => `- \`${key}\` (${stepKind(field)}): ${helpOf(field)}`);
  return [`## ${title}`, `${forms.join(' or ')}. ${summary}`, ...(rows.length > 0 ? [rows.join('\n')] : [])].join('\n\n');
}

function stepKind(field: StepField): string {
  switch (field.type) {
    case 'wire':
      return 'a wire of `calls`';
    case 'wires':
      return 'wires of `calls`';
    case 'lease':
      return field.gives ? 'a name' : 'the name of a lease';
    case 'steps':
      return 'steps';
    default:
      return kindOf(field);
  }
}

function componentPage(component: ComponentDescription): string {
  const policies = Object.entries(component.params).filter(([, param]) => param.type === 'policy');
  return [
    `# ${component.title}`,
    `\`kind: "${component.id}"\``,
    prose.about[component.id],
    ...prose.notes[component.id].map(({ title, text }) => `## ${title}\n\n${text}`),
    `## Parameters\n\n${table(component.params)}`,
    ...(policies.length > 0
      ? [
          `## State of its policies\n\n${policies.map(([name, param]) => `- **${param.label}** (\`${name}\`): ${scope(component.scopes[name])}`).join('\n')}`,
        ]
      : []),
    ...(prose.presets[component.id] ?? []).map(presetText),
    `## Meters\n\n| meter | unit | what |\n|---|---|---|\n${component.meters.map(({ name, unit }) => `| \`${name}\` | ${unit} | ${prose.meters[component.id][name]} |`).join('\n')}`,
    '',
  ].join('\n\n');
}

function presetText({ id, title, summary, sources: from, values }: Preset): string {
  const set = Object.entries(values).map(([name, value]) => `- \`${name}\`: \`${JSON.stringify(value)}\``);
  return [`## Set as in ${title}`, `\`${id}\``, summary, set.join('\n'), sources(from)].join('\n\n');
}

function scope(of: string | undefined): string {
  return of === undefined || of === 'nothing' ? 'it has none.' : of === 'component' ? 'one.' : `one per ${of}.`;
}

function policyPage(seam: string, seamTitle: string, policy: PolicyDescription): string {
  return [
    `# ${policy.title}`,
    `${seamTitle}, \`"kind": "${policy.id}"\``,
    prose.about[`${seam}/${policy.id}`],
    ...(Object.keys(policy.params).length > 0 ? [`## Parameters\n\n${table(policy.params)}`] : []),
    ...(policy.gauges.length > 0
      ? [
          `## Inner state\n\n${policy.gauges.map(({ name, label, unit }) => `- \`${name}\`: ${label}${unit ? ` [${unit}]` : ''}`).join('\n')}`,
        ]
      : []),
    `## Sources\n\n${sources(prose.sources[`${seam}/${policy.id}`])}`,
    `<!-- ${seam} -->`,
    '',
  ].join('\n\n');
}

function sources(list: readonly Source[]): string {
  return list.map(({ title, url }) => `- [${title}](${url})`).join('\n');
}

function table(params: ParamRecord): string {
  const rows = Object.entries(params).map(
    ([name, param]) => `| \`${name}\` | ${param.label} | ${kindOf(param)} | ${defaultOf(param)} | ${helpOf(param)}${whereOf(param)} |`,
  );
  return `| parameter | | values | default | what it does |\n|---|---|---|---|---|\n${rows.join('\n')}`;
}

function whereOf({ where = {} }: Param): string {
  return Object.entries(where)
    .map(([name, value]) => ` Only where \`${name}\` is \`${value}\`.`)
    .join('');
}

function kindOf(param: Param | Item): string {
  switch (param.type) {
    case 'number':
      return `${param.min} to ${param.max}${param.unit ? ` ${param.unit}` : ''}`;
    case 'integer':
      return `whole, ${param.min} to ${param.max}${param.unit ? ` ${param.unit}` : ''}`;
    case 'ratio':
      return `${param.min} to ${param.max}`;
    case 'duration':
      return `${param.min} to ${param.max} ms${param.never === undefined ? '' : `, or \`null\`: ${param.never.toLowerCase()}`}`;
    case 'choice':
      return Object.entries(param.options)
        .map(([value, label]) => `\`${value}\` (${label})`)
        .join(', ');
    case 'flag':
      return 'true, false';
    case 'text':
      return param.form;
    case 'policy':
      return `a [${descriptions.seams[param.seam]?.title.toLowerCase() ?? param.seam}](#${param.seam})`;
    case 'list':
      return `${param.least} to ${param.most}${param.distinct ? ', none twice' : ''}, each: ${kindOf(param.item)}`;
  }
}

function defaultOf(param: Param): string {
  return `\`${JSON.stringify(param.default)}\``;
}
