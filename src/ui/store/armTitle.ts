import { planOf } from '../../scenario/arm.ts';
import { armsOf, BASE, type ChangeDoc, LIMITS, type Scenario } from '../../scenario/scenario.ts';
import { type Components, targetOf, titleIn } from '../../scenario/setting.ts';
import { changeLabel } from '../chart/bands.ts';
import { formatClock } from '../quantity.ts';
import { settingWords, within } from '../settingWords.ts';

/** Differences that a title names. */
const MOST_NAMED = 2;

/** What an arm is called that nobody named: by what sets it apart from the arm that is most like it. */
export function armTitle(scenario: Scenario, id: string): string {
  let closest: { title: string; differences: readonly Difference[] } | null = null;
  for (const other of armsOf(scenario)) {
    if (other.id === id) continue;
    const differences = differencesOf(scenario, id, other.id);
    if (!closest || differences.length < closest.differences.length) closest = { title: other.title, differences };
  }
  if (!closest || closest.differences.length === 0) return cut(`Copy of ${closest?.title ?? ''}`);
  const { differences } = closest;
  const named = differences.slice(0, MOST_NAMED).map((say) => say());
  const more = differences.length - MOST_NAMED;
  return cut(`${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`);
}

/** The scenario with the titles of those arms that nobody named kept to what sets them apart. */
export function withArmTitles(before: Scenario, after: Scenario): Scenario {
  if (before.arms.length === 0 || (before.arms === after.arms && before.components === after.components)) return after;
  const arms = after.arms.map((arm) => {
    const old = before.arms.find(({ id }) => id === arm.id);
    if (arm.id === BASE || !old || old.title !== arm.title) return arm;
    const own = armTitle(before, arm.id);
    // of two arms that are alike either may be the copy
    if (old.title !== own && !(own.startsWith('Copy of ') && old.title.startsWith('Copy of '))) return arm;
    return { ...arm, title: armTitle(after, arm.id) };
  });
  return arms.every((arm, i) => arm.title === after.arms[i].title) ? after : { ...after, arms };
}

/** One, in words: said only where it is read, as there may be thousands. */
type Difference = () => string;

/** What an arm sets, or what happens in it, that another does not say. */
function differencesOf(scenario: Scenario, id: string, otherId: string): readonly Difference[] {
  const [arm, other] = [id, otherId].map((each) => armsOf(scenario).find((known) => known.id === each)!);
  const [mine, theirs] = [id, otherId].map((each) => planOf(scenario, each).components);
  const paths = [...new Set([...Object.keys(arm.set), ...Object.keys(other.set)])];
  const differing = paths.filter((path) => valueAt(mine, path) !== valueAt(theirs, path));
  const settings = differing
    // another policy has other parameters: they go without saying
    .filter((path) => !differing.some((above) => path.startsWith(`${above}.`)) && targetOf(mine, path).kind !== 'nowhere')
    .map((path) => () => {
      const target = targetOf(mine, path);
      // a component that only one of them has is called as it is there
      if (target.kind === 'component')
        return `${titleIn({ ...theirs, ...mine }, path)}: ${path in theirs ? (path in mine ? 'another' : 'taken away') : 'added'}`;
      const { label, value, figure } = settingWords(mine, path, target.kind === 'param' ? target.value : arm.set[path]);
      return figure ? `${label} ${value}` : `${label}: ${value}`;
    });
  const own = changesWithout(arm.changes, other.changes);
  const changes = own.map((change) => () => `${changeLabel(scenario, id, change)} at ${formatClock(change.at)}`);
  const left = own.length > 0 ? [] : changesWithout(other.changes, arm.changes);
  const without = left.map((change) => () => `Without ${within(changeLabel(scenario, otherId, change))}`);
  return [...settings, ...changes, ...without];
}

/** Those changes of one list that no other list has. */
function changesWithout(changes: readonly ChangeDoc[], others: readonly ChangeDoc[]): readonly ChangeDoc[] {
  if (changes === others || changes.length === 0) return [];
  const said = new Set(others.map(textOf));
  return changes.filter((change) => !said.has(textOf(change)));
}

const texts = new WeakMap<ChangeDoc, string>();

/** A change as text, to be compared. */
function textOf(change: ChangeDoc): string {
  const text = texts.get(change) ?? JSON.stringify(change);
  texts.set(change, text);
  return text;
}

/** What a path says, to be compared. */
function valueAt(components: Components, path: string): string | undefined {
  const target = targetOf(components, path);
  if (target.kind === 'param') return JSON.stringify(target.value);
  if (target.kind === 'nowhere') return undefined;
  return JSON.stringify(
    path.split('.').reduce((value: unknown, name) => (value as Record<string, unknown> | undefined)?.[name], components),
  );
}

function cut(title: string): string {
  return title.length > LIMITS.titleLength ? `${title.slice(0, LIMITS.titleLength - 1)}…` : title;
}
