import { Ledger } from '../../flow/ledger.ts';

const NONE = -1;

/** States of a connection. */
export const MAKING = 0;
export const IDLE = 1;
/** It is tried before it is lent. */
export const CHECKING = 2;
export const LENT = 3;
/** Its session is cleared before it may be lent again. */
export const RESETTING = 4;
export const CLOSING = 5;

/** Why a connection is closed. */
export type ClosedFor = 'Idle' | 'Lifetime' | 'Uses' | 'Broken' | 'Check' | 'Surplus' | 'TakenBack';

/** Connections of all pools of a component, from the moment at which making one begins until it is closed. */
export class Connections extends Ledger {
  /** Number of its pool. */
  pool = this.ints();
  /** MAKING, IDLE, … */
  state = this.ints();
  /** Who has it, it is tried for, or it is made for; −1: nobody. */
  asker = this.ints();
  /** Its place in the order of making, of its component. */
  number = this.ints();
  /** Since when it has been idle [µs]. */
  idleSince = this.floats();
  /** After that it is not lent any more [µs]. */
  endsAt = this.floats();
  /** How often it has been lent. */
  uses = this.ints();
  /** Whether it is closed as soon as it comes back. */
  isOver = this.ints();
  /** Pending events: the end of what it is doing, or of idleness; that of its lifetime; −1 if none. */
  event = this.ints();
  lifeEvent = this.ints();

  /** Making one begins. */
  begin(pool: number, asker: number): number {
    const row = this.rows.take();
    this.pool[row] = pool;
    this.state[row] = MAKING;
    this.asker[row] = asker;
    this.number[row] = this.rows.begun;
    this.endsAt[row] = Number.POSITIVE_INFINITY;
    this.uses[row] = 0;
    this.isOver[row] = 0;
    this.event[row] = NONE;
    this.lifeEvent[row] = NONE;
    return row;
  }
}
