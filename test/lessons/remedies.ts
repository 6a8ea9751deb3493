import type { Settings } from '../../src/scenario/scenario.ts';

/** A text of the code and what a reader puts in its place. */
export type Edit = readonly [found: string, put: string];

/** What a reader might try in the arm `yours`: edits of the code, or settings without any. */
export type Remedy = readonly Edit[] | Settings;

/** A lesson whose goals are reached with code of one's own. */
export interface OwnCodeLesson {
  seam: string;
  /** What the story has forked; null for the smallest that works. */
  from: string | null;
  /** Path of the policy in the arm. */
  slot: string;
  /** What reaches every goal. */
  right: Readonly<Record<string, readonly Edit[]>>;
  /** What gives up what the lesson protects, or does not do enough; and why. */
  wrong: Readonly<Record<string, Remedy>>;
  /** What would reach every goal, were it not that goals take the traffic as given. */
  easier: Readonly<Record<string, Settings>>;
}

const wait = (expression: string): Edit => [
  '  delay: (params, retry) => wholeMicros(exponentialLimit(params, retry)),',
  `  delay: (params, retry, _memory, _at, chance) => wholeMicros(${expression}),`,
];

const jitter: OwnCodeLesson = {
  seam: 'retry-delay',
  from: 'exponential',
  slot: 'crowd.retryDelay',
  right: {
    'as wide as the time that the shop needs for all of them': [
      wait('Math.max(2_500_000, exponentialLimit(params, retry)) * chance.unit()'),
    ],
    wider: [wait('Math.max(4_000_000, exponentialLimit(params, retry)) * chance.unit()')],
  },
  wrong: {
    'full jitter: the first waits are as short as ever': [wait('exponentialLimit(params, retry) * chance.unit()')],
    'a tenth of jitter': [wait('exponentialLimit(params, retry) * (0.9 + 0.2 * chance.unit())')],
    'longer waits without chance': [wait('Math.max(4_000_000, exponentialLimit(params, retry)) + 0 * chance.unit()')],
    'the same draw for all': [
      ['export const exponential', 'let drawn = 0;\n\nexport const exponential'],
      wait('4_000_000 * (drawn ||= chance.unit())'),
    ],
    'nearly for ever': [wait('60_000_000 * chance.unit()')],
    'no retry': { 'crowd.maxAttempts': 1 },
    'a shop of any size': { 'shop.servers': 1_000, 'shop.loadShedding': { kind: 'none' } },
    'no outage': { 'shop.fault': { kind: 'none' }, 'shop.servers': 1_000 },
  },
  easier: {},
};

const remembering = (most: string): Edit => [
  '    lists.take(key);\n    return key;',
  `    lists.take(key);
    this.gone.add(key);
    for (const old of this.gone) if (this.gone.size > ${most}) this.gone.delete(old);
    return key;`,
];
const GONE: readonly Edit[] = [
  ['  private hand = NOWHERE;', '  private hand = NOWHERE;\n  private readonly gone = new Set<number>();'],
  remembering('this.room.capacity'),
];
const bit = (expression: string): Edit => [
  '    this.visited[key] = 0;\n    this.lists.add',
  `    this.visited[key] = ${expression};\n    this.lists.add`,
];

const sieve: OwnCodeLesson = {
  seam: 'eviction',
  from: 'sieve',
  slot: 'cache.eviction',
  right: {
    'a key that comes back soon after it left has its bit set': [...GONE, bit('this.gone.delete(key) ? 1 : 0')],
    'the same with a memory of all keys': [GONE[0], remembering('Number.POSITIVE_INFINITY'), bit('this.gone.delete(key) ? 1 : 0')],
  },
  wrong: {
    'every newcomer has its bit set': [bit('1')],
    'keys that are spared go to the young end, as in CLOCK': [
      [
        '      key = lists.youngerThan(key);\n      if (key === NOWHERE) key = lists.oldest(RESIDENT);',
        '      lists.renew(key);\n      key = lists.oldest(RESIDENT);',
      ],
    ],
    'bits are cleared every 500 hits': [
      ['  private hand = NOWHERE;', '  private hand = NOWHERE;\n  private hits = 0;'],
      ['    this.visited[key] = 1;', '    if (++this.hits % 500 === 0) this.visited.fill(0);\n    this.visited[key] = 1;'],
    ],
    'a memory of a hundred keys': [GONE[0], remembering('100'), bit('this.gone.delete(key) ? 1 : 0')],
    'all the room there is': { 'cache.capacity': 10_000 },
    'a short life for each entry': { 'cache.ttl': 3_000 },
    'a filter that takes the keys of the export for absent': { 'cache.absenceGuard': { kind: 'bloom-filter' } },
    'no export': { 'export.enabled': false },
    'favourites that stay': { 'readers.workload.step': 0 },
  },
  easier: {
    'favourites that stay, and a larger export': { 'readers.workload.step': 0, 'export.arrival.rate': 600 },
  },
};

const SHARES: readonly Edit[] = [
  [
    'const SINCE = 1;',
    'const SINCE = 1;\n/** Then of each tenant: up to when its share is used [µs]. */\nconst SHARE = 2;\nconst TENANTS = 22;\n',
  ],
  ['  size: () => 2,', '  size: () => SHARE + TENANTS,'],
  ['    cells[at + TOKENS] = burst;', '    cells[at + TOKENS] = burst;\n    cells.fill(now, at + SHARE, at + SHARE + TENANTS);'],
  [
    '    cells[at + SINCE] = now;\n  },\n  retryAfter',
    '    cells[at + SINCE] = now;\n    const own = at + SHARE + (tenant % TENANTS);\n    cells[own] = Math.max(now, cells[own]) + (cost * SECOND * TENANTS) / rate;\n  },\n  retryAfter',
  ],
  ['  take({ rate, burst }, cells, at, now, { cost }) {', '  take({ rate, burst }, cells, at, now, { cost, tenant }) {'],
];
const CHECK =
  '  check: ({ rate, burst }, cells, at, now, { cost }) =>\n    Math.min(burst, cells[at + TOKENS] + ((now - cells[at + SINCE]) * rate) / SECOND) >= cost ? PASSES : REFUSED,';
const check = (passes: string, ahead = 'SECOND'): Edit => [
  CHECK,
  `  check: ({ rate, burst }, cells, at, now, { cost, tenant }) => {
    const tokens = Math.min(burst, cells[at + TOKENS] + ((now - cells[at + SINCE]) * rate) / SECOND);
    const hasShare = cells[at + SHARE + (tenant % TENANTS)] < now + ${ahead};
    return ${passes} ? PASSES : REFUSED;
  },`,
];

const limiter: OwnCodeLesson = {
  seam: 'rate-limiter',
  from: null,
  slot: 'gate.limiter',
  right: {
    'the last ten tokens are for tenants that have not used their share': [...SHARES, check('tokens >= cost + (hasShare ? 0 : 10)')],
  },
  wrong: {
    'only the last token is kept': [...SHARES, check('tokens >= cost + (hasShare ? 0 : 1)')],
    'a share for the next minute': [...SHARES, check('tokens >= cost + (hasShare ? 0 : 10)', '60 * SECOND')],
    'a share that has to be saved up for': [...SHARES, check('tokens >= cost + (hasShare ? 0 : 10)', '1')],
    'the largest tenant is turned away': [...SHARES, check('tokens >= cost && tenant !== 0 && tenant !== 21')],
    'nobody gets more than an equal share': [...SHARES, check('tokens >= cost && hasShare')],
    'a share each, and above it whatever is asked': [...SHARES, check('hasShare || tokens >= cost')],
    'tokens kept back from everybody': [...SHARES, check('tokens >= cost + 10')],
    'tokens kept back from the first tenant': [...SHARES, check('tokens >= cost + (tenant === 0 ? 10 : 0)')],
    'a limit for each tenant': { 'gate.key': 'tenant' },
    'fair share, by what was asked in the second before': {
      'gate.limiter': { kind: 'fair-share', limit: 100, window: 1_000, tenants: 22 },
    },
    'small tenants that try again': { 'small.maxAttempts': 50, 'small.retryDelay': { kind: 'constant', delay: 20 } },
    'no small tenants': { 'small.enabled': false },
  },
  easier: {
    'an import just below the limit, and few beside it': {
      'noisy.arrival': { kind: 'constant', rate: 95 },
      'small.arrival.rate': 3.6,
    },
  },
};

export const ownCodeLessons: Readonly<Record<string, OwnCodeLesson>> = {
  'write-your-own-jitter': jitter,
  'beat-sieve': sieve,
  'a-fairer-limiter': limiter,
};
