import { planOf } from './arm.ts';
import { changeDifferences } from './change-differences.ts';
import { componentDifferences } from './component-differences.ts';
import { document } from './document.ts';
import { changesOf, withoutArm } from './edit.ts';
import { livingGiven } from './given-paths.ts';
import { allMetersOf } from './meters.ts';
import { same } from './same.ts';
import { type ArmDoc, armsOf, BASE, type Scenario, type WatchDoc } from './scenario.ts';
import { arrow, type Figures, listed, titleOf, within } from './wording.ts';
import { livingYours } from './yours.ts';
import { yoursDifferences } from './yours-differences.ts';

/**
 * What a scenario says otherwise than its original, in words, a sentence each, what decides the runs first: `Arrival rate
 * of shoppers 120 → 77 req/s, in every arm`. What the reader has filled in after the story is one sentence, the first.
 * Nothing where both say the same.
 */
export function differences(original: Scenario, scenario: Scenario, figures: Figures): readonly string[] {
  const { sentences, others } = yoursDifferences(original, scenario, figures);
  return [
    ...sentences,
    ...ofPolicies(original, scenario),
    ...ofArms(original, others, figures),
    ...ofRuns(original, others, figures),
    ...ofFigures(original, scenario, figures),
    ...ofCharts(original, scenario),
    ...(same(original.layout, scenario.layout) ? [] : ['Components stand in other places']),
    ...ofLesson(original, scenario),
  ];
}

/** Algorithms of the document's own: what they do only their code says. */
function ofPolicies({ policies: a }: Scenario, { policies: b }: Scenario): string[] {
  if (a === b) return [];
  const changed = Object.keys(b).filter((id) => !Object.hasOwn(a, id) || !same(a[id], b[id]));
  return [
    ...Object.keys(a).flatMap((id) => (Object.hasOwn(b, id) ? [] : [`Code of “${a[id].title ?? id}” removed`])),
    ...changed.map((id) => `Code of “${b[id].title ?? id}” ${Object.hasOwn(a, id) ? 'changed' : 'added'}`),
  ];
}

/** Arms that come, go and are renamed. */
function ofArms(a: Scenario, b: Scenario, figures: Figures): string[] {
  const [before, after] = [armsOf(a), armsOf(b)];
  const gone = before.filter(({ id }) => !after.some((arm) => arm.id === id)).map(({ title }) => `Arm “${title}” removed`);
  const come = after.flatMap((arm) => {
    const earlier = before.find(({ id }) => id === arm.id);
    if (!earlier) return [`Arm “${arm.title}” added, a copy of “${likest(a, b, arm, figures).title}”`];
    // a base that had no title gets one when it has company
    const unnamed = arm.id === BASE && !a.arms.some(({ id }) => id === BASE);
    return earlier.title === arm.title || unnamed ? [] : [`Arm “${earlier.title}” is called “${arm.title}”`];
  });
  return [...gone, ...come];
}

/** What every arm does otherwise; what several do alike is said once. */
function ofRuns(a: Scenario, b: Scenario, figures: Figures): string[] {
  const arms = armsOf(b);
  const where = new Map<string, ArmDoc[]>();
  for (const arm of arms) {
    const from = armsOf(a).some(({ id }) => id === arm.id) ? arm.id : likest(a, b, arm, figures).id;
    for (const sentence of new Set(ofArm(a, from, b, arm.id, figures))) where.set(sentence, [...(where.get(sentence) ?? []), arm]);
  }
  return [...where].map(([sentence, some]) => sentence + inArms(some, arms));
}

function ofArm(a: Scenario, from: string, b: Scenario, to: string, figures: Figures): string[] {
  const [was, is] = [
    { scenario: a, arm: from },
    { scenario: b, arm: to },
  ];
  return [
    ...componentDifferences(planOf(a, from).components, planOf(b, to).components, figures),
    ...changeDifferences(was, a.changes, is, b.changes, figures),
    ...(to === BASE && from === BASE ? [] : changeDifferences(was, ownChanges(a, from), is, ownChanges(b, to), figures)),
  ];
}

const ownChanges = (scenario: Scenario, arm: string) => (arm === BASE ? [] : changesOf(scenario, arm));

/** The arm of the original that a new one differs from in least. */
function likest(a: Scenario, b: Scenario, arm: ArmDoc, figures: Figures): ArmDoc {
  const kept = armsOf(b).filter(({ id }) => armsOf(a).some((each) => each.id === id));
  const counted = kept.map((each) => ({ each, count: ofArm(b, each.id, b, arm.id, figures).length }));
  return counted.reduce((least, next) => (next.count < least.count ? next : least)).each;
}

function inArms(some: readonly ArmDoc[], all: readonly ArmDoc[]): string {
  if (all.length === 1) return '';
  if (some.length === all.length) return ', in every arm';
  const others = all.filter((arm) => !some.includes(arm));
  if (others.length === 1 && all.length > 3) return `, in every arm but ${others[0].title}`;
  return `, in ${listed(some.map(({ title }) => title))}`;
}

/** The numbers of the document itself. */
function ofFigures(a: Scenario, b: Scenario, { quantity }: Figures): string[] {
  return [
    ...(a.seed === b.seed ? [] : [`Seed ${a.seed} → ${b.seed}`]),
    ...(a.duration === b.duration ? [] : [`Duration ${arrow(quantity(a.duration, 'ms'), quantity(b.duration, 'ms'))}`]),
    ...(a.bins === b.bins ? [] : [`Bins of the charts ${a.bins} → ${b.bins}`]),
  ];
}

function ofCharts(a: Scenario, b: Scenario): string[] {
  const of = (scenario: Scenario) => {
    // most differences are of no chart
    let meters: ReadonlyMap<string, { label: string }> | null = null;
    return ({ meter, title }: WatchDoc) => {
      if (title) return `“${title}”`;
      meters ??= new Map(allMetersOf(scenario).map((each) => [each.id, each]));
      const [id] = meter.split('.');
      const owner = armsOf(scenario).find((arm) => Object.hasOwn(planOf(scenario, arm.id).components, id))?.id ?? BASE;
      return `${within(meters.get(meter)?.label ?? meter)} of ${within(titleOf(planOf(scenario, owner).components, id))}`;
    };
  };
  const [was, is] = [of(a), of(b)];
  const without = ({ uncharted = [] }: Scenario, other: Scenario) => (other.uncharted ?? []).filter((meter) => !uncharted.includes(meter));
  const gauges = [
    ...without(a, b).map((meter) => `No chart of ${is({ meter })}`),
    ...without(b, a).map((meter) => `A chart of ${is({ meter })} again`),
  ];
  if (same(a.watch, b.watch)) return gauges;
  // without a list the usual ones are drawn
  if (a.watch.length === 0) return [`Charts chosen: ${listed(b.watch.map(is))}`, ...gauges];
  const find = (scenario: Scenario, { meter }: WatchDoc) => scenario.watch.find((each) => each.meter === meter);
  const gone = a.watch.filter((chart) => !find(b, chart)).map((chart) => `Chart of ${was(chart)} removed`);
  const changed = b.watch.flatMap((chart) => {
    const earlier = find(a, chart);
    if (!earlier) return [`Chart of ${is(chart)} added`];
    if (same(earlier, chart)) return [];
    const [from, to] = [earlier.scale ?? 'linear', chart.scale ?? 'linear'];
    if (from !== to) return [`Axis of the chart of ${is(chart)} ${AXES[from]} → ${AXES[to]}`];
    const [before, after] = [earlier.mark ?? 'line', chart.mark ?? 'line'];
    if (before !== after) return [`Chart of ${is(chart)} drawn ${MARKS[after]}`];
    const [low, high] = [earlier.height ?? 'normal', chart.height ?? 'normal'];
    if (low !== high) return [`Chart of ${is(chart)} ${HEIGHTS[high]}`];
    return earlier.title === chart.title && earlier.max === chart.max ? [] : [`Chart of ${is(chart)} drawn otherwise`];
  });
  const sentences = [...gone, ...changed, ...gauges];
  return sentences.length > 0 ? sentences : ['Charts in another order'];
}

const MARKS = { line: 'as lines', 'heat-map': 'as a heat map' };
const HEIGHTS = { small: 'small', normal: 'of the usual height', tall: 'tall' };
const AXES = { linear: 'linear', log: 'logarithmic' };

/** What is told around the runs. */
function ofLesson(a: Scenario, b: Scenario): string[] {
  const topics = document.fields.topic.options;
  const parts = {
    summary: 'Summary',
    story: 'Story',
    goals: 'Goals',
    keep: 'What is to be kept',
    claims: 'Claims',
    challenge: 'Challenge',
    found: 'The report that it rebuilds',
  } as const;
  // what is said of an arm goes with it
  const left = armsOf(a).reduce((rest, { id }) => (armsOf(b).some((arm) => arm.id === id) ? rest : withoutArm(rest, id)), a);
  return [
    ...(a.title === b.title ? [] : [`Title “${a.title}” → “${b.title}”`]),
    ...(a.topic === b.topic ? [] : [`Topic ${topics[a.topic]} → ${topics[b.topic]}`]),
    ...Object.entries(parts).flatMap(([key, words]) =>
      same(left[key as keyof typeof parts], b[key as keyof typeof parts]) ? [] : [`${words} changed`],
    ),
    // what leads nowhere any more goes with what it led to
    ...(same(livingGiven(a, b.components), livingGiven(b, b.components)) ? [] : ['What the goals take as given changed']),
    ...(same(livingYours(a.yours, b.components), livingYours(b.yours, b.components)) ? [] : ['The form “With your numbers” changed']),
  ];
}
