import fc from 'fast-check';
import { applyEdits } from 'jsonc-parser';
import { describe, expect, test } from 'vitest';
import { jsonPathOf, placeOf } from '../../src/scenario/place.ts';
import { ScenarioError } from '../../src/scenario/problem.ts';
import { parseScenario } from '../../src/scenario/read.ts';
import { remedied } from '../../src/scenario/remedied.ts';
import { same } from '../../src/scenario/same.ts';
import { replacement, textEdits, valueChanges, withChanges } from '../../src/scenario/text-edits.ts';

const changed = (text: string, to: unknown) =>
  textEdits(text, valueChanges(JSON.parse(text), to)).reduce((before, edit) => applyEdits(before, [edit]), text);

describe('edits of a text', () => {
  test('touch what has changed and leave order and layout', () => {
    const text = '{\n  "b": { "y": 1,    "x": [1, 2] },\n\n  "a": 5\n}';
    expect(changed(text, { a: 6, b: { x: [1, 2], y: 1 } })).toBe(text.replace('5', '6'));
    expect(changed(text, { a: 5, b: { x: [1, 3], y: 1 } })).toBe(text.replace('2', '3'));
  });

  test('of a list that has become longer or shorter leave what is the same in front and behind', () => {
    const list = (...names: string[]) => names.map((name) => ({ name }));
    expect(valueChanges(list('a', 'b', 'c'), list('a', 'x', 'b', 'c'))).toEqual([{ path: [1], value: { name: 'x' }, inserted: true }]);
    expect(valueChanges(list('a', 'b', 'c'), list('a', 'c'))).toEqual([{ path: [1], value: undefined }]);
    expect(valueChanges(list('a', 'b'), list('a', 'x'))).toEqual([{ path: [1, 'name'], value: 'x' }]);
  });

  test('make any text say any other value', () => {
    const value = fc.letrec((tie) => ({
      value: fc.oneof({ maxDepth: 4 }, fc.integer(), fc.constantFrom('a', 'b', 'c.d'), tie('list'), tie('record')),
      list: fc.array(tie('value'), { maxLength: 4 }),
      record: fc.dictionary(fc.constantFrom('p', 'q', 'r.s', 't'), tie('value'), { maxKeys: 4, noNullPrototype: true }),
    })).record;
    fc.assert(
      fc.property(value, value, (from, to) => {
        const after = changed(JSON.stringify(from, null, 2), to);
        return same(JSON.parse(after), JSON.parse(JSON.stringify(to)));
      }),
      { numRuns: 300 },
    );
  });

  test('made to another value, keep what that says besides', () => {
    expect(withChanges({ a: 1, c: 3 }, valueChanges({ a: 1, b: 1 }, { a: 2, b: 1 }))).toEqual({ a: 2, c: 3 });
  });

  test('a replacement keeps what is the same in front and behind', () => {
    expect(replacement('abcd', 'abXcd')).toEqual({ offset: 2, length: 0, content: 'X' });
    expect(replacement('aa', 'a')).toEqual({ offset: 1, length: 1, content: '' });
    expect(replacement('same', 'same')).toBeNull();
  });
});

const TEXT = `{
  "format": 2,
  "title": "t",
  "components": {
    "shoppers": { "kind": "client", "maxAtempts": 3, "calls": ["checkout"] },
    "checkout": { "kind": "servise", "servers": 0 }
  },
  "changes": [{ "at": 1000, "set": { "checkout.servers": -5 } }]
}`;

const problemsOf = async (text: string) => {
  const error = await parseScenario(text).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ScenarioError);
  return (error as ScenarioError).problems;
};
const at = ({ offset, length }: { offset: number; length: number }) => TEXT.slice(offset, offset + length);

describe('where a problem is', () => {
  test('the value, the key of what is long, keys with dots, and a line and column', () => {
    expect(at(placeOf(TEXT, 'components.checkout.servers'))).toBe('0');
    expect(at(placeOf(TEXT, 'components.shoppers.maxAtempts', true))).toBe('"maxAtempts"');
    expect(at(placeOf(TEXT, 'components.shoppers'))).toBe('"shoppers"');
    expect(at(placeOf(TEXT, 'changes[0].set["checkout.servers"]'))).toBe('-5');
    expect(at(placeOf(TEXT, 'changes[0].set.checkout.servers'))).toBe('-5');
    expect(at(placeOf(TEXT, 'line 3, column 12'))).toBe('"');
    // what is missing is missing in something
    expect(at(placeOf(TEXT, 'components.checkout.servers.kind'))).toBe('0');
    expect(jsonPathOf(TEXT, 'changes[0].at')).toEqual(['changes', 0, 'at']);
  });

  test('what was probably meant is a change of the text', async () => {
    const problems = await problemsOf(TEXT);
    const key = problems.find(({ path }) => path.endsWith('maxAtempts'))!;
    expect(remedied(TEXT, key)).toMatchObject({ title: 'Change to "maxAttempts"' });
    const kind = problems.find(({ path }) => path.endsWith('checkout.kind'))!;
    const remedy = remedied(TEXT, kind)!;
    expect(remedy.title).toBe('Change to "service"');
    expect(applyEdits(TEXT, [...remedy.edits])).toBe(TEXT.replace('servise', 'service'));
    const mended = TEXT.replace('servise', 'service').replace('maxAtempts', 'maxAttempts');
    const [least] = await problemsOf(mended);
    expect(applyEdits(mended, [...remedied(mended, least)!.edits])).toBe(mended.replace('"servers": 0', '"servers": 1'));
  });

  test('an unknown key that is like no other can go', async () => {
    const text =
      '{ "format": 2, "title": "t", "zzzzzz": 1, "components": { "a": { "kind": "client", "calls": ["b"] }, "b": { "kind": "service" } } }';
    const [problem] = await problemsOf(text);
    const remedy = remedied(text, problem)!;
    expect(remedy.title).toBe('Remove it');
    await expect(parseScenario(applyEdits(text, [...remedy.edits]))).resolves.toMatchObject({ title: 't' });
  });
});
