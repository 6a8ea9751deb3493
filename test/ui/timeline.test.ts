import { describe, expect, it } from 'vitest';
import type { ChangeDoc } from '../../src/scenario/scenario.ts';
import { standingOut } from '../../src/ui/chart/standingOut.ts';
import { placed } from '../../src/ui/timeline/placed.ts';

const changesAt = (times: readonly number[], note?: string): ChangeDoc[] =>
  times.map((at) => ({ at, set: { 'db.servers': 1 }, ...(note && { note }) }));
const every = (step: number, count: number, from = 0) => Array.from({ length: count }, (_, i) => from + i * step);
const flagsOf = (changes: readonly ChangeDoc[]) => changes.map((change, index) => ({ arm: 'base', index, change }));

describe('changes on the timeline', () => {
  it('have a flag each while they are few, above and below in turns, with room up to the next in their row', () => {
    const { flags, groups } = placed(flagsOf(changesAt([0, 10, 30, 60])), 100);
    expect(groups).toEqual([]);
    expect(flags.map(({ row, room }) => [row, room])).toEqual([
      ['above', 0.3],
      ['below', 0.5],
      ['above', 0.7],
      ['below', 0.4],
    ]);
  });

  it('have a mark together where they are many; those with a note keep their flags, below', () => {
    const curve = [...changesAt(every(1, 40)), ...changesAt(every(1, 40, 60))];
    const { flags, groups } = placed(flagsOf([...changesAt([50], 'breaks'), ...curve]), 100);
    expect(groups.map((group) => [group.flags.length, group.from, group.to, group.room])).toEqual([
      [40, 0, 39, 0.6],
      [40, 60, 99, 0.4],
    ]);
    expect(flags.map(({ flag, row, room }) => [flag.change.note, row, room])).toEqual([['breaks', 'below', 0.5]]);
  });

  it('are never more marks than the track has room for, however many they are', () => {
    for (const count of [61, 500, 10_000]) {
      const { flags, groups } = placed(flagsOf(changesAt(every(1_000 / count, count))), 1_000);
      expect(flags.length + groups.length).toBeLessThanOrEqual(61);
      expect(groups.reduce((sum, group) => sum + group.flags.length, flags.length)).toBe(count);
    }
  });

  it('none stands out among many with notes', () => {
    expect(standingOut(changesAt(every(1, 60)))).toHaveLength(60);
    expect(standingOut(changesAt(every(1, 61), 'noted'))).toEqual([]);
  });
});
