import { componentsAt, planOf } from '../../scenario/arm.ts';
import { componentOf, policyOf } from '../../scenario/descriptions.ts';
import type { ChangeDoc, Scenario } from '../../scenario/scenario.ts';
import { type Components, effective, titleIn } from '../../scenario/setting.ts';
import { settingWords, within } from '../settingWords.ts';

/** A span in which something is wrong, or a moment at which something changes [ms]. */
export interface Band {
  from: number;
  to: number;
  /** `Checkout: fails fast` */
  label: string;
}

/** The spans in which some component of an arm has a fault. */
export function faultBands(scenario: Scenario, arm: string): readonly Band[] {
  const plan = planOf(scenario, arm);
  const bands: Band[] = [];
  for (const [id, doc] of Object.entries(plan.components)) {
    const param = componentOf(doc.kind)?.params.fault;
    if (param?.type !== 'policy') continue;
    let kind = (effective(param, doc.fault) as { kind: string }).kind;
    let since = 0;
    const close = (at: number) => {
      if (kind !== 'none' && at > since)
        bands.push({ from: since, to: at, label: `${titleIn(plan.components, id)}: ${within(policyOf('fault', kind)?.title ?? 'fault')}` });
    };
    for (const change of plan.changes) {
      const fault = change.set[`${id}.fault`];
      if (fault === undefined) continue;
      const next = (effective(param, fault) as { kind: string }).kind;
      if (next === kind) continue;
      close(change.at);
      kind = next;
      since = change.at;
    }
    close(scenario.duration);
  }
  return bands;
}

/** A span that is most of the run says nothing where it lies behind everything; the timeline alone shows it [share of the run]. */
const MOST_OF_IT = 0.8;

/** The spans to lay behind charts and lanes. */
export function bandsBehind(scenario: Scenario, arm: string): readonly Band[] {
  return faultBands(scenario, arm).filter(({ from, to }) => to - from <= MOST_OF_IT * scenario.duration);
}

/** What a change does, in a few words: its note, or its settings. */
export function changeLabel(scenario: Scenario, arm: string, change: ChangeDoc): string {
  if (change.note) return change.note;
  // policies that an earlier change has chosen have parameters of their own
  return changeWords({ ...planOf(scenario, arm).components, ...componentsAt(scenario, arm, change.at) }, change);
}

/** What a change sets and has done, in words. @param components as they are then */
export function changeWords(components: Components, change: ChangeDoc): string {
  const acts = Object.entries(change.do ?? {}).map(([id, act]) => `${titleIn(components, id)}: ${within(actTitle(components, id, act))}`);
  const settings = Object.entries(change.set).map(([path, value]) => {
    const words = settingWords(components, path, value);
    return `${words.component} ${within(words.label)}: ${within(words.value)}`;
  });
  return [...acts, ...settings].join(', ');
}

/** What a component is told to do, once, as its kind calls it. */
export function actTitle(components: Components, id: string, act: string): string {
  return componentOf(components[id]?.kind)?.acts?.find(({ name }) => name === act)?.label ?? act;
}
