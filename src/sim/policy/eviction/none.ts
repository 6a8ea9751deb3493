import { defineEviction, HIT, MISS, NEWCOMER, OneList, RESIDENT } from './contract.ts';

class None extends OneList {
  protected readonly order = 'First to last come';

  lookUp(key: number): number {
    return this.lists.list[key] === 0 ? MISS : HIT;
  }

  override evict(): number {
    const { lists, room } = this;
    if (lists.weight[RESIDENT] <= room.capacity) return NEWCOMER;
    // the cache has shrunk
    const last = lists.youngest(RESIDENT);
    lists.take(last);
    return last;
  }
}

/**
 * No eviction: whoever came first stays, and a full cache lets nobody in until something expires or is removed. Where
 * capacity is cut, those who came last go. It is what a memory limit without a policy comes to, and the measure of
 * what the others achieve.
 */
export const none = defineEviction({
  id: 'none',
  title: 'No eviction',
  summary: 'A full cache keeps what it has; newcomers stay out until something expires.',
  sources: [{ title: 'Redis documentation, Key eviction: noeviction', url: 'https://redis.io/docs/latest/develop/reference/eviction/' }],
  params: {},
  promises: ['counts-sizes-alike', 'forgets-removed', 'includes-smaller', 'bears-scans', 'bears-loops'],
  start: (_params, room) => new None(room),
});
