import { applyEdits, type Edit } from 'jsonc-parser';
import { beforeEach, describe, expect, test } from 'vitest';
import { withParam } from '../../src/scenario/edit.ts';
import { readScenario } from '../../src/scenario/read.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { documentOf, textOf } from '../../src/scenario/write.ts';
import { ScenarioText } from '../../src/ui/editor/ScenarioText.ts';
import { useDocument } from '../../src/ui/store/document.ts';

const SCENARIO = readScenario({
  format: 2,
  title: 'Shop',
  components: {
    shoppers: { kind: 'client', maxAttempts: 3, calls: ['checkout'] },
    checkout: { kind: 'service', servers: 20 },
  },
  watch: ['shoppers.goodput'],
});

/** An editor's text, by hand. */
class Text {
  edits: Edit[] = [];
  constructor(public text: string) {}
  read = () => this.text;
  change = (edits: readonly Edit[]) => {
    for (const edit of edits) this.text = applyEdits(this.text, [edit]);
    this.edits.push(...edits);
  };
}

let text: Text;
let joined: ScenarioText;
let now: number;
const page = () => useDocument.getState();
const servers = () => page().scenario.components.checkout.servers;
const set = (path: string, value: unknown) => page().edit((scenario) => withParam(scenario, 'base', path, value, 'whole-run'));
const type = (from: string, to: string) => {
  expect(text.text).toContain(from);
  text.text = text.text.replace(from, to);
  now += 10_000;
  return joined.typed();
};

beforeEach(() => {
  page().open({ scenario: SCENARIO, origin: null });
  text = new Text(textOf(SCENARIO));
  now = 0;
  const { edit, undo, redo } = page();
  joined = new ScenarioText(text, { scenario: () => page().scenario, edit, undo, redo }, undefined, undefined, () => now);
});

describe('a scenario as text', () => {
  test('what is typed is on the page, a step of undo', async () => {
    await type('"servers": 20', '"servers": 7');
    expect(servers()).toBe(7);
    expect(page().past).toHaveLength(1);
    await joined.undo();
    expect(servers()).toBe(20);
    expect(text.text).toBe(textOf(SCENARIO));
    await joined.redo();
    expect(servers()).toBe(7);
    expect(text.text).toContain('"servers": 7');
  });

  test('what is changed on the page is written by the smallest edit, in whatever layout the text has', async () => {
    text.text = text.text.replace('"servers": 20', '"servers":    20 ');
    await joined.typed();
    text.edits = [];
    set('checkout.servers', 21);
    joined.follow();
    expect(text.edits).toHaveLength(1);
    expect(text.edits[0].content).toBe('21');
    expect(text.text).toContain('"servers":    21 ');
  });

  test('a default that the text spells out stays when something else changes', async () => {
    await type('"servers": 20', '"servers": 20,\n      "enabled": true');
    expect(page().edited).toBe(false);
    set('checkout.servers', 21);
    joined.follow();
    expect(text.text).toContain('"enabled": true');
  });

  test('while the text is not sound the page keeps what it had, and what is changed there meanwhile is not lost', async () => {
    await type('"servers": 20', '"servers": 2x');
    expect(joined.problems).toHaveLength(1);
    expect(servers()).toBe(20);
    set('shoppers.maxAttempts', 9);
    joined.follow();
    expect(text.text).toContain('2x');
    await type('2x', '25');
    expect(joined.problems).toHaveLength(0);
    expect(servers()).toBe(25);
    expect(page().scenario.components.shoppers.maxAttempts).toBe(9);
    expect(JSON.parse(text.text)).toEqual(documentOf(page().scenario));
  });

  test('steps back lead through texts that were not sound, then through the page’s own', async () => {
    await type('"servers": 20', '"servers": 30');
    await type('"servers": 30', '"servers": 30x');
    await type('30x', '30xy');
    await joined.undo();
    expect(text.text).toContain('30x,'.slice(0, 3));
    expect(text.text).not.toContain('30xy');
    await joined.undo();
    expect(joined.problems).toHaveLength(0);
    expect(servers()).toBe(30);
    await joined.redo();
    expect(text.text).toContain('30x');
    await joined.undo();
    await joined.undo();
    expect(servers()).toBe(20);
  });

  test('what is typed in one go is one step, after a pause it is another', async () => {
    await type('"servers": 20', '"servers": 2');
    now -= 9_900;
    text.text = text.text.replace('"servers": 2', '"servers": 25');
    await joined.typed();
    expect(page().past).toHaveLength(1);
    await type('"servers": 25', '"servers": 26');
    expect(page().past).toHaveLength(2);
  });

  test('a value out of range is said at its place, and what was typed stays', async () => {
    await type('"servers": 20', '"servers": -4');
    expect(joined.problems[0]).toMatchObject({ path: 'components.checkout.servers', remedy: { kind: 'value' } });
    expect(text.text).toContain('-4');
    expect(joined.left()).toMatchObject({ text: text.text, agreed: SCENARIO });
  });

  test('another scenario as a whole is taken as it is', async () => {
    const other: Scenario = readScenario({
      ...documentOf(SCENARIO),
      title: 'Another',
      duration: 5_000,
      arms: [{ id: 'b', title: 'B', set: { 'checkout.servers': 1 } }],
    });
    text.text = JSON.stringify(documentOf(other));
    await joined.typed();
    expect(page().scenario).toEqual(other);
    page().undo();
    joined.follow();
    expect(JSON.parse(text.text)).toEqual(documentOf(SCENARIO));
  });
});
