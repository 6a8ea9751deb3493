import { Ledger } from '../../flow/ledger.ts';
import type { Door } from '../../flow/port.ts';
import { type Keyed, mix } from '../../kernel/chance.ts';
import { MICROS_PER_MS, wholeMicros } from '../../kernel/time.ts';
import type { Site } from '../component.ts';
import { fact } from './database-meters.ts';
import type { DatabaseParams } from './database-params.ts';

const NONE = -1;
/** How long it takes to be turned away [µs]: whoever tries again at once does not do so for ever in one instant. */
const REFUSAL = MICROS_PER_MS;
/** States: it waits to be opened, is being opened, is open. */
const WAITS = 0;
const OPENS = 1;
const OPEN = 2;

class Sessions extends Ledger {
  wire = this.ints();
  connection = this.ints();
  state = this.ints();
  /** Its place in the order of asking. */
  number = this.ints();
  event = this.ints();
}

/** Connections that others keep open to a database: so many at most, so many opened at once, the others in the order of asking. */
export class SessionDoor implements Door {
  private readonly sessions = new Sessions();
  private readonly known = new Map<number, number>();
  /** Those that are about to be turned away. */
  private readonly turning = new Map<number, number>();
  private readonly line: number[] = [];
  private opening = 0;
  private readonly times: Keyed;
  private readonly openedEvent: number;
  private readonly refusedEvent: number;

  /** @param isUp whether there is anybody to connect to */
  constructor(
    private readonly site: Site,
    private readonly params: DatabaseParams,
    private readonly isUp: () => boolean,
  ) {
    this.times = site.keyed('connect-time');
    this.openedEvent = site.event((row) => this.opened(row));
    this.refusedEvent = site.event((row) => this.refused(row));
  }

  open(wire: number, connection: number): void {
    const { sessions, site, line } = this;
    const { recorder, simulation } = site;
    recorder.fact(fact.connectionAsked, NONE, NONE);
    const row = sessions.rows.take();
    sessions.wire[row] = wire;
    sessions.connection[row] = connection;
    sessions.number[row] = sessions.rows.begun;
    // those that wait to be opened take a place as well
    if (this.known.size >= this.params.mostConnections || !this.isUp()) {
      recorder.fact(fact.connectionRefused, NONE, NONE);
      this.turning.set(keyOf(wire, connection), row);
      sessions.event[row] = simulation.schedule(simulation.now + REFUSAL, this.refusedEvent, row);
      return;
    }
    recorder.fact(fact.connectionBegun, NONE, NONE);
    this.known.set(keyOf(wire, connection), row);
    sessions.state[row] = WAITS;
    line.push(row);
    this.openNext();
  }

  close(wire: number, connection: number): void {
    const { sessions, site } = this;
    const key = keyOf(wire, connection);
    const row = this.known.get(key);
    if (row === undefined) {
      this.wantsNoMore(key);
      return;
    }
    this.known.delete(key);
    const state = sessions.state[row];
    site.recorder.fact(state === OPEN ? fact.disconnected : fact.connectionGivenUp, NONE, NONE);
    if (state === WAITS) this.line.splice(this.line.indexOf(row), 1);
    else if (state === OPENS) {
      site.simulation.cancel(sessions.event[row], row);
      this.opening--;
    }
    sessions.rows.release(row);
    this.openNext();
  }

  /** One that was about to be turned away is no longer wanted. */
  private wantsNoMore(key: number): void {
    const row = this.turning.get(key);
    if (row === undefined) return;
    this.turning.delete(key);
    this.site.simulation.cancel(this.sessions.event[row], row);
    this.sessions.rows.release(row);
  }

  /** Nobody is there any more: all that were open have ended. */
  endAll(): void {
    const { sessions, site } = this;
    for (const row of [...this.known.values()]) {
      const wire = sessions.wire[row];
      const connection = sessions.connection[row];
      const wasOpen = sessions.state[row] === OPEN;
      this.close(wire, connection);
      const { visitor } = site.allWires[wire];
      if (wasOpen) visitor.ended(connection);
      else visitor.turnedAway(connection);
    }
  }

  private openNext(): void {
    const { sessions, site, line } = this;
    const { simulation } = site;
    const { connectTime, connectsAtOnce } = this.params;
    while (line.length > 0 && this.opening < connectsAtOnce) {
      const row = line.shift()!;
      this.opening++;
      sessions.state[row] = OPENS;
      const time = connectTime.policy.sample(connectTime.params, this.times.aim(mix(sessions.number[row]), sessions.wire[row]));
      sessions.event[row] = simulation.schedule(simulation.now + wholeMicros(time), this.openedEvent, row);
    }
  }

  private opened(row: number): void {
    const { sessions, site } = this;
    this.opening--;
    sessions.state[row] = OPEN;
    site.recorder.fact(fact.connected, NONE, NONE);
    site.allWires[sessions.wire[row]].visitor.opened(sessions.connection[row]);
    this.openNext();
  }

  private refused(row: number): void {
    const { sessions, site } = this;
    const connection = sessions.connection[row];
    const wire = sessions.wire[row];
    this.turning.delete(keyOf(wire, connection));
    sessions.rows.release(row);
    site.allWires[wire].visitor.turnedAway(connection);
  }
}

const keyOf = (wire: number, connection: number): number => wire * 67_108_864 + connection;
