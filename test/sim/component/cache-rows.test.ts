import { expect, test } from 'vitest';
import { answersOf, origin, swiftCache, told } from '../../cache-story.ts';
import { evenClient, figure, played, samples } from '../../worlds.ts';

const one = { kind: 'uniform', keys: 1 };

/** A name server that remembers for 30 s that a name does not exist, asked once a second; the name comes to be past it. */
function nameServer(how: 'rows' | 'write') {
  const pod = evenClient(1, 'coredns', { workload: one });
  const coredns = swiftCache({ ttl: 30_000, negativeTtl: 30_000, writes: 'write-around' });
  const kubectl = evenClient(0.2, 'coredns', { workload: one, writeRatio: 1 });
  const components = { pod, coredns, origin: origin(1, 1, { rows: 0 }), ...(how === 'write' ? { kubectl } : {}) };
  const changes = [how === 'write' ? { at: 6_000, set: { 'kubectl.enabled': false } } : { at: 5_500, set: { 'origin.rows': 1 } }];
  return played(components, { duration: 60_000, bins: 60, changes });
}

test('a remembered absence is wrong from the moment on at which the row comes to be, as well as after a write', () => {
  const [byRows, byWrite] = [nameServer('rows'), nameServer('write')];
  const wrong = Array.from({ length: 60 }, (_, second) => (second >= 6 && second <= 31 ? 1 : 0));
  // the answer of a second is in the bin that begins with it; what is remembered at 1.001 s lasts until 31.001 s
  expect(samples(byWrite, 'coredns.wrong')).toEqual(wrong);
  expect(samples(byRows, 'coredns.wrong')).toEqual(wrong);
  // 26 wrong answers of 59
  expect(figure(byRows, 'coredns.wrongRatio')).toBe(figure(byWrite, 'coredns.wrongRatio'));
  expect(figure(byRows, 'coredns.wrongRatio')).toBeCloseTo(26 / 59, 9);
  // at 6 s for 0.5 s, at 31 s for 25.5 s: 26 × 13 s over 59 answers; the write was done at 5.001 s
  expect(figure(byRows, 'coredns.staleness.mean')).toBeCloseTo((26 * 13_000) / 59, 6);
  expect(figure(byWrite, 'coredns.staleness.mean')).toBeCloseTo((26 * 13_499) / 59, 6);
});

test('a value whose row has gone is wrong until the row is back', () => {
  const rows = (at: number, count: number) => ({ at, set: { 'origin.rows': count } });
  const changes = [rows(30, 1), rows(60, 2), rows(90, 0)];
  const { world, answers } = told({}, ['0 r0', '0 r1', '40 r0', '50 r1', '70 r1', '100 r0'], {
    others: { origin: origin(10, 10, { rows: 2 }) },
    changes,
  });
  expect(answers.slice(2)).toEqual(['r0 40→40 hit v0', 'r1 50→50 hit wrong v1', 'r1 70→70 hit v1', 'r0 100→100 hit wrong v0']);
  // gone for 20 ms and for 10 ms, of six reads
  expect(figure(world, 'cache.staleness.mean')).toBeCloseTo(30 / 6, 9);
});

test('a filter of absent keys does not hear of rows that appear, and its answers are wrong from then on', () => {
  const bloom = { absenceGuard: { kind: 'bloom-filter', keys: 10, bitsPerKey: 32 } };
  const changes = [{ at: 20, set: { 'origin.rows': 12 } }];
  expect(answersOf(bloom, ['10 r11', '30 r11'], { others: { origin: origin(10, 10, { rows: 10 }) }, changes })).toEqual([
    'r11 10→10 hit guarded none',
    'r11 30→30 hit guarded wrong none',
  ]);
});

test('what was written stays, however few rows there are', () => {
  const changes = [{ at: 30, set: { 'origin.rows': 0 } }];
  expect(answersOf({}, ['0 w0', '20 r0', '40 r0', '50 r1'], { others: { origin: origin(5, 5, { rows: 1 }) }, changes })).toEqual([
    'w0 0→5 v1',
    'r0 20→25 miss v1',
    'r0 40→40 hit v1',
    'r1 50→55 miss none',
  ]);
});
