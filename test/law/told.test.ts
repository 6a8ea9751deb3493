import { beforeAll, describe, expect, test } from 'vitest';
import { catalogue as componentKinds } from '../../src/sim/component/index.ts';
import type { AnyAutoscaling } from '../../src/sim/policy/autoscaling/contract.ts';
import type { AnyCircuitBreaker } from '../../src/sim/policy/circuit-breaker/contract.ts';
import type { AnyEarlyRefresh } from '../../src/sim/policy/early-refresh/contract.ts';
import type { AnyHedge } from '../../src/sim/policy/hedge/contract.ts';
import type { AnyLoadShedding } from '../../src/sim/policy/load-shedding/contract.ts';
import type { AnyOutlierEjection } from '../../src/sim/policy/outlier-ejection/contract.ts';
import { type AnyQueueDiscipline, droppedAs, NOTHING } from '../../src/sim/policy/queue-discipline/contract.ts';
import { type AnyRateLimiter, type Ask, REFUSED } from '../../src/sim/policy/rate-limiter/contract.ts';
import type { AnyRetryBudget } from '../../src/sim/policy/retry-budget/contract.ts';
import type { AnyRetryDelay } from '../../src/sim/policy/retry-delay/contract.ts';
import { seams } from '../../src/sim/policy/seams.ts';
import type { AnyWorkerFault } from '../../src/sim/policy/worker-fault/contract.ts';
import type { Blueprint } from '../../src/sim/world/blueprint.ts';
import { World } from '../../src/sim/world/world.ts';
import { cachedWorld } from './cached-world.ts';
import { Maker } from './random-world.ts';

const WORLDS = 200;
/** Besides, worlds in which many keys are cached: of any kind few have an entry that is asked for again. */
const CACHED = 40;

type Method = (...given: unknown[]) => unknown;
/** Called before a policy is; what it returns is called with the answer. */
type Ear<M> = M extends (...given: infer Given) => infer Answer ? (...given: Given) => ((answer: Answer) => void) | undefined : never;
type Ears<Policy> = { [Name in keyof Policy]?: Ear<Exclude<Policy[Name], undefined>> };

/** What may count as done for an autoscaler, by kind of component. */
const DONE: Readonly<Record<string, readonly string[]>> = {
  workers: ['done', 'skipped'],
  service: ['finished', 'wasted'],
  database: ['finished', 'wasted'],
};

const kindOf = ({ blueprint }: World, component: string) => componentKinds.find(({ id }) => id === blueprint.components[component].kind)!;

/** Says that something should be so, of a world that runs. */
type Should = (isSo: boolean, otherwise: string) => undefined;

/** Where the policies of a seam are listened to, and what for. */
interface Listening {
  /** What is to be so. */
  law: string;
  seam: string;
  /** Anew for each world. */
  ears(world: World, should: Should): Ears<never>;
}

/** Whether what passes may be counted at another time than it passes: on the way to a store and back, or many at once. */
const countsElsewhere = ({ components, changes }: Blueprint): boolean =>
  [
    ...Object.values(components).map(({ counters }) => counters),
    ...changes.flatMap(({ set }) => Object.entries(set).map(([path, value]) => (path.endsWith('.counters') ? value : undefined))),
  ].some((counters) => ['store', 'get-then-set', 'incr-then-expire', 'leased'].includes(counters as string));

const listenings: Listening[] = [];
function law<Policy>(seam: string, what: string, ears: (world: World, should: Should) => Ears<Policy>): void {
  listenings.push({ law: what, seam, ears: ears as Listening['ears'] });
}

law<AnyRateLimiter>('rate-limiter', 'a limiter hears once of the end of what it let pass, and how long ago that was', (world, should) => {
  if (countsElsewhere(world.blueprint)) return {};
  // by who asks, the times at which calls passed: when they were counted, and after the wait that they were told
  const passed = new Map<string, [counted: number, began: number][]>();
  let wait = 0;
  const passedOf = ({ cost, tenant, priority }: Ask) => {
    const who = `${cost} ${tenant} ${priority}`;
    if (!passed.has(who)) passed.set(who, []);
    return passed.get(who)!;
  };
  return {
    check: () => (answer) => {
      wait = answer === REFUSED ? 0 : answer;
    },
    take: (_params, _cells, _at, _now, ask) => {
      const { now } = world.simulation;
      passedOf(ask).push([now, now + wait]);
    },
    release: (_params, _cells, _at, _now, ask, latency) => {
      const { now } = world.simulation;
      const times = passedOf(ask);
      // one that was let go while it still waited was told of no time; what fits exactly was meant before that
      const exact = times.findIndex((each) => each.includes(now - latency));
      const at = exact >= 0 || latency > 0 ? exact : times.findIndex(([, began]) => began > now);
      should(at >= 0, `${latency} µs after it passed at ${now}`);
      times.splice(at, 1);
    },
  };
});

law<AnyCircuitBreaker>(
  'circuit-breaker',
  'a breaker hears once of each attempt that it let go, and how long ago that was',
  (world, should) => {
    const out = new Map<object, [ticket: number, at: number][]>();
    const outOf = (state: object) => {
      if (!out.has(state)) out.set(state, []);
      return out.get(state)!;
    };
    return {
      decide: (state, _params, now) => (ticket) => {
        should(now === world.simulation.now, `at ${now}`);
        if (ticket >= 0) outOf(state).push([ticket, now]);
      },
      learn: (state, _params, now, ticket, _seen, took) => {
        should(now === world.simulation.now, `at ${now}`);
        const at = outOf(state).findIndex(([each, letOut]) => each === ticket && now - letOut === took);
        should(at >= 0, `ticket ${ticket} is given back after ${took} µs`);
        outOf(state).splice(at, 1);
      },
    };
  },
);

law<AnyRetryBudget>('retry-budget', 'a budget finds of an operation nothing, or what it has left itself', (_world, should) => {
  const left = new Map<object, Map<number, number>>();
  const look = (state: object, memory: Float64Array, at: number) =>
    should(memory[at] === 0 || memory[at] === left.get(state)?.get(at), `${memory[at]} in the memory of ${at}`);
  return {
    learn: (state, _params, _now, _attempt, _seen, memory, at) => look(state, memory, at),
    decide: (state, _params, _now, _why, memory, at) => {
      look(state, memory, at);
      return () => {
        if (!left.has(state)) left.set(state, new Map());
        left.get(state)!.set(at, memory[at]);
      };
    },
  };
});

law<AnyRetryBudget>('retry-budget', 'a budget hears once at most of each attempt that was sent', (world, should) => {
  const out = new Map<object, Map<number, number>>();
  const outOf = (state: object) => {
    if (!out.has(state)) out.set(state, new Map());
    return out.get(state)!;
  };
  return {
    sent: (state, _params, now, attempt) => {
      should(now === world.simulation.now, `at ${now}`);
      outOf(state).set(attempt, (outOf(state).get(attempt) ?? 0) + 1);
    },
    learn: (state, _params, now, attempt) => {
      should(now === world.simulation.now, `at ${now}`);
      const left = outOf(state).get(attempt) ?? 0;
      should(left > 0, `attempt ${attempt} has ended`);
      outOf(state).set(attempt, left - 1);
    },
  };
});

law<AnyRetryDelay>('retry-delay', 'a delay finds nothing in the memory before a first retry', (_world, should) => ({
  delay: (_params, retry, memory, at) => {
    should(retry >= 1, `retry ${retry}`);
    if (retry === 1) should(memory[at] === 0, `${memory[at]} in the memory`);
  },
}));

law<AnyHedge>('hedge', 'a hedge hears of times since something was sent', (world, should) => {
  const asked = new Set<number>();
  return {
    delay: () => {
      asked.add(world.simulation.now);
    },
    learn: (_state, _params, responseTime) => should(asked.has(world.simulation.now - responseTime), `${responseTime} µs`),
  };
});

law<AnyAutoscaling>('autoscaling', 'an autoscaler hears what has been done since it last looked, no more', (world, should) => {
  const does = world.recorders.flatMap((recorder) =>
    (DONE[world.blueprint.components[recorder.component].kind] ?? []).map((fact) => () => recorder.total(fact)),
  );
  const done = () => does.reduce((sum, total) => sum + total(), 0);
  const doneAt = new Map([[0, 0]]);
  const note = (): undefined => {
    doneAt.set(world.simulation.now, done());
  };
  return {
    interval: note,
    plan: (_state, _params, now, readings) => {
      const { up, starting, backlog, oldestAge, busy, slots, utilisation, since } = readings;
      should(now === world.simulation.now, `at ${now}`);
      const counts = [up, starting, backlog, oldestAge, busy, slots, utilisation];
      should(
        counts.every((count) => count >= 0),
        counts.join(),
      );
      should(utilisation <= 1 && oldestAge <= now, `utilisation ${utilisation}, age ${oldestAge}`);
      const before = doneAt.get(now - since);
      should(since > 0 && before !== undefined, `it last looked ${since} µs ago`);
      should(readings.done <= done() - (before ?? 0), `${readings.done} done in ${since} µs`);
    },
  };
});

law<AnyLoadShedding>('load-shedding', 'a shedder hears of no fewer than none', (world, should) => ({
  admits: (_state, _params, now, { waiting, serving, expectedWait, expectedService }) => {
    should(now === world.simulation.now, `at ${now}`);
    const all = [waiting, serving, expectedWait, expectedService];
    should(
      all.every((each) => each >= 0),
      all.join(),
    );
  },
}));

law<AnyQueueDiscipline>('queue-discipline', 'a line hears of each entry once, and of none that it does not hold', (world, should) => {
  const inside = new Map<object, Set<number>>();
  const insideOf = (state: object) => {
    if (!inside.has(state)) inside.set(state, new Set());
    return inside.get(state)!;
  };
  return {
    put: (state, _params, entry, now, { since }) => {
      should(now === world.simulation.now && since <= now, `since ${since}, at ${now}`);
      should(!insideOf(state).has(entry), `${entry} comes again`);
      insideOf(state).add(entry);
    },
    take: (state, _params, now) => (entry) => {
      should(now === world.simulation.now, `at ${now}`);
      if (entry !== NOTHING) insideOf(state).delete(entry >= 0 ? entry : droppedAs(entry));
    },
    leave: (state, _params, entry) => should(insideOf(state).delete(entry), `${entry} leaves`),
  };
});

law<AnyEarlyRefresh>('early-refresh', 'of an entry that is fresh it is said since when, until when, and what it took', (world, should) => ({
  refreshes: (_params, now, { since, until, rebuild }) => {
    should(now === world.simulation.now, `at ${now}`);
    should(since <= now && now < until, `from ${since} to ${until}, at ${now}`);
    // it may live from when it was asked for
    should(rebuild >= 0 && rebuild <= now, `${rebuild} µs, at ${now}`);
  },
}));

law<AnyWorkerFault>(
  'worker-fault',
  'of an execution it is said the how-manieth it is, and when its side effect comes',
  (_world, should) => ({
    kills: (_params, { effectAt, receiveCount }) => {
      should(receiveCount >= 1 && effectAt >= 0 && effectAt <= 1, `${receiveCount}, ${effectAt}`);
    },
  }),
);

law<AnyOutlierEjection>(
  'outlier-ejection',
  'an ejector hears of no more answers than there were calls, is asked about replicas in their order, and no sooner than its interval',
  (world, should) => {
    const looked = new Map<object, number>();
    const serving = world.recorders.filter(({ component }) => 'ejection' in kindOf(world, component).params);
    const arrived = () => serving.reduce((sum, recorder) => sum + recorder.total('arrived'), 0);
    const intervalChanges = world.blueprint.changes.some(({ set }) => Object.keys(set).some((path) => path.endsWith('.ejection.interval')));
    let heardOf = 0;
    return {
      learn: (_state, _params, replica) => {
        should(Number.isInteger(replica) && replica >= 0, `replica ${replica}`);
        should(++heardOf <= arrived(), `${heardOf} answers to ${arrived()} calls`);
      },
      look: (state, params, replicas) => {
        const { now } = world.simulation;
        const before = looked.get(state) ?? 0;
        looked.set(state, now);
        should(intervalChanges || now - before >= (params as { interval: number }).interval, `${now - before} µs after the last`);
        should(
          replicas.every((replica, i) => i === 0 || replica > replicas[i - 1]),
          replicas.join(),
        );
      },
    };
  },
);

/** Calls the ears of a seam, which are found anew at every call; what policies ask of those nested in them is their own affair. @returns what undoes it */
function listen(seam: string, ears: () => Record<string, ((...given: unknown[]) => ((answer: unknown) => void) | undefined) | undefined>) {
  const undone: (() => void)[] = [];
  let depth = 0;
  for (const policy of seams[seam].catalogue as unknown as Record<string, Method>[])
    for (const [name, method] of Object.entries(policy)) {
      if (typeof method !== 'function') continue;
      policy[name] = function (this: unknown, ...given) {
        const heard = depth++ === 0 ? ears()[name]?.(...given) : undefined;
        const answer = method.apply(this, given);
        depth--;
        heard?.(answer);
        return answer;
      };
      undone.push(() => {
        policy[name] = method;
      });
    }
  return () => {
    for (const undo of undone) undo();
  };
}

describe('what policies are told', () => {
  const wrong = listenings.map((): string[] => []);
  const heard = listenings.map(() => 0);

  beforeAll(() => {
    let present: Record<string, never>[] = [];
    const undone = listenings.map(({ seam }, i) => listen(seam, () => present[i] ?? {}));
    const blueprints = [
      ...Array.from({ length: WORLDS }, (_, i) => new Maker(i + 1).blueprint(i + 1)),
      ...Array.from({ length: CACHED }, (_, i) => cachedWorld(i + 1)),
    ];
    for (const [seed, blueprint] of blueprints.entries()) {
      present = [];
      const world = new World(blueprint);
      present = listenings.map(({ ears }, i) => {
        const should: Should = (isSo, otherwise) => {
          heard[i]++;
          if (!isSo && wrong[i].length < 5) wrong[i].push(`world ${seed}: ${otherwise}`);
        };
        return ears(world, should) as Record<string, never>;
      });
      world.run();
    }
    for (const undo of undone) undo();
  });

  test.each(listenings.map(({ law: what }, i) => [what, i] as const))('%s', (_what, i) => {
    expect(wrong[i]).toEqual([]);
    expect(heard[i]).toBeGreaterThan(100);
  });
});
