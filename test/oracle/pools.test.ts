import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { PoolRules } from '../../src/sim/component/connection-pool/pool-rules.ts';
import { Pools, type PoolsOwner, type RefusedFor } from '../../src/sim/component/connection-pool/pools.ts';
import { Simulation } from '../../src/sim/kernel/simulation.ts';
import { MICROS_PER_MS as MS, NEVER } from '../../src/sim/kernel/time.ts';

interface Trace {
  name: string;
  tells: string;
  pool: Readonly<Record<string, number>>;
  world: { createMs: number; closeMs: number; createMsOf?: Readonly<Record<string, number>>; createFails?: readonly number[] };
  script: readonly { t: number; op: string; id?: string; how?: string }[];
  events: readonly (readonly (string | number)[])[];
}

/** What pg-pool 3.14.0, tarn 3.1.2 and generic-pool 3.9.0 did on scripts, run from npm with connections and timers put in their place. */
const libraries: Readonly<Record<string, { traces: readonly Trace[] }>> = JSON.parse(readFileSync('test/oracle/data/pools.json', 'utf8'));

const plain: PoolRules = {
  max: 10,
  min: 0,
  minMeans: 'spared',
  mostIdle: NEVER,
  handOut: 'last-in-first-out',
  line: 'first-in-first-out',
  mostWaiting: NEVER,
  acquireTimeout: NEVER,
  madeFor: 'its-caller',
  makingAtOnce: NEVER,
  makingPause: 0,
  makingTimeout: NEVER,
  whenMakingFails: 'tries-again',
  retryPause: 200 * MS,
  longestRetryPause: 5_000 * MS,
  idleNoticed: 'by-timer',
  idleTimeout: NEVER,
  sweepPeriod: 1_000 * MS,
  maxLifetime: NEVER,
  lifetimeSpread: 0,
  lifetimeNoticed: 'by-timer',
  maxUses: NEVER,
  checkedAfter: NEVER,
  resetTime: 0,
  closingTakes: 'no-place',
};

/** A library's options, as rules. */
const rulesOf: Readonly<Record<string, (options: Readonly<Record<string, number>>) => PoolRules>> = {
  'pg-pool': ({ max, idleTimeoutMillis = 10_000, connectionTimeoutMillis }) => ({
    ...plain,
    max,
    idleTimeout: idleTimeoutMillis * MS,
    acquireTimeout: connectionTimeoutMillis ? connectionTimeoutMillis * MS : NEVER,
    makingTimeout: connectionTimeoutMillis ? connectionTimeoutMillis * MS : NEVER,
    whenMakingFails: 'tells-its-caller',
    closingTakes: 'no-place-for-newcomers',
  }),
  tarn: ({ min, max, acquireTimeoutMillis = 30_000, idleTimeoutMillis = 30_000, reapIntervalMillis = 1_000 }) => ({
    ...plain,
    min,
    max,
    madeFor: 'first-in-line',
    acquireTimeout: acquireTimeoutMillis * MS,
    makingTimeout: 30_000 * MS,
    whenMakingFails: 'pauses',
    idleNoticed: 'by-sweep-in-use',
    idleTimeout: idleTimeoutMillis * MS,
    sweepPeriod: reapIntervalMillis * MS,
    checkedAfter: 0,
  }),
  'generic-pool': ({ min = 0, max, acquireTimeoutMillis, idleTimeoutMillis = 30_000, evictionRunIntervalMillis }) => ({
    ...plain,
    min,
    max,
    minMeans: 'replaced',
    handOut: 'first-in-first-out',
    madeFor: 'first-in-line',
    acquireTimeout: acquireTimeoutMillis ? acquireTimeoutMillis * MS : NEVER,
    idleNoticed: 'by-sweep',
    idleTimeout: idleTimeoutMillis * MS,
    sweepPeriod: evictionRunIntervalMillis ? evictionRunIntervalMillis * MS : NEVER,
  }),
};

/** What is in a trace and nobody decides: a message of the library's own. */
const REFUSALS: Readonly<Record<RefusedFor, string>> = {
  full: 'refuse',
  'timed-out': 'timeout',
  'making-failed': 'refuse',
  'making-too-long': 'timeout',
};

/** Runs a script against a pool. */
function played(rules: PoolRules, { world, script }: Trace): (string | number)[][] {
  const simulation = new Simulation();
  const handlers: ((subject: number) => void)[] = [];
  const event = (handle: (subject: number) => void) => handlers.push(handle) - 1;
  const events: (string | number)[][] = [];
  const note = (...entry: (string | number)[]) => events.push([simulation.now / MS, ...entry]);
  const names: string[] = [];
  const lent = new Map<string, number>();
  const broken = new Set<number>();
  const makings = new Map<number, number>();
  const numberOf = (connection: number) => pools.connections.number[connection];
  const owner: PoolsOwner = {
    make(connection) {
      const number = numberOf(connection);
      note('create', number);
      makings.set(
        connection,
        simulation.schedule(simulation.now + (world.createMsOf?.[number] ?? world.createMs) * MS, madeEvent, connection),
      );
    },
    breakOffMaking(connection) {
      note('abort-create', numberOf(connection));
      simulation.cancel(makings.get(connection)!, connection);
    },
    check: (connection) => pools.checked(connection, !broken.has(numberOf(connection))),
    close(connection, why) {
      note('close', numberOf(connection), why === 'Check' ? 'validation' : why.toLowerCase());
      simulation.schedule(simulation.now + world.closeMs * MS, closedEvent, connection);
    },
    granted(asker, connection) {
      lent.set(names[asker], connection);
      note('grant', names[asker], numberOf(connection));
    },
    refused: (asker, why) => note(REFUSALS[why], names[asker]),
    changed: () => undefined,
    draw: () => 0,
    drawLife: () => 0,
  };
  const pools = new Pools({ simulation, event }, rules, owner);
  const madeEvent = event((connection) => {
    const number = numberOf(connection);
    if (world.createFails?.includes(number)) {
      note('create-failed', number);
      pools.makingFailed(connection);
    } else {
      note('created', number);
      pools.made(connection);
    }
  });
  const closedEvent = event((connection) => {
    if (world.closeMs > 0) note('closed', numberOf(connection));
    pools.closed(connection);
  });
  let isOver = false;
  const endEvent = event(() => {
    isOver = true;
  });
  const pool = pools.add();
  const stat = () => note('stat', pool.size - pool.makingCount, pool.idleCount, pool.waiting);
  const stepEvent = event((at) => {
    const { op, id = '', how = 'ok' } = script[at];
    if (op === 'acquire') {
      note('ask', id);
      pool.ask(names.push(id) - 1);
    } else if (op === 'release') {
      const connection = lent.get(id);
      if (connection === undefined) return;
      lent.delete(id);
      note('release', id, numberOf(connection), how);
      if (how === 'broken') broken.add(numberOf(connection));
      pools.giveBack(connection, how === 'broken' && rules.checkedAfter === NEVER ? 'Broken' : null);
    } else if (op === 'stat') stat();
  });
  pool.start();
  // a step out of order is done when the one before it is
  let latest = 0;
  const begins = script.map(({ t }) => {
    latest = Math.max(latest, t);
    return latest;
  });
  let at = 0;
  // due timers fire before the steps of their moment
  for (;;) {
    const next = at < script.length ? begins[at] * MS : undefined;
    if (next === undefined) break;
    runTo(next);
    simulation.schedule(next, stepEvent, at++);
    runTo(next);
  }
  stat();
  return events;

  function runTo(moment: number) {
    simulation.schedule(moment, endEvent, 0);
    isOver = false;
    while (!isOver && simulation.advance()) handlers[simulation.firedCode](simulation.firedSubject);
  }
}

describe.each(Object.entries(libraries))('a pool as %s', (library, { traces }) => {
  it.each(traces.map((trace) => [`${trace.name}: ${trace.tells}`, trace] as const))('does the same in %s', (_, trace) => {
    const expected = trace.events.map((event) => (event[1] === 'timeout' || event[1] === 'refuse' ? event.slice(0, 3) : [...event]));
    expect(played(rulesOf[library](trace.pool), trace)).toEqual(expected);
  });
});
