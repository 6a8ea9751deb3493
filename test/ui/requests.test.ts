import { expect, test } from 'vitest';
import { type Column, textOf } from '../../src/ui/table/columns.ts';
import { labelOf, listed, saidOf, timeOf } from '../../src/ui/view/requests/lists.ts';
import type { RequestRow } from '../../src/ui/view/requests/story.ts';

const NO = Number.NaN;

function row(number: number, outcome: string, responseTime: number, jobTime = NO, keptAs: RequestRow['keptAs'] = 'sample'): RequestRow {
  return { index: number, number, client: 'shop', intended: number, responseTime, jobTime, outcome, attempts: 1, keptAs };
}

const numbers = (rows: readonly RequestRow[]) => rows.map(({ number }) => number);

test('the slowest are those whose jobs took longest, where an answer says only that the job was taken', () => {
  const rows = [
    row(0, 'ok', 0),
    row(1, 'ok', 0, 90),
    row(2, 'ok', 0, 3_000),
    row(3, 'ok', 120),
    row(4, 'timed-out', 9_000),
    row(5, 'ok', 200, 50),
  ];
  expect(numbers(listed(rows, 'slowest'))).toEqual([2, 5, 3, 1, 0]);
  // a call that waits for its job's end, and longer than it took
  expect(timeOf(rows[5])).toBe(200);
});

test('of the failed and the unfinished all that are kept are listed, of the sample only the sample', () => {
  const many = Array.from({ length: 2_000 }, (_, i) => row(i, i % 2 ? 'shed' : 'open', i, NO, i % 3 ? 'failed' : 'sample'));
  expect(listed(many, 'failed')).toHaveLength(1_000);
  expect(listed(many, 'open')).toHaveLength(1_000);
  expect(listed(many, 'sample')).toHaveLength(667);
});

test('it is said how many there are of each, and how many of them are here', () => {
  const counts = { total: 8_373, ok: 6_341, failed: 1_620, open: 412 };
  expect([labelOf('failed', counts), labelOf('open', counts), labelOf('failed', null)]).toEqual([
    'Failed 1,620',
    'Unfinished 412',
    'Failed',
  ]);
  expect(saidOf('failed', counts, 359, false)).toBe('1,620 of 8,373 requests failed; 359 of them are here');
  expect(saidOf('open', counts, 412, false)).toBe('412 of 8,373 requests have not ended');
  expect(saidOf('slowest', counts, 40, true)).toBe(
    '6,341 of 8,373 requests ended well; 40 of them are here, those first whose jobs took longest to be done',
  );
  expect(saidOf('sample', { total: 1, ok: 1, failed: 0, open: 0 }, 1, false)).toBe('1 of 1 request, evenly spread');
});

test('what is copied has every row and the head, as a sheet takes it', () => {
  const columns: readonly Column<number>[] = [
    { title: 'Of', chars: 3, text: String },
    { title: 'Square', chars: 6, text: (n) => `${n * n} m²`, cell: () => 'not this' },
  ];
  const lines = textOf(columns, 1_000, (i) => i).split('\n');
  expect([lines.length, lines[0], lines[1_000]]).toEqual([1_001, 'Of\tSquare', '999\t998001 m²']);
});
