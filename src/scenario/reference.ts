import type { Param, ParamRecord } from '../sim/param/param.ts';
import type { ComponentDescription, PolicyDescription } from './descriptions.ts';
import { everyDescription as descriptions } from './every-description.ts';
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
    ([name, param]) => `| \`${name}\` | ${param.label} | ${kindOf(param)} | ${defaultOf(param)} | ${helpOf(param)} |`,
  );
  return `| parameter | | values | default | what it does |\n|---|---|---|---|---|\n${rows.join('\n')}`;
}

function kindOf(param: Param): string {
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
  }
}

function defaultOf(param: Param): string {
  return `\`${JSON.stringify(param.default)}\``;
}
