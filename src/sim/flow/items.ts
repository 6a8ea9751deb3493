import { Ledger } from './ledger.ts';

const NONE = -1;

/** Where an item is. */
export const ENDED = 0;
/** Wished for, and not in the queue yet: its transaction, or whoever relays it, is at it. */
export const STAGED = 1;
/** In the queue and not visible yet: delayed, or waiting for its next try. */
export const HIDDEN = 2;
/** Behind another of its key, whose order is kept. */
export const BLOCKED = 3;
export const READY = 4;
/** Received under a lease. */
export const LEASED = 5;
/** Received and acknowledged at once: nobody but its worker knows of it. */
export const UNPROTECTED = 6;
/** Moved aside. Not open any more, and kept to be looked at and sent again. */
export const DEAD = 7;

/** Work that outlives its call: a job in a queue. It is open until it has ended, and its row stays while somebody works on it. */
export class Items extends Ledger {
  number = this.ints();
  /** Row of the request that wished for it. */
  root = this.ints();
  /** Number of the call that brought it. */
  cause = this.ints();
  /** Number of the component that holds it. */
  store = this.ints();
  /** Row of its account. */
  account = this.ints();
  state = this.ints();
  /** What it is about, whose it is, how important, how heavy. */
  key = this.ints();
  tenant = this.ints();
  class = this.ints();
  cost = this.floats();
  enqueuedAt = this.floats();
  /** When it is of no use any more [µs]. */
  usefulUntil = this.floats();
  /** When the record that it is about is there [µs]; Infinity: never. */
  recordAt = this.floats();
  /** What the work is for, whoever does it. */
  intent = this.ints();
  /** How often it was received, how often it failed, how often a lease on it has run out. */
  receiveCount = this.ints();
  failures = this.ints();
  lapses = this.ints();
  /** When it may be begun at the earliest, where its worker waits for that [µs]. */
  notBefore = this.floats();
  /** Deliveries so far, those that do not count as received included. */
  deliveries = this.ints();
  /** Token of the delivery that it is out on. */
  holder = this.ints();
  /** Row of the lease on it; −1 if there is none. */
  lease = this.ints();
  /** The event that it waits for, or −1. */
  event = this.ints();
  /** What its retry delay remembers. */
  memory = this.floats();
  /** The share of its work that needs not be done again, 0 to 1. */
  progress = this.floats();
  /** 1 once its side effect lies within that. */
  effected = this.ints();
  /** 1 once it has been started. */
  started = this.ints();
  /** 1 for its queue until it has ended, and 1 for every delivery that somebody still works on. */
  references = this.ints();

  begin(): number {
    const number = this.rows.begun;
    const row = this.rows.take();
    this.number[row] = number;
    this.receiveCount[row] = 0;
    this.failures[row] = 0;
    this.lapses[row] = 0;
    this.notBefore[row] = 0;
    this.deliveries[row] = 0;
    this.lease[row] = NONE;
    this.event[row] = NONE;
    this.memory[row] = 0;
    this.progress[row] = 0;
    this.effected[row] = 0;
    this.started[row] = 0;
    this.references[row] = 1;
    return row;
  }
}
