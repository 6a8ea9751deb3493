import {
  type Chance,
  choice,
  type DrawnAhead,
  defineArrival,
  drawNext,
  drawnAhead,
  duration,
  Keyed,
  LONGEST,
  MICROS_PER_SECOND,
  mix,
  NEVER,
  number,
  text,
  UNITS,
  wholeMicros,
} from './contract.ts';

/** States beyond the first two, as the text says: rates [req/s] and mean stays [µs]. */
interface Further {
  rates: readonly number[];
  stays: readonly number[];
}

interface Values {
  rate: number;
  stay: number;
  burstRate: number;
  burstStay: number;
  further: string;
  next: 'in-order' | 'any';
  begins: 'any' | 'first';
}

/** Its cells are [AT], [UNITS], [UNTIL] and [NEXT], [UNTIL_NEXT]. */
interface States extends DrawnAhead {
  /** The state it is in at AT, and the how-manieth stay that is; the same at NEXT. */
  state: number;
  visit: number;
  stateNext: number;
  visitNext: number;
  /** What the stays are drawn by: the i-th is the same whatever the rates are. */
  low: number;
  high: number;
}
/** Up to where UNITS counts; at a request the exact time, not rounded [µs]. */
const AT = 0;
/** When the stay at AT ends [µs]. */
const UNTIL = 2;
/** When the next request is [µs, not rounded]; −1 while it has to be worked out. */
const NEXT = 3;
/** When the stay at NEXT ends [µs]. */
const UNTIL_NEXT = 4;
/** So many stays without a request are looked through; from there on the long-run rate stands for them. */
const MOST_STAYS = 1_000_000;

const stays = new Keyed(0, 'mmpp', 'stays');
const NONE: Further = { rates: [], stays: [] };
const parsed = new Map<string, Further>();
const MOST_PARSED = 64;

function furtherOf(list: string): Further {
  if (list === '') return NONE;
  const known = parsed.get(list);
  if (known) return known;
  const entries = list.split(',').map((entry) => entry.split('for').map(Number));
  const read = list.trim() === '' ? NONE : { rates: entries.map(([rate]) => rate), stays: entries.map(([, stay]) => stay * 1_000) };
  if (parsed.size >= MOST_PARSED) parsed.clear();
  parsed.set(list, read);
  return read;
}

const countOf = (params: Values) => 2 + furtherOf(params.further).rates.length;
const rateOf = (params: Values, state: number) =>
  state === 0 ? params.rate : state === 1 ? params.burstRate : furtherOf(params.further).rates[state - 2];
const stayOf = (params: Values, state: number) =>
  state === 0 ? params.stay : state === 1 ? params.burstStay : furtherOf(params.further).stays[state - 2];

/** Whatever comes next is as likely from each state as to it, so each is visited equally often: its share is that of its stay. */
function meanRate(params: Values): number {
  let time = 0;
  let arrivals = 0;
  for (let state = countOf(params) - 1; state >= 0; state--) {
    time += stayOf(params, state);
    arrivals += rateOf(params, state) * stayOf(params, state);
  }
  return arrivals / time;
}

const stayAt = (own: States, visit: number) => stays.aim(own.low ^ mix(visit + 1), own.high);

/** How long the visit to a state lasts [µs]. */
const lasts = (own: States, params: Values, visit: number, state: number) => stayAt(own, visit).exponential() * stayOf(params, state);

/** The state after another. @param visit that which ends */
function after(own: States, params: Values, visit: number, state: number): number {
  const count = countOf(params);
  if (count === 2 || params.next === 'in-order') return (state + 1) % count;
  const chance = stayAt(own, visit);
  chance.exponential();
  return (state + 1 + chance.below(count - 1)) % count;
}

/** The state it begins in: each as likely as it is in the long run. */
function first(params: Values, chance: Chance): number {
  if (params.begins === 'first') return 0;
  const count = countOf(params);
  let left = 0;
  for (let state = 0; state < count; state++) left += stayOf(params, state);
  left *= chance.unit();
  let state = 0;
  while (state < count - 1 && left >= stayOf(params, state)) left -= stayOf(params, state++);
  return state;
}

/** Looks ahead for the next request. */
function workOut(own: States, params: Values): void {
  const { cells } = own;
  let mean = -1;
  let at = cells[AT];
  let left = cells[UNITS];
  let until = cells[UNTIL];
  let { visit, state } = own;
  cells[NEXT] = NEVER;
  for (let looked = 0; ; looked++) {
    const rate = looked < MOST_STAYS ? rateOf(params, state) : mean;
    const held = (rate * (until - at)) / MICROS_PER_SECOND;
    if (held >= left && rate > 0) {
      cells[NEXT] = at + (left / rate) * MICROS_PER_SECOND;
      break;
    }
    // most requests come within the stay: those look no further
    if (mean < 0) mean = meanRate(params);
    if (mean === 0) break;
    left -= held;
    at = until;
    state = after(own, params, visit, state);
    visit++;
    until = looked + 1 < MOST_STAYS ? at + lasts(own, params, visit, state) : NEVER;
  }
  // where the stays were not looked through any more one begins with the request
  cells[UNTIL_NEXT] = until === NEVER ? cells[NEXT] + lasts(own, params, visit, state) : until;
  own.visitNext = visit;
  own.stateNext = state;
}

/**
 * Quiet and busy times that come at random: a Poisson process whose rate depends on a state, and each state lasts for
 * an exponential time. Counts vary more than Poisson's, with two states by the index of dispersion that Fischer and
 * Meier-Hellstern give. How long states last comes from the seed alone: with other rates they last as long.
 */
export const mmpp = defineArrival({
  id: 'mmpp',
  title: 'On and off',
  summary: 'A rate that changes at random between two or more states (Markov-modulated Poisson).',
  sources: [
    {
      title: 'Fischer and Meier-Hellstern, The Markov-modulated Poisson process cookbook (1993)',
      url: 'https://doi.org/10.1016/0166-5316(93)90035-S',
    },
  ],
  params: {
    rate: number({
      label: 'Quiet rate',
      help: 'Requests per second in the first state.',
      unit: 'req/s',
      default: 50,
      min: 0,
      max: 100_000,
      scale: 'log',
    }),
    stay: duration({
      label: 'Quiet for',
      help: 'How long the first state lasts on average.',
      default: 9_000,
      min: 1,
      max: LONGEST,
      scale: 'log',
    }),
    burstRate: number({
      label: 'Burst rate',
      help: 'Requests per second in the second state.',
      unit: 'req/s',
      default: 500,
      min: 0,
      max: 100_000,
      scale: 'log',
    }),
    burstStay: duration({
      label: 'Bursts last',
      help: 'How long the second state lasts on average.',
      default: 1_000,
      min: 1,
      max: LONGEST,
      scale: 'log',
    }),
    further: text({
      label: 'Further states',
      help: 'States beyond these two, each with its rate [req/s] and how long it lasts on average [ms].',
      advanced: true,
      default: '',
      pattern: '\\s*(\\d{1,6}(\\.\\d+)? for [1-9]\\d{0,9}(\\.\\d+)?\\s*(,\\s*\\d{1,6}(\\.\\d+)? for [1-9]\\d{0,9}(\\.\\d+)?\\s*){0,17})?',
      form: 'rates and mean stays of at most 18 states, as 2000 for 300, 0 for 5000 (req/s, ms)',
      example: '200 for 300, 0 for 500',
    }),
    next: choice({
      label: 'Which comes next',
      help: 'With more than two states: whether each is followed by the next, the last by the first, or by any of the others, equally likely.',
      advanced: true,
      default: 'in-order',
      options: { 'in-order': 'The next in order', any: 'Any of the others' },
    }),
    begins: choice({
      label: 'Begins',
      help: 'The state that it begins in; a mean stay counts from the beginning as well.',
      advanced: true,
      default: 'any',
      options: { any: 'In any, as likely as it is in the long run', first: 'In the first' },
    }),
  },
  examples: [
    { rate: 20, stay: 300, burstRate: 0, burstStay: 100, further: '120 for 50, 5 for 400', next: 'any', begins: 'first' },
    { rate: 0, stay: 400, burstRate: 90, burstStay: 200 },
  ],
  promises: ['varies-about-its-rate'],
  start(params, now, chance): States {
    const low = chance.word();
    const high = chance.word();
    const state = first(params, chance);
    const own = {
      ...drawnAhead(new Float64Array(5)),
      state,
      visit: 0,
      stateNext: 0,
      visitNext: 0,
      low,
      high,
    };
    own.cells[AT] = now;
    own.cells[UNTIL] = now + lasts(own, params, 0, state);
    own.cells[NEXT] = -1;
    drawNext(own, chance);
    return own;
  },
  settle(own, params, now) {
    const { cells } = own;
    cells[NEXT] = -1;
    const held = (to: number) => (rateOf(params, own.state) * (to - cells[AT])) / MICROS_PER_SECOND;
    while (cells[UNTIL] <= now) {
      cells[UNITS] -= held(cells[UNTIL]);
      cells[AT] = cells[UNTIL];
      own.state = after(own, params, own.visit, own.state);
      own.visit++;
      cells[UNTIL] = cells[AT] + lasts(own, params, own.visit, own.state);
    }
    if (now > cells[AT]) {
      cells[UNITS] -= held(now);
      cells[AT] = now;
    }
    cells[UNITS] = Math.max(0, cells[UNITS]);
  },
  due(own, params) {
    // there may be fewer states than before
    own.state %= countOf(params);
    if (own.cells[NEXT] < 0) workOut(own, params);
    return wholeMicros(own.cells[NEXT]);
  },
  born(own, params, _now, chance) {
    const { cells } = own;
    if (cells[NEXT] < 0) workOut(own, params);
    cells[AT] = cells[NEXT];
    cells[UNTIL] = cells[UNTIL_NEXT];
    cells[NEXT] = -1;
    own.state = own.stateNext;
    own.visit = own.visitNext;
    drawNext(own, chance);
  },
  rate: meanRate,
});
