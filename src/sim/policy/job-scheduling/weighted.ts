import {
  addFirstOf,
  addLastOf,
  type Chance,
  CLASSES,
  choice,
  defineJobScheduling,
  firstOf,
  integer,
  type Lanes,
  lanes,
  NOTHING,
  removeOf,
  takeFirstOf,
} from './contract.ts';

interface Values {
  weight0: number;
  weight1: number;
  weight2: number;
  weight3: number;
  draws: string;
}

interface Weighted {
  classes: Lanes;
  /** What each class is owed, in turns times the sum of the weights. */
  owed: Int32Array;
  /** What each class weighs at this turn: 0 where nothing waits. */
  present: Int32Array;
}

function weightOf(params: Values, which: number): number {
  if (which === 0) return params.weight0;
  if (which === 1) return params.weight1;
  return which === 2 ? params.weight2 : params.weight3;
}

/** Fills `present` and adds it up. */
function weigh({ classes, present }: Weighted, params: Values): number {
  let sum = 0;
  for (let which = 0; which < CLASSES; which++) {
    const weight = firstOf(classes, which) === NOTHING ? 0 : weightOf(params, which);
    present[which] = weight;
    sum += weight;
  }
  return sum;
}

/** Every class is owed its weight; who is owed the most pays for all of them. */
function byTurns({ owed, present }: Weighted, sum: number): number {
  let best = NOTHING;
  for (let which = 0; which < CLASSES; which++) {
    if (present[which] === 0) continue;
    owed[which] += present[which];
    if (best === NOTHING || owed[which] > owed[best]) best = which;
  }
  owed[best] -= sum;
  return best;
}

function atRandom({ present }: Weighted, sum: number, chance: Chance): number {
  let point = chance.below(sum);
  let which = 0;
  while (point >= present[which]) point -= present[which++];
  return which;
}

const weight = (which: number, value: number) =>
  integer({
    label: `Weight of class ${which}`,
    help: `How many turns class ${which} gets, against the weights of the others that have something to do.`,
    default: value,
    min: 1,
    max: 1_000,
    scale: 'log',
  });

/**
 * A line for each class, and turns among those that have something, in proportion to their weights: what is important
 * gets more, and nothing starves. What a class does not use goes to the others.
 *
 * By turns is nginx's smooth weighted round robin: exact over every round in which all wait, and never one class for
 * longer than need be. At random is Sidekiq's way: it shuffles a list in which each queue stands as often as it weighs
 * and takes from the first that has a job, which is a draw by weight among the queues that have one.
 */
export const weighted = defineJobScheduling({
  id: 'weighted',
  title: 'Weighted',
  summary: 'Turns among the classes in proportion to their weights, so that none starves.',
  sources: [
    { title: 'Sidekiq, Advanced options: queue weights', url: 'https://github.com/sidekiq/sidekiq/wiki/Advanced-Options#queues' },
    {
      title: 'nginx, Upstream: smooth weighted round-robin balancing',
      url: 'https://github.com/nginx/nginx/commit/52327e0627f49dbda1e8db695e63a4b0af4448b1',
    },
  ],
  looksAt: ['priority'],
  params: {
    weight0: weight(0, 6),
    weight1: weight(1, 3),
    weight2: weight(2, 1),
    weight3: weight(3, 1),
    draws: choice({
      label: 'Turns',
      help: 'How it is settled whose turn it is.',
      default: 'by-turns',
      options: { 'by-turns': 'By turns', 'at-random': 'At random' },
    }),
  },
  examples: [
    { draws: 'at-random' },
    { weight0: 1, weight1: 1, weight2: 1, weight3: 1_000 },
    { weight0: 500, weight1: 1, weight2: 7, weight3: 1, draws: 'at-random' },
  ],
  promises: ({ draws }) => (draws === 'by-turns' ? ['line-by-class', 'serves-everybody'] : ['line-by-class']),
  start: (): Weighted => ({ classes: lanes(), owed: new Int32Array(CLASSES), present: new Int32Array(CLASSES) }),
  put({ classes }, _params, job, jobs, returns) {
    if (returns) addFirstOf(classes, jobs.class[job], job);
    else addLastOf(classes, jobs.class[job], job);
  },
  take(state, params, _jobs, _process, _processes, chance) {
    const sum = weigh(state, params);
    if (sum === 0) return NOTHING;
    const which = params.draws === 'at-random' ? atRandom(state, sum, chance) : byTurns(state, sum);
    return takeFirstOf(state.classes, which);
  },
  leave: ({ classes }, _params, job, jobs) => removeOf(classes, jobs.class[job], job),
});
