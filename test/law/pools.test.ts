import { expect, it } from 'vitest';
import { CHECKING, CLOSING, IDLE, LENT, MAKING, RESETTING } from '../../src/sim/component/connection-pool/connections.ts';
import type { PoolRules } from '../../src/sim/component/connection-pool/pool-rules.ts';
import { Pools, type PoolsOwner } from '../../src/sim/component/connection-pool/pools.ts';
import { Stream } from '../../src/sim/kernel/chance.ts';
import { Simulation } from '../../src/sim/kernel/simulation.ts';
import { MICROS_PER_MS as MS, NEVER } from '../../src/sim/kernel/time.ts';

/** Rules of no product, drawn. */
function drawnRules(chance: Stream): PoolRules {
  const of = <T>(...values: readonly T[]): T => values[chance.below(values.length)];
  const max = 1 + chance.below(6);
  return {
    max,
    min: chance.below(max + 1),
    minMeans: of('spared', 'kept', 'kept-idle', 'replaced'),
    mostIdle: of(NEVER, NEVER, 1, 2),
    handOut: of('last-in-first-out', 'first-in-first-out', 'oldest'),
    line: of('first-in-first-out', 'random'),
    mostWaiting: of(NEVER, NEVER, 0, 2, 5),
    acquireTimeout: of(NEVER, 0, 30 * MS, 200 * MS),
    madeFor: of('its-caller', 'first-in-line'),
    makingAtOnce: of(NEVER, 1, 2),
    makingPause: of(0, 0, 30 * MS),
    makingTimeout: of(NEVER, 40 * MS),
    whenMakingFails: of('tells-its-caller', 'tries-again', 'pauses', 'backs-off', 'refuses-all'),
    retryPause: 50 * MS,
    longestRetryPause: 400 * MS,
    idleNoticed: of('by-timer', 'by-sweep', 'by-sweep-in-use'),
    idleTimeout: of(NEVER, 50 * MS, 300 * MS),
    sweepPeriod: of(20 * MS, 100 * MS),
    maxLifetime: of(NEVER, 100 * MS, 1_000 * MS),
    lifetimeSpread: of(0, 0.25),
    lifetimeNoticed: of('by-timer', 'at-use'),
    maxUses: of(NEVER, 1, 3),
    checkedAfter: of(NEVER, 0, 40 * MS),
    resetTime: of(0, 0, 5 * MS),
    closingTakes: of('its-place', 'no-place-for-newcomers', 'no-place'),
  };
}

/** Runs a drawn world of callers against a pool with drawn rules; says what is wrong. */
function faultsIn(seed: number): string[] {
  const chance = new Stream(seed, 'pool', 'law');
  const rules = drawnRules(chance);
  const simulation = new Simulation();
  const handlers: ((subject: number) => void)[] = [];
  const event = (handle: (subject: number) => void) => handlers.push(handle) - 1;
  const faults: string[] = [];
  const says = (fault: string) => faults.push(`${fault} at ${simulation.now / MS} ms, seed ${seed}, ${JSON.stringify(rules)}`);
  const failing = chance.happens(0.4) ? 0.2 : 0;
  const checkFails = chance.happens(0.3) ? 0.2 : 0;
  /** What became of each who asked. */
  const answers = new Map<number, 'waits' | 'has one' | 'refused' | 'left' | 'gave back'>();
  const heldBy = new Map<number, number>();
  const makings = new Map<number, number>();
  let made = 0;
  let begun = 0;
  let failed = 0;
  let closed = 0;
  const settle = (asker: number, answer: 'has one' | 'refused' | 'left') => {
    if (answers.get(asker) !== 'waits') says(`${asker}, of whom “${answers.get(asker)}” was true, ${answer}`);
    answers.set(asker, answer);
  };
  const owner: PoolsOwner = {
    make(connection) {
      begun++;
      makings.set(connection, simulation.schedule(simulation.now + chance.below(60) * MS, madeEvent, connection));
    },
    breakOffMaking(connection) {
      failed++;
      simulation.cancel(makings.get(connection)!, connection);
      makings.delete(connection);
    },
    check: (connection) => simulation.schedule(simulation.now + chance.below(3) * MS, checkedEvent, connection),
    close: (connection) => simulation.schedule(simulation.now + chance.below(20) * MS, closedEvent, connection),
    granted(asker, connection) {
      settle(asker, 'has one');
      if (heldBy.has(connection)) says(`connection of ${heldBy.get(connection)} was given to ${asker}`);
      if (pools.connections.state[connection] !== LENT) says('one was given that is not lent');
      heldBy.set(connection, asker);
      simulation.schedule(simulation.now + chance.below(80) * MS, doneEvent, connection);
    },
    refused: (asker) => settle(asker, 'refused'),
    changed: () => undefined,
    draw: (_, n) => chance.below(n),
    drawLife: () => chance.unit(),
  };
  const pools = new Pools({ simulation, event }, rules, owner);
  const pool = pools.add();
  const madeEvent = event((connection) => {
    makings.delete(connection);
    if (chance.happens(failing)) {
      failed++;
      pools.makingFailed(connection);
    } else {
      made++;
      pools.made(connection);
    }
  });
  const checkedEvent = event((connection) => pools.checked(connection, !chance.happens(checkFails)));
  const closedEvent = event((connection) => {
    closed++;
    pools.closed(connection);
  });
  const doneEvent = event((connection) => {
    answers.set(heldBy.get(connection)!, 'gave back');
    heldBy.delete(connection);
    pools.giveBack(connection, chance.happens(0.05) ? 'Broken' : null);
  });
  const arrivalEvent = event((asker) => {
    answers.set(asker, 'waits');
    pool.ask(asker);
    if (asker < 300) simulation.schedule(simulation.now + chance.below(30) * MS, arrivalEvent, asker + 1);
    if (chance.happens(0.1)) simulation.schedule(simulation.now + chance.below(50) * MS, leavingEvent, asker);
  });
  const leavingEvent = event((asker) => {
    if (answers.get(asker) !== 'waits') return;
    settle(asker, 'left');
    pools.leave(asker);
  });
  pool.start();
  simulation.schedule(0, arrivalEvent, 1);
  while (simulation.now < 120_000 * MS && simulation.advance()) {
    handlers[simulation.firedCode](simulation.firedSubject);
    const open = begun - failed - closed;
    const states = pool.states();
    const count = (state: number) => states.filter((other) => other === state).length;
    if (states.length !== open) says(`${states.length} connections, ${open} open`);
    if (count(MAKING) !== pool.makingCount || count(MAKING) !== begun - made - failed) says('those being made are counted wrongly');
    if (count(IDLE) !== pool.idleCount) says('idle ones are counted wrongly');
    if (count(LENT) !== heldBy.size) says(`${count(LENT)} lent, ${heldBy.size} held`);
    const atWork = count(MAKING) + count(IDLE) + count(CHECKING) + count(LENT) + count(RESETTING);
    const taken = atWork + (rules.closingTakes === 'its-place' ? count(CLOSING) : 0);
    if (taken !== pool.size) says(`${taken} take a place, ${pool.size} are counted`);
    if (taken > rules.max) says(`${taken} of ${rules.max}`);
    if (count(MAKING) > rules.makingAtOnce) says(`${count(MAKING)} made at once`);
    if (faults.length > 0) return faults;
  }
  if (rules.acquireTimeout !== NEVER || rules.whenMakingFails !== 'tells-its-caller' || failing === 0)
    for (const [asker, answer] of answers) if (answer === 'waits') says(`${asker} waits for ever`);
  return faults;
}

it('lends one to one, makes no more than it may, and answers whoever asks once', () => {
  for (let seed = 1; seed <= 400; seed++) expect(faultsIn(seed)).toEqual([]);
});
