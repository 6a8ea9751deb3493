import type { Seams } from '../../src/sim/param/param.ts';
import { NEWCOMER, type Room } from '../../src/sim/policy/eviction/contract.ts';
import type { Wish } from '../../src/sim/policy/workload/contract.ts';

/** A built-in policy made faulty, and what is found of it. */
interface Fault<Seam extends keyof Seams> {
  of: string;
  fault(policy: Seams[Seam]['policy']): Partial<Seams[Seam]['policy']> & { promises?: readonly string[] };
  found: RegExp;
}

const NEVER = Number.POSITIVE_INFINITY;

const fault = <Seam extends keyof Seams>(of: string, found: RegExp, of_: Fault<Seam>['fault']): Fault<Seam> => ({ of, found, fault: of_ });

/** An eviction whose functions are others. */
const evicting =
  (promises: readonly string[], change: (inner: ReturnType<Seams['eviction']['policy']['start']>, room: Room) => object) =>
  (policy: Seams['eviction']['policy']) => ({
    promises,
    start(params: object, room: Room) {
      const inner = policy.start(params, room);
      const own = {
        lookUp: (key: number) => inner.lookUp(key),
        evict: (key: number) => inner.evict(key),
        admit: (key: number) => inner.admit(key),
        remove: (key: number) => inner.remove(key),
        widen: () => inner.widen(),
        shelves: () => inner.shelves(),
      };
      return Object.assign(own, change(inner, room));
    },
  });

/** A workload whose wishes are changed. */
const wishing =
  (promises: readonly string[], change: (wish: Wish, params: never) => void) =>
  (policy: Seams['workload']['policy']): Partial<Seams['workload']['policy']> & { promises: readonly string[] } => ({
    promises,
    next(state, params, now, chance, wish) {
      policy.next(state, params, now, chance, wish);
      change(wish, params as never);
    },
  });

/** For each law of each seam a policy that breaks it. */
export const faults: { readonly [Seam in keyof Seams]: Readonly<Record<string, Fault<Seam>>> } = {
  'absence-guard': {
    'never-hides': fault('bloom-filter', /^says that key [\d,]+ cannot exist, which was (written|there from the start)$/, () => ({
      add: () => {},
    })),
    asking: fault('none', /^answers false for key [\d,]+, and true when asked again$/, () => ({
      start: () => ({ asked: new Set<number>() }),
      mayExist(state, _params, key) {
        const { asked } = state as { asked: Set<number> };
        const known = asked.has(key) || key < 0;
        asked.add(key);
        return known;
      },
      add: (state, key) => (state as { asked: Set<number> }).asked.add(key),
    })),
    'spares-the-origin': fault('bloom-filter', /^tells 0 of 3,000 apart$/, () => ({
      mayExist: () => true,
      promises: ['spares-the-origin'],
    })),
  },
  acknowledgement: {
    first: fault('late', /^forbids it to one that nobody has been before$/, () => ({ permits: (_params, _now, { token }) => token > 1 })),
    steady: fault('late', /^answers 1, and before 0$/, () => {
      let asked = 0;
      return { when: () => Math.min(1, asked++) };
    }),
    untouched: fault('late', /^makes \{.*"token":99.*\} of \{/, () => ({
      permits(_params, _now, holder) {
        holder.token = 99;
        return true;
      },
    })),
    'never-overwritten': fault('fencing-token', /^permits it to token \d after \d$/, () => ({
      permits: () => true,
      promises: ['never-overwritten'],
    })),
  },
  arrival: {
    forward: fault('constant', /^is due at 0 µs, and it is [\d,]+ µs already$/, ({ due }) => ({
      due: (state, params, now) => (now > 50_000 ? 0 : due(state, params, now)),
    })),
    asking: fault('constant', /^is due at [\d,]+ µs, and asked again at [\d,]+ µs$/, ({ due }) => {
      let asked = 0;
      return { due: (state, params, now) => due(state, params, now) + asked++ };
    }),
    settling: fault('constant', /^is due at [\d,]+ µs after it, and at [\d,]+ µs before$/, ({ settle, start, due }) => ({
      start: (params, now, chance, recordings) => ({ inner: start(params, now, chance, recordings), late: 0 }),
      settle(state, params, now) {
        const own = state as { inner: object; late: number };
        settle(own.inner, params, now);
        own.late += 1_000;
      },
      due: (state, params, now) => due((state as { inner: object }).inner, params, now) + (state as { late: number }).late,
      born: () => {},
    })),
    'keeps-its-rate': fault('constant', /^sends [\d,]+ requests in 200 s, and its rate says [\d,]+$/, ({ rate }) => ({
      rate: (params) => 2 * rate(params),
      promises: ['keeps-its-rate'],
    })),
    'varies-about-its-rate': fault('mmpp', /^sends [\d,]+ requests in [\d,]+ s, and its rate says [\d,]+$/, ({ rate }) => ({
      rate: (params) => 2 * rate(params),
    })),
    'comes-to-an-end': fault('once', /^sends [\d,]+ requests, and says 100$/, ({ born }) => ({
      // one in two counts for nothing
      born: (state, params, now, chance) => (chance.happens(0.5) ? born(state, params, now, chance) : undefined),
    })),
    'waits-for-answers': fault('closed-loop', /^sends [\d,]+ requests with [\d,]+ users, and nobody was answered$/, () => ({
      due: (_state, _params, now) => now,
      promises: ['waits-for-answers'],
    })),
    'leaves-nothing-to-chance': fault('poisson', /^draws [\d,]+ times$/, () => ({ promises: ['leaves-nothing-to-chance'] })),
  },
  autoscaling: {
    untouched: fault('by-length', /^makes \{.*"up":0.*\} of \{/, ({ plan }) => ({
      plan(state, params, now, readings) {
        const wanted = plan(state, params, now, readings);
        readings.up = 0;
        readings.starting = 77;
        return wanted;
      },
    })),
    interval: fault('by-length', /^answers [\d,]+ µs, and before [\d,]+ µs$/, () => {
      let asked = 0;
      return { interval: () => 1_000_000 + asked++ };
    }),
    'follows-backlog': fault('by-length', /^wants \d+ replicas with less, and \d+ with more$/, () => ({
      plan: (_state, _params, _now, { backlog }) => 600 - backlog,
      promises: ['follows-backlog'],
    })),
    'follows-age': fault('by-age', /^wants \d+ replicas with less, and \d+ with more$/, () => ({
      plan: (_state, _params, _now, { oldestAge }) => 100 - Math.floor(oldestAge / 1_000_000),
      promises: ['follows-age'],
    })),
    'follows-utilisation': fault('by-utilisation', /^wants \d+ replicas with less, and \d+ with more$/, () => ({
      plan: (_state, _params, _now, { utilisation }) => 100 - Math.floor(100 * utilisation),
      promises: ['follows-utilisation'],
    })),
    'keeps-within-bounds': fault('by-length', /^wants 21 replicas, with a fewest of 1 and a most of 20$/, () => ({
      plan: () => 21,
      promises: ['keeps-within-bounds'],
    })),
    'changes-nothing': fault('none', /^wants 6 replicas where there are 5$/, () => ({ plan: () => 6, promises: ['changes-nothing'] })),
  },
  balancer: {
    there: fault('round-robin', /^chooses replica \d+, and there are \d+, numbered from 0$/, () => ({
      choose: (_state, _params, _known, replicas) => replicas,
    })),
    untouched: fault('round-robin', /^changes inFlight, which is its host’s$/, () => ({
      choose(_state, _params, inFlight) {
        inFlight[0]++;
        return 0;
      },
    })),
    'heeds-no-load': fault('least-in-flight', /^chooses replica \d+ with [\d, ]+ in flight, and \d+ with none$/, () => ({
      promises: ['heeds-no-load'],
    })),
    'takes-turns': fault('random', /^chooses [\d, ]+ in a row$/, () => ({ promises: ['takes-turns'] })),
    'chooses-the-least': fault('random', /^chooses replica \d+ of those with [\d, ]+ in flight$/, () => ({
      promises: ['chooses-the-least'],
    })),
    'avoids-the-fullest': fault('random', /^chooses replica \d+ of those with [\d, ]+ in flight$/, () => ({
      promises: ['avoids-the-fullest'],
    })),
    'spreads-evenly': fault('random', /^chooses five replicas 20,000, 0, 0, 0, 0 times of 20,000$/, () => ({
      choose: () => 0,
      promises: ['spreads-evenly'],
    })),
  },
  'circuit-breaker': {
    closed: fault('consecutive-failures', /^refuses an attempt while it is closed$/, () => ({ decide: () => -1, phase: () => 0 })),
    turns: fault('consecutive-failures', /^goes from closed to half-open$/, () => ({
      start: () => ({ phase: 0 }),
      decide: () => 0,
      learn(state) {
        (state as { phase: number }).phase = 1;
      },
      phase: (state) => (state as { phase: number }).phase,
    })),
    withdrawn: fault('consecutive-failures', /^goes from closed to open by an attempt that was withdrawn$/, () => ({
      start: () => ({ phase: 0 }),
      decide: (state) => ((state as { phase: number }).phase === 0 ? 0 : -1),
      learn(state, _params, _now, _ticket, seen) {
        if (seen === 2) (state as { phase: number }).phase = 2;
      },
      phase: (state) => (state as { phase: number }).phase,
    })),
    look: fault('consecutive-failures', /^wants to be asked again at 0 µs, and it is [\d,]+ µs already$/, () => ({ look: () => 0 })),
    'not-for-ever': fault('consecutive-failures', /^refuses a day later, with nothing out$/, () => ({
      start: () => ({ phase: 0 }),
      decide: (state) => ((state as { phase: number }).phase === 0 ? 0 : -1),
      learn(state, _params, _now, _ticket, seen) {
        if (seen === 1) (state as { phase: number }).phase = 2;
      },
      phase: (state) => (state as { phase: number }).phase,
    })),
    'no-failure': fault('consecutive-failures', /^is open, and nothing has failed$/, () => ({
      start: () => ({ seen: 0 }),
      decide: (state) => ((state as { seen: number }).seen < 100 ? 0 : -1),
      learn(state, _params, _now, _ticket, seen) {
        if (seen === 0) (state as { seen: number }).seen++;
      },
      phase: (state) => ((state as { seen: number }).seen < 100 ? 0 : 2),
    })),
    'never-refuses': fault('consecutive-failures', /^refuses after \d+ failures$/, () => ({ promises: ['never-refuses'] })),
    'opens-when-all-fails': fault('none', /^is closed after 100,000 failures$/, () => ({ promises: ['opens-when-all-fails'] })),
    'probes-and-recovers': fault('consecutive-failures', /^lets 0 of 1 probes through$/, ({ decide, phase }) => ({
      decide: (state, params, now) => (phase(state) === 2 ? -1 : decide(state, params, now)),
      promises: ['probes-and-recovers'],
    })),
  },
  'cron-overlap': {
    free: fault('skip', /^skips a run although none is under way$/, () => ({ decide: () => 1 })),
    alike: fault('allow', /^answers \d, and asked the same again \d$/, () => {
      let asked = 0;
      return { decide: (_params, underWay) => (underWay === 0 ? 0 : asked++ % 2) };
    }),
    'starts-what-is-due': fault('skip', /^starts runs of 1\.5 min at 0, 2, 4 min, and they are due every minute$/, () => ({
      promises: ['starts-what-is-due'],
    })),
    'one-at-a-time': fault('allow', /^has 2 runs of 1\.5 min under way at once$/, () => ({ promises: ['one-at-a-time'] })),
    'makes-up': fault('skip', /^starts the second run of 1\.5 min at 2 min$/, () => ({ promises: ['makes-up'] })),
    'outlives-the-dead': fault('skip', /^starts no other in 2,000 minutes$/, () => ({ promises: ['outlives-the-dead'] })),
  },
  distribution: {
    repeats: fault('constant', /^answers [\d,]+ µs, and of the same draws later [\d,]+ µs$/, () => {
      let drawn = 0;
      return { sample: () => drawn++ };
    }),
    mean: fault('constant', /^says \d+ µs, and before \d+ µs$/, () => {
      let asked = 0;
      return { mean: () => asked++ };
    }),
    'keeps-its-mean': fault('exponential', /^says [\d,]+ µs, and 40,000 draws have [\d,]+ µs$/, ({ mean }) => ({
      mean: (params) => 1.2 * mean(params),
      promises: ['keeps-its-mean'],
    })),
    'never-varies': fault('exponential', /^answers [\d,]+ µs, and its mean is [\d,]+ µs$/, () => ({ promises: ['never-varies'] })),
    'stays-within-bounds': fault('uniform', /^answers [\d,]+ µs, between [\d,]+ and [\d,]+ µs$/, ({ sample }) => ({
      sample: (params, chance) => 2 * sample(params, chance),
      promises: ['stays-within-bounds'],
    })),
  },
  'early-refresh': {
    'leaves-what-never-expires': fault('refresh-after', /^refreshes an entry that never expires$/, () => ({
      promises: ['leaves-what-never-expires'],
    })),
    untouched: fault('none', /^makes \{.*\} of \{/, () => ({
      refreshes(_params, _now, entry) {
        entry.rebuild = -1;
        return false;
      },
    })),
    'never-early': fault('xfetch', /^refreshes an entry [\d.]+ s before its end$/, () => ({ promises: ['never-early'] })),
    'likelier-towards-the-end': fault('none', /^refreshes 0 of 4000 times at the very end$/, () => ({
      promises: ['likelier-towards-the-end'],
    })),
    'leaves-nothing-to-chance': fault('xfetch', /^draws$/, () => ({ promises: ['leaves-nothing-to-chance'] })),
  },
  eviction: {
    'look-up': fault(
      'lru',
      /^answers 0 for key [\d,]+, which has been let in and not evicted$/,
      evicting([], () => ({ lookUp: () => 0 })),
    ),
    victim: fault(
      'lru',
      /^evicts key [\d,]+, which is not in the cache$/,
      evicting([], (inner, room) => ({
        evict(key: number) {
          inner.evict(key);
          return room.keys + 7;
        },
      })),
    ),
    'lets-go': fault(
      'slru',
      /^lets go of key [\d,]+, which was just asked for$/,
      evicting([], (inner) => {
        let asked = -1;
        return {
          lookUp(key: number) {
            asked = key;
            return inner.lookUp(key);
          },
          letGo: () => asked,
        };
      }),
    ),
    shrinks: fault(
      'lru',
      /^answers NEWCOMER when the cache has shrunk and nobody comes$/,
      evicting([], (inner) => ({ evict: (key: number) => (key < 0 ? NEWCOMER : inner.evict(key)) })),
    ),
    shelves: fault(
      'lru',
      /^does not show key [\d,]+, which is in the cache$/,
      evicting([], () => ({ shelves: () => [] })),
    ),
    unseen: fault(
      'lru',
      /^evicts key [\d,]+ when it is looked at, key [\d,]+ when not$/,
      evicting([], (inner) => ({
        shelves() {
          const shelves = inner.shelves();
          const [first] = shelves[0].keys;
          if (first !== undefined) inner.lookUp(first);
          return inner.shelves();
        },
      })),
    ),
    'lets-newcomers-in': fault(
      'lru',
      /^keeps out key [\d,]+, which was asked for$/,
      evicting(['lets-newcomers-in'], () => ({ evict: () => NEWCOMER })),
    ),
    'forgets-removed': fault(
      'two-queue',
      /^treats a key that was removed/,
      evicting(['forgets-removed'], (inner) => {
        let removed = 0;
        return {
          remove(key: number) {
            inner.remove(key);
            removed++;
          },
          shelves: () => inner.shelves().map((shelf) => ({ ...shelf, title: `${shelf.title} ${removed}` })),
        };
      }),
    ),
    'bears-scans': fault('lru', /^keeps 0 of 20 of them$/, () => ({ promises: ['bears-scans'] })),
    'bears-loops': fault('lru', /^finds 0 of 800$/, () => ({ promises: ['bears-loops'] })),
  },
  fallback: {
    steady: fault('stale', /^asks "1", and before "0"$/, () => {
      let asked = 0;
      return { wire: () => String(asked++) };
    }),
    'asks-elsewhere': fault('none', /^has no function wire$/, () => ({ promises: ['asks-elsewhere'] })),
    'answers-at-once': fault('stale', /^has a function wire$/, () => ({ promises: ['answers-at-once'], wire: () => 'copy' })),
  },
  fault: {
    steady: fault('slow', /^answers ,2,, and before ,1,$/, () => {
      let asked = 1;
      return { stretch: () => asked++ };
    }),
    repeats: fault('error-ratio', /^answers \d, and of the same draws later \d$/, () => {
      let asked = 0;
      return { verdict: () => (asked++ % 3 === 0 ? 1 : 0) };
    }),
    'harms-nobody': fault('error-ratio', /^does something$/, () => ({ promises: ['harms-nobody'] })),
    'fails-a-share': fault('error-ratio', /^fails at [\d.]+ what works at [\d.]+$/, () => ({
      verdict: (params, chance) => (chance.unit() > (params as { ratio: number }).ratio ? 1 : 0),
      promises: ['fails-a-share'],
    })),
  },
  hedge: {
    asking: fault('after-delay', /^answers [\d,]+ µs, and asked again [\d,]+ µs$/, () => {
      let asked = 0;
      return { delay: () => asked++ };
    }),
    apart: fault('after-delay', /^answers [\d,]+ µs for a wire that nothing came over, and before 5 µs$/, () => {
      let last = 5;
      return {
        delay: () => last,
        learn(_state, _params, time) {
          last = 100 + time;
        },
      };
    }),
    'never-hedges': fault('after-delay', /^answers [\d,]+ µs$/, () => ({ promises: ['never-hedges'] })),
    'waits-a-fixed-time': fault('after-quantile', /^answers Infinity, [\d,]+/, () => ({ promises: ['waits-a-fixed-time'] })),
    'follows-response-times': fault('after-delay', /^answers [\d,]+ µs before it knows anything$/, () => ({
      promises: ['follows-response-times'],
    })),
  },
  'job-scheduling': {
    waits: fault('fifo', /^hands out job 79, which does not wait$/, () => ({ take: () => 79 })),
    idle: fault('fifo', /^answers NOTHING while \d+ jobs wait, and it is not choosy$/, () => ({ take: () => -1 })),
    lost: fault('fifo', /^hands out all but \d+ jobs, job \d+ among them$/, ({ put, leave }) => ({
      choosy: true,
      put(state, params, job, jobs, returns) {
        if (job % 10 !== 3) put(state, params, job, jobs, returns);
      },
      leave(state, params, job, jobs) {
        if (job % 10 !== 3) leave(state, params, job, jobs);
      },
    })),
    'by-enqueueing': fault('lifo', /^hands out job \d+ \(\d+\) before job \d+ \(\d+\)$/, () => ({ promises: ['by-enqueueing'] })),
    'by-deadline': fault('fifo', /^hands out job \d+ \(\w+\) before job \d+ \(\w+\)$/, () => ({ promises: ['by-deadline'] })),
    'by-cost': fault('fifo', /^hands out job \d+ \([\d.]+\) before job \d+ \([\d.]+\)$/, () => ({ promises: ['by-cost'] })),
    'top-class-first': fault('fifo', /^hands out a job of class \d while one of class \d waits$/, () => ({
      promises: ['top-class-first'],
    })),
  },
  'load-shedding': {
    untouched: fault('none', /^changes what it is asked about$/, () => ({
      admits(_state, _params, _now, ask) {
        ask.waiting = -1;
        return true;
      },
    })),
    importance: fault('none', /^sheds class \d behind \d+, and lets class \d wait$/, () => ({
      admits: (_state, _params, _now, ask) => ask.class > 2,
    })),
    'admits-everybody': fault('bounded-queue', /^sheds one with 1,000,000,000 waiting and 0 in service$/, () => ({
      promises: ['admits-everybody'],
    })),
    'bounds-the-queue': fault('none', /^lets one wait behind 1,000,000,000$/, () => ({ promises: ['bounds-the-queue'] })),
    'sheds-the-more-the-fuller': fault('none', /^sheds one behind 0, and lets one wait behind 1$/, () => ({
      admits: (_state, _params, _now, { waiting }) => waiting > 0,
      promises: ['sheds-the-more-the-fuller'],
    })),
    'sheds-the-less-important-first': fault('none', /^sheds class 0 behind 0, and lets class 1 wait$/, () => ({
      admits: (_state, _params, _now, ask) => ask.class > 0,
      promises: ['sheds-the-less-important-first'],
    })),
    'remembers-nothing': fault('none', /^answers true behind 0, and later false$/, () => ({
      start: () => ({ asked: 0 }),
      admits: (state) => (state as { asked: number }).asked++ === 0,
      promises: ['remembers-nothing'],
    })),
  },
  'outlier-ejection': {
    unheard: fault('none', /^finds replica 0, which has not answered yet$/, () => ({ look: (_state, _params, replicas) => [replicas[0]] })),
    asked: fault('consecutive-errors', /^finds 11, asked about [\d,]+$/, ({ look }) => ({
      start: () => ({ looked: false }),
      learn: () => false,
      look(state, params, replicas) {
        const own = state as { looked: boolean };
        if (own.looked) return [11];
        own.looked = true;
        void look;
        void params;
        return replicas.slice(0, 0);
      },
      forget: () => {},
    })),
    forgets: fault('consecutive-errors', /^finds a replica that has answered once since its number was another’s$/, () => ({
      forget: () => {},
    })),
    'ejects-nobody': fault('consecutive-errors', /^finds replica \d$/, () => ({ promises: ['ejects-nobody'] })),
    'spares-the-faultless': fault('none', /^finds replica \d, which has answered no error$/, () => ({
      look: (_state, _params, replicas) => replicas,
      promises: ['spares-the-faultless'],
    })),
    'finds-the-one-that-fails': fault('none', /^finds nobody, and replica 6 fails$/, () => ({ promises: ['finds-the-one-that-fails'] })),
    compares: fault('consecutive-errors', /^finds replica 0 where each has answered 123 errors of 1,?000$/, () => ({
      promises: ['compares'],
    })),
  },
  placement: {
    there: fault('modulo', /^puts key [\d,]+ on node 13 of [\d, ]+$/, () => ({ place: () => 13 })),
    same: fault('modulo', /^puts key \d+ on node \d+, and asked elsewhere on node \d+$/, () => {
      let asked = 0;
      return {
        start: (_params, nodes) => ({ nodes }),
        place: (state) => {
          const { nodes } = state as { nodes: readonly number[] };
          asked = (asked * 7 + 3) % 1_009;
          return nodes[asked % nodes.length];
        },
      };
    }),
    untouched: fault('modulo', /^changes the load$/, ({ place }) => ({
      place(state, params, key, load) {
        const node = place(state, params, key, load);
        load[node]++;
        return node;
      },
    })),
    'ignores-load': fault('bounded-ring', /^puts key \d+ on node \d+, and under load on node \d+$/, () => ({ promises: ['ignores-load'] })),
    'moves-only-to-the-newcomer': fault('modulo', /^moves key \d+ from node \d+ to node \d+ when node \d+ joins$/, () => ({
      promises: ['moves-only-to-the-newcomer'],
    })),
    'bounds-load': fault('bounded-ring', /^gives node 0 \d+ of \d+ calls, of which \d+ are its most$/, () => ({
      place: () => 0,
      promises: ['bounds-load'],
    })),
  },
  'queue-discipline': {
    waits: fault('fifo', /^hands out entry 0, which does not wait$/, () => ({ take: () => 0 })),
    somebody: fault('fifo', /^answers NOTHING while [\d,]+ wait$/, () => ({ take: () => -1 })),
    order: fault('fifo', /^asks about who comes, and says byOrderAlone$/, ({ put }) => ({
      put(state, params, entry, now, waiter) {
        if (waiter.class > 9) return;
        put(state, params, entry, now, waiter);
      },
      byOrderAlone: true,
    })),
    'first-come-first-served': fault('lifo', /^hands out entry [\d,]+ before entry [\d,]+$/, () => ({
      promises: ['first-come-first-served'],
    })),
    'last-come-first-served': fault('fifo', /^hands out entry [\d,]+ before entry [\d,]+$/, () => ({
      promises: ['last-come-first-served'],
    })),
    'earliest-deadline-first': fault('fifo', /^hands out entry [\d,]+ before entry [\d,]+$/, () => ({
      promises: ['earliest-deadline-first'],
    })),
    'drops-nobody': fault('fifo', /^drops [\d,]+$/, ({ take }) => ({
      start: () => ({ line: [] as number[], taken: 0 }),
      put(state, _params, entry) {
        (state as { line: number[] }).line.push(entry);
      },
      take(state) {
        const own = state as { line: number[]; taken: number };
        void take;
        const entry = own.line.shift();
        if (entry === undefined) return -1;
        return own.taken++ % 5 === 4 ? -2 - entry : entry;
      },
      leave(state, _params, entry) {
        const { line } = state as { line: number[] };
        line.splice(line.indexOf(entry), 1);
      },
      promises: ['drops-nobody'],
    })),
  },
  'rate-limiter': {
    promise: fault('token-bucket', /^lets [\d.,]+ pass within [\d,]+ µs, and promises [\d.,]+ at the most$/, () => ({ check: () => 0 })),
    waits: fault('token-bucket', /^has a call wait 5 µs, and its longest wait is 0 µs$/, () => ({ check: () => 5 })),
    cells: fault('token-bucket', /^writes to a cell that is not its own: it has \d+ from at on$/, ({ take }) => ({
      take(params, cells, at, now, ask) {
        take(params, cells, at, now, ask);
        cells[at - 1] = 0;
      },
    })),
    'come-back': fault('token-bucket', /^answers 0 µs where the call would not pass now$/, () => ({ retryAfter: () => 0 })),
    sooner: fault('token-bucket', /^answers [\d,]+ µs, and [\d,]+ µs are enough$/, ({ retryAfter }) => ({
      retryAfter: (params, cells, at, now, ask) => 3 * retryAfter(params, cells, at, now, ask),
    })),
    exact: fault('token-bucket', /^answers 1 µs, and refuses the call after [\d,]+ µs$/, ({ retryAfter }) => ({
      retryAfter: (params, cells, at, now, ask) => Math.min(1, retryAfter(params, cells, at, now, ask)),
    })),
    'none-ends': fault('aws-adaptive', /^answers [\d,]+ µs, and the call passes at another moment$/, ({ nextFree }) => ({
      nextFree: (params, cells, at, now, ask) => 1 + (nextFree?.(params, cells, at, now, ask) ?? 0),
    })),
    looking: fault('token-bucket', /^changes a cell in check, retryAfter or nextFree$/, ({ size, start, retryAfter }) => ({
      size: (params) => size(params) + 1,
      start(params, cells, at, now) {
        cells[at + size(params)] = 0;
        start(params, cells, at, now);
      },
      retryAfter(params, cells, at, now, ask) {
        cells[at + size(params)]++;
        return retryAfter(params, cells, at, now, ask);
      },
    })),
    elsewhere: fault('none', /^lets a call of cost [\d.]+ pass after more has passed elsewhere, and not before$/, () => ({
      size: () => 1,
      start(_params, cells, at) {
        cells[at] = 0;
      },
      check: (_params, cells, at) => (cells[at] > 0 ? 0 : -1),
      take(_params, cells, at) {
        cells[at]++;
      },
      retryAfter: () => NEVER,
      hint: 'none',
    })),
    importance: fault('none', /^refuses a call of class 0, and lets one of class 1 pass$/, () => ({
      check: (_params, _cells, _at, _now, { priority }) => (priority > 0 ? 0 : -1),
      hint: 'none',
    })),
    'lets-everybody-pass': fault('token-bucket', /^answers -1 for a call of cost [\d,]+$/, () => ({ promises: ['lets-everybody-pass'] })),
    'exact-window': fault('sliding-log', /^lets [\d,.]+ pass within [\d,]+ µs, and its limit is [\d,]+$/, () => ({
      check: () => 0,
      promises: ['exact-window'],
    })),
    'keeps-order': fault('leaky-queue', /^lets a call pass [\d,]+ µs before one that asked earlier$/, ({ longestWait }) => ({
      check: (_params, _cells, _at, _now, { tenant }) => (tenant % 2 === 0 ? 50_000 : 0),
      longestWait: (params) => Math.max(50_000, longestWait?.(params) ?? 0),
      promise: () => NEVER,
      promises: ['keeps-order'],
    })),
    'refuses-the-too-dear': fault('none', /^lets a call of cost 1,000,000 pass$/, () => ({ promises: ['refuses-the-too-dear'] })),
    'frees-with-the-end': fault('concurrency', /^refuses a call after one has ended$/, () => ({
      release: () => {},
      promises: ['frees-with-the-end'],
    })),
    'treats-all-alike': fault('none', /^answers 0 and -1 to calls that differ in tenant and class alone$/, () => ({
      check: (_params, _cells, _at, _now, { tenant }) => (tenant === 4 ? -1 : 0),
      promises: ['treats-all-alike'],
    })),
  },
  'retry-budget': {
    refusal: fault('unlimited', /^refuses a retry, and allows it when asked again at once$/, () => ({
      start: () => ({ asked: 0 }),
      decide: (state) => (state as { asked: number }).asked++ % 2 === 1,
    })),
    apart: fault('unlimited', /^(allows|refuses) a retry over a wire that nothing went over$/, () => {
      let started = 0;
      return { start: () => ({ own: started++ }), decide: (state) => (state as { own: number }).own % 3 === 1 };
    }),
    'never-refuses': fault('token-bucket', /^refuses a retry after \d+$/, () => ({ promises: ['never-refuses'] })),
    'bounds-retries': fault('unlimited', /^allows [\d,]+ retries of 1,000 requests, and its bound says 100$/, () => ({
      bound: () => 0.1,
      promises: ['bounds-retries'],
    })),
    'stops-in-an-outage': fault('unlimited', /^allows [\d,]+ retries more after 1,000 failed requests$/, () => ({
      promises: ['stops-in-an-outage'],
    })),
    'refuses-a-burst': fault('unlimited', /^allows 10,000 of 10,000$/, () => ({ promises: ['refuses-a-burst'] })),
    recovers: fault('unlimited', /^refuses a retry after 20,000 requests that succeeded$/, () => ({
      decide: () => false,
      promises: ['recovers'],
    })),
  },
  'retry-delay': {
    between: fault('constant', /^waits [\d,]+ µs before retry \d+, and says [\d,]+ to 1 µs$/, () => ({ most: () => 1 })),
    memory: fault('none', /^writes to memory that is not at its place$/, () => ({
      delay(_params, _retry, memory) {
        memory[0] = 5;
        return 0;
      },
    })),
    repeats: fault('none', /^waits [\d,]+ µs before retry \d+, and [\d,]+ µs while others retry too$/, () => {
      let delays = 0;
      return { delay: () => delays++, most: () => 1e9 };
    }),
    'never-falls': fault('exponential', /^falls to [\d,]+ to [\d,]+ µs at retry 2$/, () => ({
      least: (_params, retry) => (retry > 1 ? 0 : 1_000),
      promises: ['never-falls'],
    })),
    'within-cap': fault('exponential', /^waits up to 1,000,000,000 µs before retry 1, and its cap is [\d,]+ µs$/, () => ({
      most: () => 1e9,
      promises: ['within-cap'],
    })),
    'reaches-its-ends': fault('full-jitter', /^says [\d,]+ to 1,000,000,000 µs, and waits 0 to [\d,]+ µs$/, () => ({
      most: () => 1e9,
      promises: ['reaches-its-ends'],
    })),
    'same-for-all': fault('full-jitter', /^waits for another time with other draws$/, () => ({ promises: ['same-for-all'] })),
    spreads: fault('exponential', /^waits for the same time with other draws$/, () => ({ promises: ['spreads'] })),
  },
  staleness: {
    steady: fault('none', /^answers true, and before false$/, () => {
      let asked = 0;
      return { supersedes: () => asked++ > 0 };
    }),
    useful: fault('none', /^drops every job: it is of use for 0 µs$/, () => ({ usefulFor: () => 0 })),
    'keeps-everything': fault('superseded', /^drops jobs for newer ones$/, () => ({ promises: ['keeps-everything'] })),
    'drops-the-old': fault('none', /^answers Infinity$/, () => ({ promises: ['drops-the-old'] })),
    'drops-the-superseded': fault('none', /^answers false$/, () => ({ promises: ['drops-the-superseded'] })),
  },
  'stampede-guard': {
    somebody: fault('coalesce', /^has one join where nobody rebuilds$/, () => ({ decide: () => -1 })),
    joins: fault('none', /^joins where no rebuild is under way$/, () => ({
      decide: (_params, now, { heldUntil }) => (heldUntil > now ? -1 : 0),
    })),
    right: fault('lock', /^has one look again after [\d,]+ µs, and the right ends in [\d,]+ µs$/, ({ holds }) => ({
      decide: (params, _now, { underWay }) => (underWay === 0 ? 0 : holds(params) + 1),
    })),
    untouched: fault('none', /^makes \{.*\} of \{/, () => ({
      decide(_params, _now, rebuild) {
        rebuild.waited = -1;
        return 0;
      },
    })),
    'refuses-outdated': fault('none', /^says that it takes them$/, () => ({ promises: ['refuses-outdated'] })),
  },
  'transactional-enqueue': {
    fills: fault('none', /^leaves 17\.5 in enqueuedAfter, expected whole µs from 0, or NEVER$/, () => ({ plan: () => {} })),
    copies: fault('none', /^says twice of a job that does not get into the queue$/, () => ({
      plan(_params, _now, _chance, into) {
        Object.assign(into, { enqueuedAfter: NEVER, recordedAfter: 0, twice: true });
      },
    })),
    'never-a-ghost': fault('none', /^plans a job after 0 µs and its record after Infinity µs$/, () => ({
      plan(_params, _now, _chance, into) {
        Object.assign(into, { enqueuedAfter: 0, recordedAfter: NEVER, twice: false });
      },
      promises: ['never-a-ghost'],
    })),
    'never-early': fault('before-commit', /^plans a job after 0 µs and its record after [\d.]+ µs$/, () => ({ promises: ['never-early'] })),
    'never-lost': fault('none', /^plans a job after Infinity µs and its record after 0 µs$/, () => ({
      plan(_params, _now, _chance, into) {
        Object.assign(into, { enqueuedAfter: NEVER, recordedAfter: 0, twice: false });
      },
      promises: ['never-lost'],
    })),
    'never-twice': fault('none', /^plans a job after 0 µs and its record after 0 µs, twice$/, () => ({
      plan(_params, _now, _chance, into) {
        Object.assign(into, { enqueuedAfter: 0, recordedAfter: 0, twice: true });
      },
      promises: ['never-twice'],
    })),
  },
  uniqueness: {
    ends: fault('window', /^holds a lock for ever that only its time gives back$/, () => ({ expiresAfter: () => NEVER })),
    holds: fault('window', /^has locks end at once$/, () => ({ expiresAfter: () => 0 })),
    waits: fault('while-executing', /^answers 0: expected a wait, or −1 where several may run$/, () => ({ exclusiveWait: () => 0 })),
    steady: fault('window', /^answers .*, and before .*$/, () => {
      let asked = 1;
      return { expiresAfter: () => asked++ };
    }),
    'no-wish-dropped': fault('window', /^makes 2 jobs of 500 wishes$/, () => ({ promises: ['no-wish-dropped'] })),
    'one-waits': fault('none', /^makes a second job 1 s after the first/, () => ({ promises: ['one-waits'] })),
    'one-lives': fault('until-start', /^makes a second job 700 s after the first/, () => ({ promises: ['one-lives'] })),
    'one-runs': fault('until-start', /^makes a second job 700 s after the first/, () => ({ promises: ['one-runs'] })),
    'lets-go-in-time': fault('until-done', /^makes one job of 5,000 wishes in 5,000 s/, () => ({ promises: ['lets-go-in-time'] })),
  },
  'worker-fault': {
    pair: fault('none', /^has strikesAfter and no lasts$/, () => ({ strikesAfter: () => 5 })),
    later: fault('mortal', /^answers 0 µs, again and again at one moment$/, () => ({ strikesAfter: () => 0 })),
    share: fault('crash', /^answers -0\.5$/, () => ({ kills: () => -0.5 })),
    'kills-nobody': fault('crash', /^kills a replica$/, () => ({ kills: () => 0.5, promises: ['kills-nobody'] })),
    'strikes-by-itself': fault('mortal', /^kills by an execution$/, () => ({ kills: () => 0.5, promises: ['strikes-by-itself'] })),
    'kills-by-job': fault('crash', /^kills at [\d.]+, and the same job next time at [\d.]+$/, () => ({
      kills: (_params, { receiveCount }) => 0.25 * receiveCount,
      promises: ['kills-by-job'],
    })),
  },
  workload: {
    keys: fault(
      'uniform',
      /^asks for key 0\.5$/,
      wishing([], (wish) => {
        wish.key = 0.5;
      }),
    ),
    bound: fault(
      'uniform',
      /^asks for key [\d,]+, and its bound is [\d,]+$/,
      wishing([], (wish) => {
        wish.key += 10_000;
      }),
    ),
    operation: fault(
      'uniform',
      /^wishes for operation 7$/,
      wishing([], (wish) => {
        wish.operation = 7;
      }),
    ),
    apart: fault('uniform', /^asks for key [\d,]+, and after another client has asked for key [\d,]+$/, (policy) => {
      let asked = 0;
      return wishing([], (wish) => {
        wish.key = asked++ % 10_000;
      })(policy);
    }),
    'asks-for-nothing': fault('uniform', /^asks for key [\d,]+$/, () => ({ promises: ['asks-for-nothing'] })),
    'moves-with-first': fault(
      'uniform',
      /^asks for key [\d,]+, and [\d,]+ further on for key [\d,]+$/,
      wishing(['moves-with-first'], (wish) => {
        wish.key = 3;
      }),
    ),
  },
};
