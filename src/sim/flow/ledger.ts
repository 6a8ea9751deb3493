/**
 * The rows a run is made of, as growing columns: what somebody wanted, and every try to get it. A row is a small whole
 * number, reused once nothing refers to it; its `number` is its place in the order of opening, and never is.
 */
const NONE = -1;

/** Hands out rows and takes them back. Conservation: begun = ended + open, at any moment. */
export abstract class Ledger {
  /** Rows opened so far. */
  begun = 0;
  /** Rows closed so far. */
  ended = 0;
  protected capacity: number;
  private free: Int32Array;
  private freeCount: number;

  constructor(capacity = 1024) {
    this.capacity = capacity;
    this.free = new Int32Array(capacity);
    this.freeCount = capacity;
    for (let i = 0; i < capacity; i++) this.free[i] = capacity - 1 - i;
  }

  get open(): number {
    return this.begun - this.ended;
  }

  protected take(): number {
    if (this.freeCount === 0) this.grow();
    this.begun++;
    return this.free[--this.freeCount];
  }

  release(row: number): void {
    this.ended++;
    this.free[this.freeCount++] = row;
  }

  private grow(): void {
    const old = this.capacity;
    this.capacity = old * 2;
    this.free = new Int32Array(this.capacity);
    for (let i = 0; i < old; i++) this.free[i] = this.capacity - 1 - i;
    this.freeCount = old;
    this.widen();
  }

  /** Gives every column `capacity` entries. */
  protected abstract widen(): void;

  protected ints(old?: Int32Array): Int32Array {
    const column = new Int32Array(this.capacity);
    if (old) column.set(old);
    return column;
  }

  protected floats(old?: Float64Array): Float64Array {
    const column = new Float64Array(this.capacity);
    if (old) column.set(old);
    return column;
  }
}

/** What somebody wanted. It never changes; only `references` and `firstEffect` keep house. */
export class Requests extends Ledger {
  number = this.ints();
  /** Number of the client component that sent it. */
  client = this.ints();
  /** When it was meant to be sent [µs]; response times count from here. */
  intended = this.floats();
  /** Bin of the meter grid it was meant to be sent in. */
  arrivalBin = this.ints();
  /** What it is about, whose it is, how important, how heavy; 0, 0, 0 and 1 until a topic needs more. */
  key = this.ints();
  tenant = this.ints();
  class = this.ints();
  cost = this.floats();
  /** READ or WRITE of its key, and the size of the value [B]. */
  operation = this.ints();
  bytes = this.floats();
  /** 64 bits that name the request by its client and its place in the client's stream. */
  keyLow = this.ints();
  keyHigh = this.ints();
  /** 1 for the client until the request is concluded, and 1 for every open call made for it. */
  references = this.ints();
  /** What the first work done for it was for, and the row of the first further effect; 0 and −1 if none. */
  effect = this.ints();
  firstEffect = this.ints();
  /** Row of the first account of the jobs it wished for; −1 if it wished for none. */
  firstAccount = this.ints();

  constructor(
    private readonly effects: Effects,
    private readonly accounts: { forget(first: number): void },
  ) {
    super();
  }

  begin(client: number, intended: number, arrivalBin: number, keyLow: number, keyHigh: number): number {
    const number = this.begun;
    const row = this.take();
    this.number[row] = number;
    this.client[row] = client;
    this.intended[row] = intended;
    this.arrivalBin[row] = arrivalBin;
    this.key[row] = 0;
    this.tenant[row] = 0;
    this.class[row] = 0;
    this.cost[row] = 1;
    this.operation[row] = 0;
    this.bytes[row] = 0;
    this.keyLow[row] = keyLow;
    this.keyHigh[row] = keyHigh;
    this.references[row] = 1;
    this.effect[row] = 0;
    this.firstEffect[row] = NONE;
    this.firstAccount[row] = NONE;
    return row;
  }

  /** One thing less refers to it; the last one closes it. */
  letGo(row: number): void {
    if (--this.references[row] > 0) return;
    if (this.firstEffect[row] !== NONE) this.effects.forget(this.firstEffect[row]);
    if (this.firstAccount[row] !== NONE) this.accounts.forget(this.firstAccount[row]);
    this.release(row);
  }

  /** Notes that work with this intent (not 0) was done for the request; true when it had been done before. */
  isDuplicate(row: number, intent: number): boolean {
    const first = this.effect[row];
    if (first === 0) {
      this.effect[row] = intent;
      return false;
    }
    if (first === intent) return true;
    if (this.effects.has(this.firstEffect[row], intent)) return true;
    this.firstEffect[row] = this.effects.add(intent, this.firstEffect[row]);
    return false;
  }

  protected override widen(): void {
    this.number = this.ints(this.number);
    this.client = this.ints(this.client);
    this.intended = this.floats(this.intended);
    this.arrivalBin = this.ints(this.arrivalBin);
    this.key = this.ints(this.key);
    this.tenant = this.ints(this.tenant);
    this.class = this.ints(this.class);
    this.cost = this.floats(this.cost);
    this.operation = this.ints(this.operation);
    this.bytes = this.floats(this.bytes);
    this.keyLow = this.ints(this.keyLow);
    this.keyHigh = this.ints(this.keyHigh);
    this.references = this.ints(this.references);
    this.effect = this.ints(this.effect);
    this.firstEffect = this.ints(this.firstEffect);
    this.firstAccount = this.ints(this.firstAccount);
  }
}

/** Side effects done for a request, as a list per request: what an idempotency key would have told apart. */
export class Effects extends Ledger {
  private intent = this.ints();
  private next = this.ints();

  add(intent: number, next: number): number {
    const row = this.take();
    this.intent[row] = intent;
    this.next[row] = next;
    return row;
  }

  has(first: number, intent: number): boolean {
    for (let row = first; row !== NONE; row = this.next[row]) if (this.intent[row] === intent) return true;
    return false;
  }

  forget(first: number): void {
    for (let row = first; row !== NONE; ) {
      const next = this.next[row];
      this.release(row);
      row = next;
    }
  }

  protected override widen(): void {
    this.intent = this.ints(this.intent);
    this.next = this.ints(this.next);
  }
}

/** One try over one wire. It has two ends: the callee answers once, the caller closes once. */
export class Calls extends Ledger {
  number = this.ints();
  /** Row of the request it is made for. */
  root = this.ints();
  /** Row of the call whose work made it; −1 when the request itself did. */
  cause = this.ints();
  wire = this.ints();
  /** Row and number of the caller's operation. */
  operation = this.ints();
  operationNumber = this.ints();
  attempt = this.ints();
  /** What the work is for, whichever attempt does it: equal for every try of one operation. */
  intent = this.ints();
  /** When it was sent [µs]; kept for callers with a limit of their own. */
  sentAt = this.floats();
  /** When it reaches the callee [µs]. */
  arrivesAt = this.floats();
  /** When the caller stops waiting for it at the latest [µs]. */
  deadline = this.floats();
  /** 64 bits that name this very attempt: what draws about it are keyed by. */
  keyLow = this.ints();
  keyHigh = this.ints();
  /** CALL_CLOSED and CALL_ANSWERED. */
  state = this.ints();
  /** Events and tasks that refer to the row besides its two ends. */
  references = this.ints();
  /** Handle of the attempt timer; −1 if there is none, TIMER_WAITS if it starts with the service. */
  timer = this.ints();
  /** Which of the caller's rings of timers it is in. */
  timerRing = this.ints();
  /** The answer on its way back, once there is one. */
  outcome = this.ints();
  /** Which value it carries, to be written or as read (see `Truth`); NO_VALUE where nobody keeps account of values. */
  value = this.ints();
  /** Which of the caller's processes sent it. */
  process = this.ints();
  /** How long the gate that has rejected it says to wait [µs]; −1 when it does not say. */
  retryAfter = this.floats();
  /** What the caller's circuit breaker admitted it with. */
  ticket = this.ints();
  /** Which of the caller's successive breakers let it out; −1 when there was none. */
  breakerEpoch = this.ints();
  /** Which of the caller's successive retry budgets knows of it; −1 when none does. */
  budgetEpoch = this.ints();

  constructor(
    private readonly requests: Requests,
    /** What callees do about the calls: the task of a call has the call's row. */
    readonly tasks: Tasks,
  ) {
    super();
  }

  /** A fresh row for a request; the caller fills it. */
  begin(root: number): number {
    const number = this.begun;
    const row = this.take();
    this.number[row] = number;
    this.root[row] = root;
    this.requests.references[root]++;
    this.state[row] = 0;
    this.references[row] = 0;
    this.timer[row] = NONE;
    this.retryAfter[row] = NONE;
    this.tasks.phase[row] = NO_TASK;
    return row;
  }

  /** Marks an end; the row is closed once both ends are and nothing else refers to it. */
  endedBy(row: number, end: number): void {
    const state = this.state[row] | end;
    this.state[row] = state;
    if (state === CALL_CLOSED + CALL_ANSWERED && this.references[row] === 0) this.forget(row);
  }

  /** Both ends at once: an answer that its caller was waiting for. */
  endedByBoth(row: number): void {
    this.state[row] = CALL_CLOSED + CALL_ANSWERED;
    if (this.references[row] === 0) this.forget(row);
  }

  /** One thing less refers to it. */
  letGo(row: number): void {
    if (--this.references[row] === 0 && this.state[row] === CALL_CLOSED + CALL_ANSWERED) this.forget(row);
  }

  private forget(row: number): void {
    this.requests.letGo(this.root[row]);
    this.release(row);
  }

  protected override widen(): void {
    this.number = this.ints(this.number);
    this.root = this.ints(this.root);
    this.cause = this.ints(this.cause);
    this.wire = this.ints(this.wire);
    this.operation = this.ints(this.operation);
    this.operationNumber = this.ints(this.operationNumber);
    this.attempt = this.ints(this.attempt);
    this.intent = this.ints(this.intent);
    this.sentAt = this.floats(this.sentAt);
    this.arrivesAt = this.floats(this.arrivesAt);
    this.deadline = this.floats(this.deadline);
    this.keyLow = this.ints(this.keyLow);
    this.keyHigh = this.ints(this.keyHigh);
    this.state = this.ints(this.state);
    this.references = this.ints(this.references);
    this.timer = this.ints(this.timer);
    this.timerRing = this.ints(this.timerRing);
    this.outcome = this.ints(this.outcome);
    this.value = this.ints(this.value);
    this.process = this.ints(this.process);
    this.retryAfter = this.floats(this.retryAfter);
    this.ticket = this.ints(this.ticket);
    this.breakerEpoch = this.ints(this.breakerEpoch);
    this.budgetEpoch = this.ints(this.budgetEpoch);
    this.tasks.reach(this.capacity);
  }
}

/** The caller has closed the call: whatever comes back is late. */
export const CALL_CLOSED = 1;
/** The callee has answered. */
export const CALL_ANSWERED = 2;

/** The attempt timer has not started: it counts from the beginning of service. */
export const TIMER_WAITS = -2;

/** The phase of a call that nobody works on, or waits to. */
export const NO_TASK = 0;

/**
 * Somebody working on a call, or waiting to: its cause is the call, whose row it shares, and its root the call's root.
 * Work that outlives calls (jobs) will have rows of its own.
 */
export class Tasks extends Ledger {
  phase = this.ints();
  /** The instance it runs on; −1 while it has no server. */
  instance = this.ints();
  /** Next step of its routine. */
  step = this.ints();
  /** Its pending event, or −1. */
  event = this.ints();
  /** Sub-operations under way, and the row of one of them when it is the only one. */
  pending = this.ints();
  operation = this.ints();
  /** 0 until it has answered and goes on; then 1, or 2 when its caller had gone by then. */
  answered = this.ints();
  /** Order in which it came to wait, for a queue that changes its discipline. */
  turn = this.ints();
  /** Service time still owed when hung [µs]. */
  owed = this.floats();

  begin(call: number, phase: number): void {
    this.begun++;
    this.phase[call] = phase;
    this.instance[call] = NONE;
    this.step[call] = 0;
    this.event[call] = NONE;
    this.operation[call] = NONE;
    this.answered[call] = 0;
  }

  end(call: number): void {
    this.ended++;
    this.phase[call] = NO_TASK;
  }

  /** Makes room for as many rows as there are calls. */
  reach(capacity: number): void {
    this.capacity = capacity;
    this.widen();
  }

  protected override widen(): void {
    this.phase = this.ints(this.phase);
    this.instance = this.ints(this.instance);
    this.step = this.ints(this.step);
    this.event = this.ints(this.event);
    this.pending = this.ints(this.pending);
    this.operation = this.ints(this.operation);
    this.answered = this.ints(this.answered);
    this.turn = this.ints(this.turn);
    this.owed = this.floats(this.owed);
  }
}
