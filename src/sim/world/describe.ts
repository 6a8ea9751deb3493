import type { ComponentDefinition } from '../component/component.ts';
import { catalogue as components } from '../component/index.ts';
import type { AnyPolicy } from '../policy/policy.ts';
import { seams } from '../policy/seams.ts';

/**
 * What the page knows of the simulated world: every description and no code. Written to `scenario/descriptions.json`.
 * @param about the doc comment of a file, by folder under `sim` and name
 */
export function describeAll(about: (folder: string, name: string) => string) {
  const policy = (seam: string, { id, title, summary, sources, params, gauges }: AnyPolicy) => ({
    id,
    title,
    summary,
    about: about(`policy/${seam}`, id),
    sources,
    params,
    gauges: Object.entries(gauges ?? {}).map(([name, gauge]) => ({ name, label: gauge.label, unit: gauge.unit })),
  });
  const component = ({ id, title, summary, notes, params, scopes, called, calls, routine, facts, meters }: ComponentDefinition) => ({
    id,
    title,
    summary,
    about: about('component', id),
    notes,
    params,
    scopes,
    called,
    calls,
    routine,
    facts,
    meters: meters.map(({ name, label, unit, help, kind, whenCalling = false }) => ({ name, label, unit, help, kind, whenCalling })),
  });
  return {
    components: components.map(component),
    seams: Object.fromEntries(
      Object.entries(seams).map(([id, { seam, catalogue }]) => [id, { ...seam, policies: catalogue.map((each) => policy(id, each)) }]),
    ),
  };
}
