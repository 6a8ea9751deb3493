import '../../src/scenario/every-description.ts';
import { beforeEach, describe, expect, it, test } from 'vitest';
import { warningSentence } from '../../src/host/client.ts';
import { planOf } from '../../src/scenario/arm.ts';
import { withArmTitle, withParam } from '../../src/scenario/edit.ts';
import { armsOf } from '../../src/scenario/scenario.ts';
import { bandsBehind, changeLabel, faultBands } from '../../src/ui/chart/bands.ts';
import { compareArm, selectArm, toggleArm } from '../../src/ui/store/arms.ts';
import { useDocument } from '../../src/ui/store/document.ts';
import { useSession } from '../../src/ui/store/session.ts';
import { curated, curatedIds } from '../curated.ts';

const session = () => useSession.getState();
const titleOf = (id: string) => armsOf(useDocument.getState().scenario).find((arm) => arm.id === id)?.title;
const set = (arm: string, path: string, value: unknown) =>
  useDocument.getState().edit((scenario) => withParam(scenario, arm, path, value, 'whole-run'));

beforeEach(async () => {
  useDocument.getState().open({ scenario: await curated('retry-storm'), origin: null });
  session().begin('shoppers', 'base');
});

describe('an arm that is chosen', () => {
  it('is drawn, and of a hidden one another is chosen', () => {
    session().choose({ hidden: ['exponential', 'jitter', 'short-queue'] });
    selectArm('jitter');
    expect(session()).toMatchObject({ arm: 'jitter', hidden: ['exponential', 'short-queue'] });
    toggleArm('jitter');
    expect(session()).toMatchObject({ arm: 'base', hidden: ['exponential', 'short-queue', 'jitter'] });
  });
});

describe('a copy', () => {
  it('is of what is seen, is seen itself, and is called by what differs from its source', () => {
    session().choose({ hidden: ['exponential', 'jitter', 'short-queue'] });
    selectArm('jitter');
    compareArm('jitter');
    const { arm, hidden } = session();
    expect(hidden).toEqual(['exponential', 'short-queue']);
    expect(titleOf(arm)).toBe('Copy of Full jitter');
    set(arm, 'shoppers.retryDelay', { kind: 'decorrelated-aws' });
    expect(titleOf(arm)).toMatch(/^Retry delay: Decorrelated/);
    set(arm, 'shoppers.arrival.rate', 150);
    expect(titleOf(arm)).toMatch(/^Retry delay: Decorrelated.*, Arrival rate 150/);
  });

  it('follows its differences back, and keeps a name that somebody gave it', () => {
    compareArm('base');
    const { arm } = session();
    set(arm, 'shoppers.arrival.rate', 150);
    expect(titleOf(arm)).toBe('Arrival rate 150\u202freq/s');
    set('base', 'shoppers.arrival.rate', 150);
    expect(titleOf(arm)).toBe('Copy of Every 250 ms');
    useDocument.getState().edit((scenario) => withArmTitle(scenario, arm, 'Mine'));
    set(arm, 'shoppers.arrival.rate', 90);
    expect(titleOf(arm)).toBe('Mine');
  });

  it('leaves the names of arms that have one', () => {
    set('jitter', 'shoppers.arrival.rate', 150);
    expect(titleOf('jitter')).toBe('Full jitter');
  });

  it('takes the place of another where there are six', () => {
    compareArm('base');
    compareArm('base');
    expect(armsOf(useDocument.getState().scenario)).toHaveLength(6);
    compareArm('jitter', 'exponential');
    const ids = armsOf(useDocument.getState().scenario).map(({ id }) => id);
    expect(ids).toHaveLength(6);
    expect(ids).not.toContain('exponential');
    expect(titleOf(session().arm)).toBe('Copy of Full jitter');
  });
});

test('a warning calls components by their titles, and groups its digits', () => {
  const titles: Readonly<Record<string, string>> = { count: 'Gate', api: 'API' };
  const warning = { gate: 'count', callee: 'api', allowed: 16_700, capacity: 250 };
  expect(warningSentence(warning, (id) => titles[id])).toBe(
    'Gate lets up to 16,700 req/s pass, but API can serve 250 req/s: this limit does not protect it',
  );
});

describe('a change', () => {
  it('is told by titles and words', async () => {
    const scenario = await curated('heartbeats-and-the-crash');
    const labels = scenario.changes.map((change, i) => changeLabel(scenario, 'base', i === 0 ? change : { ...change, note: undefined }));
    expect(labels).toEqual(['power fails in rack A', 'Rack A takes jobs: on, Rack A worker fault: pauses']);
  });

  it.each(curatedIds)('of %s begins with the title of a component, and has no bare value', async (id) => {
    const scenario = await curated(id);
    for (const arm of armsOf(scenario)) {
      const { components, changes } = planOf(scenario, arm.id);
      const titles = Object.entries(components).map(([each, { title }]) => title ?? each);
      for (const { note, ...change } of changes) {
        const label = changeLabel(scenario, arm.id, change);
        expect(titles.some((title) => label.startsWith(title))).toBe(true);
        expect(label).not.toMatch(/[{}[\]"]|\b(changed|true|false|null|undefined)\b|[a-z]\.[a-z]/);
      }
    }
  });

  it('of the whole run colours the timeline and no chart', async () => {
    const whole = await curated('25-retries-for-a-400');
    expect(faultBands(whole, 'base').length).toBeGreaterThan(0);
    expect(bandsBehind(whole, 'base')).toEqual([]);
    const storm = await curated('retry-storm');
    expect(bandsBehind(storm, 'base')).toEqual(faultBands(storm, 'base'));
  });
});
