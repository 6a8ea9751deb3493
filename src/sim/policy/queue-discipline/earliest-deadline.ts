import {
  addRanked,
  choice,
  defineQueueDiscipline,
  droppedAs,
  NOTHING,
  type RankedHeap,
  rankedHeap,
  removeRanked,
  takeLeast,
  widened,
} from './contract.ts';

interface ByDeadline {
  heap: RankedHeap;
  /** By entry: its deadline [µs], and its place in the order of coming. */
  deadlines: Float64Array;
  numbers: Int32Array;
  came: number;
}

/**
 * Whoever must have its answer soonest is served first; of equals who came first. As long as everybody can be served in
 * time it serves everybody in time. In an overload it spends its time on those who are about to be too late, so it is
 * best with those dropped who are.
 */
export const earliestDeadline = defineQueueDiscipline({
  id: 'earliest-deadline',
  title: 'Earliest deadline first',
  summary: 'Whose deadline is next is served first.',
  sources: [
    {
      title: 'Liu, Layland, Scheduling algorithms for multiprogramming in a hard-real-time environment (1973)',
      url: 'https://doi.org/10.1145/321738.321743',
    },
    {
      title: 'Jackson, Scheduling a production line to minimize maximum tardiness (1955)',
      url: 'https://en.wikipedia.org/wiki/Earliest_deadline_first_scheduling',
    },
  ],
  looksAt: ['deadline'],
  params: {
    late: choice({
      label: 'Whose deadline has passed',
      help: 'What becomes of one whose caller cannot be waiting any more when its turn comes.',
      default: 'dropped',
      options: { dropped: 'Dropped', served: 'Served all the same' },
    }),
  },
  examples: [{ late: 'served' }],
  promises: ({ late }) => (late === 'served' ? ['earliest-deadline-first', 'drops-nobody'] : ['earliest-deadline-first']),
  start: (): ByDeadline => ({ heap: rankedHeap(), deadlines: new Float64Array(64), numbers: new Int32Array(64), came: 0 }),
  put(state, _params, entry, _now, waiter) {
    if (entry >= state.deadlines.length) {
      const length = Math.max(entry + 1, state.deadlines.length * 2);
      state.deadlines = widened(state.deadlines, length);
      state.numbers = widened(state.numbers, length);
    }
    state.deadlines[entry] = waiter.deadline;
    state.numbers[entry] = state.came++;
    addRanked(state.heap, entry, state.deadlines, state.numbers);
  },
  take(state, params, now) {
    const entry = takeLeast(state.heap);
    return entry !== NOTHING && params.late === 'dropped' && state.deadlines[entry] < now ? droppedAs(entry) : entry;
  },
  leave: (state, _params, entry) => removeRanked(state.heap, entry),
});
