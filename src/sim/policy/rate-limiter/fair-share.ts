import { defineRateLimiter, duration, integer, PASSES, REFUSED } from './contract.ts';

/** Cells: when the window began [µs], what has passed in it, and what of it is still reserved for tenants. */
const BEGAN = 0;
const TOTAL = 1;
const RESERVED = 2;
const TENANTS = 3;
/** Then of each tenant: what has passed of it in this window, what it asked for, and what is set aside for it. */
const PASSED = 0;
const ASKED = 1;
const SHARE = 2;
const PER_TENANT = 3;

interface Values {
  limit: number;
  window: number;
  tenants: number;
}

/** Where a tenant's cells are; those beyond the number of tenants share. */
const cellsOf = ({ tenants }: Values, at: number, tenant: number) => at + TENANTS + (tenant % tenants) * PER_TENANT;

const windowsGone = ({ window }: Values, cells: Float64Array, at: number, now: number) =>
  Math.max(0, Math.floor((now - cells[at + BEGAN]) / window));

/**
 * The level up to which demands can be met so that they come to the limit: who wants less gets all, the others get the
 * same (water-filling). The demands are those of the window in the cells; Infinity if all can be met.
 */
function fairLevel(params: Values, cells: Float64Array, at: number): number {
  let level = 0;
  for (;;) {
    let left = params.limit;
    let wanting = 0;
    for (let tenant = 0; tenant < params.tenants; tenant++) {
      const asked = cells[cellsOf(params, at, tenant) + ASKED];
      if (asked <= level) left -= asked;
      else wanting++;
    }
    if (wanting === 0) return Number.POSITIVE_INFINITY;
    if (left / wanting <= level) return level;
    level = left / wanting;
  }
}

/** What a tenant gets of the window after the one in the cells. */
const shareAt = (level: number, asked: number) => Math.floor(Math.min(level, asked));

/** What would have passed and been reserved in the window if the call passed now. */
function committed(params: Values, cells: Float64Array, at: number, now: number, cost: number, tenant: number): number {
  const gone = windowsGone(params, cells, at, now);
  if (gone > 1) return cost;
  const own = cellsOf(params, at, tenant);
  if (gone === 0) {
    const free = Math.max(0, cells[own + SHARE] - cells[own + PASSED]);
    return cells[at + TOTAL] + cells[at + RESERVED] + cost - Math.min(free, cost);
  }
  const level = fairLevel(params, cells, at);
  let reserved = 0;
  for (let each = 0; each < params.tenants; each++) reserved += shareAt(level, cells[cellsOf(params, at, each) + ASKED]);
  return reserved + cost - Math.min(shareAt(level, cells[own + ASKED]), cost);
}

/** Turns to the window that `now` is in: the demands of the last one are the shares of this. */
function turn(params: Values, cells: Float64Array, at: number, now: number): void {
  const gone = windowsGone(params, cells, at, now);
  if (gone === 0) return;
  const level = gone === 1 ? fairLevel(params, cells, at) : 0;
  let reserved = 0;
  for (let tenant = 0; tenant < params.tenants; tenant++) {
    const own = cellsOf(params, at, tenant);
    cells[own + SHARE] = shareAt(level, cells[own + ASKED]);
    cells[own + PASSED] = 0;
    cells[own + ASKED] = 0;
    reserved += cells[own + SHARE];
  }
  cells[at + BEGAN] = Math.floor(now / params.window) * params.window;
  cells[at + TOTAL] = 0;
  cells[at + RESERVED] = reserved;
}

/**
 * One budget per window for all tenants, divided max-min fairly: whoever wants less than an equal share gets all of it,
 * and the others get equal parts of what is left. Under a single limit for all the noisiest takes nearly everything.
 *
 * Nobody knows yet what a window will ask for, so the shares follow what was asked for in the window before, refused
 * calls included: they are set aside, and what nobody has claimed goes to whoever comes first. That makes it a window
 * late: in the first window, and in the first of a newcomer, first come is first served; and what is set aside for
 * a tenant who then stays away goes unused for one window. Windows follow the clock, with the burst at their edge
 * that a fixed window has. Tenants beyond the number it has cells for share, as in stochastic fair queueing.
 */
export const fairShare = defineRateLimiter({
  id: 'fair-share',
  title: 'Fair share',
  summary: 'One budget, divided fairly among tenants: the noisy do not starve the quiet.',
  sources: [
    {
      title: 'Yanacek, Fairness in multi-tenant systems',
      url: 'https://aws.amazon.com/builders-library/fairness-in-multi-tenant-systems/',
    },
    { title: 'Bertsekas and Gallager, Data networks (1992), 6.5.2: max-min', url: 'https://web.mit.edu/dimitrib/www/datanets.html' },
    { title: 'McKenney, Stochastic fairness queueing (1990)', url: 'https://doi.org/10.1109/INFCOM.1990.91316' },
  ],
  looksAt: ['tenant'],
  params: {
    limit: integer({
      label: 'Limit',
      help: 'How much passes per window, of all tenants together.',
      unit: 'req',
      default: 100,
      min: 0,
      max: 1_000_000,
      scale: 'log',
    }),
    window: duration({
      label: 'Window',
      help: 'How long a window of the clock lasts, and how long it takes to notice who wants what.',
      default: 1_000,
      min: 1,
      max: 2_678_400_000,
      scale: 'log',
    }),
    tenants: integer({
      label: 'Tenants',
      help: 'How many tenants are told apart; more than that share the places.',
      default: 16,
      min: 1,
      max: 1_024,
      scale: 'log',
    }),
  },
  examples: [
    { limit: 10, window: 10, tenants: 3 },
    { limit: 7, window: 1, tenants: 1 },
    { limit: 0 },
    { limit: 5, window: 2_678_400_000, tenants: 2 },
  ],
  promises: ['keeps-order', 'refuses-the-too-dear'],
  size: ({ tenants }) => TENANTS + tenants * PER_TENANT,
  start(params, cells, at, now) {
    cells.fill(0, at, at + TENANTS + params.tenants * PER_TENANT);
    cells[at + BEGAN] = Math.floor(now / params.window) * params.window;
  },
  check: (params, cells, at, now, { cost, tenant }) => (committed(params, cells, at, now, cost, tenant) <= params.limit ? PASSES : REFUSED),
  take(params, cells, at, now, { cost, tenant }) {
    turn(params, cells, at, now);
    const own = cellsOf(params, at, tenant);
    cells[at + RESERVED] -= Math.min(cost, Math.max(0, cells[own + SHARE] - cells[own + PASSED]));
    cells[at + TOTAL] += cost;
    cells[own + PASSED] += cost;
    cells[own + ASKED] += cost;
  },
  refuse(params, cells, at, now, { cost, tenant }) {
    turn(params, cells, at, now);
    cells[cellsOf(params, at, tenant) + ASKED] += cost;
  },
  retryAfter(params, cells, at, now, { cost, tenant }) {
    if (committed(params, cells, at, now, cost, tenant) <= params.limit) return 0;
    if (cost > params.limit) return Number.POSITIVE_INFINITY;
    const next = cells[at + BEGAN] + params.window;
    const passesThen = next > now && committed(params, cells, at, next, cost, tenant) <= params.limit;
    // in a window after one in which nobody asks nothing is set aside
    return (passesThen ? next : next + params.window) - now;
  },
  hint: 'exact',
  promise: ({ limit, window }, span) => limit * (Math.ceil(span / window) + 1),
  means: ({ limit, window }) => ({ limit, span: window }),
  gauges: {
    left: {
      label: 'Left in the window',
      unit: 'req',
      read: ({ cells, at }, params, now) => Math.max(0, params.limit - (windowsGone(params, cells, at, now) === 0 ? cells[at + TOTAL] : 0)),
    },
    reserved: {
      label: 'Set aside for tenants',
      unit: 'req',
      read: ({ cells, at }, params, now) =>
        committed(params, cells, at, now, 0, 0) - (windowsGone(params, cells, at, now) === 0 ? cells[at + TOTAL] : 0),
    },
  },
});
