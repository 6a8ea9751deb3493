import { NEVER } from '../kernel/time.ts';
import type { Chosen } from '../policy/policy.ts';
import { type AnyRateLimiter, type Ask, PASSES as LETS_PASS, REFUSED as NO_ROOM, nextFree } from '../policy/rate-limiter/contract.ts';
import { addLastOf, firstOf, lanes, removeOf } from '../structure/lanes.ts';
import { NOTHING } from '../structure/linked-list.ts';
import { widened } from '../structure/widened.ts';
import { fact, gauge } from './caller-meters.ts';
import type { CallingSite } from './calling-site.ts';
import { type Guard, HOLDS, NEVER_PASSES, OWN_REFUSAL, PASSES, type Passage } from './guard/contract.ts';
import { addLimiterReadings, LimiterStates } from './limiter-states.ts';
import { REJECTED } from './port.ts';

const NONE = -1;
/** Ask the limiter again when something that it let pass has ended. */
const AT_RELEASE = -3;
/** It lets it go after a while, and has counted it. */
const DELAYED = -4;

/** Where tries wait for one state of the limiter. */
interface Line {
  /** When the first of them asks again; −1 for when something has ended. */
  event: number;
  /** Of the state, and of its lane in `waiting`. */
  number: number;
}

/**
 * Asks a limiter of the caller's own: of its rate, or of how many are under way at a time, which per wire is a bulkhead.
 * What finds no room waits in line until there is some, at most as long as it may; what can never pass is refused.
 */
export class Limit implements Guard {
  present = false;
  /** The states of the limiter; null while there is none. */
  states: LimiterStates | null = null;
  private readonly lines: Line[] = [];
  /** Those that wait, a lane a line, in order. */
  private readonly waiting = lanes();
  private readonly ownAsk: Ask = { cost: 1, tenant: 0, priority: 0 };
  /** How many times the limiter began afresh: it is not told of what it did not let pass. */
  private epoch = 0;
  /** By try: which of those limiters let it pass, −1 if none did, and when, any delay over [µs]: latency is the round trip of what was sent. */
  private epochs = new Int32Array(64).fill(NONE);
  private passedAt = new Float64Array(64);
  /** By try: the event at which it has waited long enough, −1 if there is none. */
  private patience = new Int32Array(64).fill(NONE);
  private readonly lineEvent: number;
  private readonly delayedEvent: number;
  private readonly patienceEvent: number;

  /** @param param the parameter that holds its limiter */
  constructor(
    private readonly passage: Passage,
    private readonly param: 'ownLimiter' | 'concurrencyLimit',
  ) {
    const { site } = passage;
    this.lineEvent = site.event((line) => this.askInTurn(this.lines[line]));
    this.delayedEvent = site.event((tried) => this.letGo(tried));
    this.patienceEvent = site.event((tried) => this.giveUp(tried));
    this.readParams();
  }

  ask(tried: number): number {
    const line = this.lineOf(tried);
    if (this.isEmpty(line)) {
      const verdict = this.askLimiter(tried);
      if (verdict === PASSES) return PASSES;
      if (verdict === DELAYED) return HOLDS;
      if (verdict === Number.POSITIVE_INFINITY) {
        this.reportRefusal(tried);
        return NEVER_PASSES;
      }
      this.arm(line, verdict);
    }
    const { site, params } = this.passage;
    const { simulation, recorder } = site;
    addLastOf(this.waiting, line.number, tried);
    recorder.change(gauge.waitingForLimit, 1);
    if (params.longestHold !== NEVER) {
      this.reach(tried);
      this.patience[tried] = simulation.schedule(simulation.now + params.longestHold, this.patienceEvent, tried);
    }
    return HOLDS;
  }

  ended(tried: number, outcome: number): number {
    if (tried >= this.epochs.length || this.epochs[tried] === NONE) return outcome;
    const known = this.epochs[tried] === this.epoch;
    this.epochs[tried] = NONE;
    const { policy: limiter, params } = this.limiter;
    const { states } = this;
    if (!known || states === null || !limiter.release) return outcome;
    const { site, tries } = this.passage;
    const { now } = site.simulation;
    const operation = tries.operation[tried];
    this.describe(operation);
    const rejected = outcome === REJECTED || outcome === OWN_REFUSAL || outcome === NEVER_PASSES;
    const at = states.place(this.passage.operations.state[operation], now);
    limiter.release(params, states.cells, at, now, this.ownAsk, Math.max(0, now - this.passedAt[tried]), rejected);
    const line = this.lineOf(tried);
    if (!this.isEmpty(line)) this.wake(line);
    return outcome;
  }

  leave(tried: number): void {
    const { tries, site } = this.passage;
    if (tries.event[tried] !== NONE) {
      site.simulation.cancel(tries.event[tried], tried);
      tries.event[tried] = NONE;
    } else {
      removeOf(this.waiting, this.lineOf(tried).number, tried);
      this.endPatience(tried);
    }
    site.recorder.change(gauge.waitingForLimit, -1);
  }

  changed(param: string, replaced: boolean): void {
    if (param !== this.param) return;
    this.readParams();
    if (replaced || this.states?.hasOutgrown()) {
      this.epoch++;
      this.states?.reset();
    }
    for (const line of this.lines) if (line !== undefined && !this.isEmpty(line)) this.arm(line, 0);
  }

  get limiter(): Chosen<AnyRateLimiter> {
    return this.passage.params[this.param];
  }

  private readParams(): void {
    this.present = this.limiter.policy.id !== 'none';
    if (!this.present) this.states = null;
    else this.states ??= new LimiterStates(() => this.limiter);
  }

  /** PASSES or DELAYED, and is counted; or when to ask again [µs]: AT_RELEASE when something has ended, Infinity never. */
  private askLimiter(tried: number): number {
    const { states, ownAsk, passage } = this;
    if (states === null) return PASSES;
    const { limiter } = this;
    const { simulation, recorder } = passage.site;
    const { now } = simulation;
    const operation = passage.tries.operation[tried];
    const at = states.place(passage.operations.state[operation], now);
    this.describe(operation);
    const wait = states.check(at, now, ownAsk);
    if (wait !== NO_ROOM) {
      states.take(at, now, ownAsk);
      this.reach(tried);
      this.epochs[tried] = this.epoch;
      this.passedAt[tried] = now + wait;
      if (wait === LETS_PASS) return PASSES;
      recorder.change(gauge.waitingForLimit, 1);
      passage.tries.event[tried] = simulation.schedule(now + wait, this.delayedEvent, tried);
      return DELAYED;
    }
    const until = nextFree(limiter, states.cells, at, now, ownAsk);
    if (until > 0 && until < Number.POSITIVE_INFINITY) return until;
    return limiter.policy.release ? AT_RELEASE : Number.POSITIVE_INFINITY;
  }

  private describe(operation: number): void {
    const { operations, site } = this.passage;
    const { ownAsk } = this;
    const about = operations.about[operation];
    const from = about === NONE ? site.requests : site.calls.abouts;
    const at = about === NONE ? operations.root[operation] : about;
    ownAsk.cost = from.cost[at];
    ownAsk.tenant = from.tenant[at];
    ownAsk.priority = from.class[at];
  }

  private lineOf(tried: number): Line {
    const { tries, operations } = this.passage;
    const number = operations.state[tries.operation[tried]];
    this.lines[number] ??= { event: NONE, number };
    return this.lines[number];
  }

  private isEmpty({ number }: Line): boolean {
    return firstOf(this.waiting, number) === NOTHING;
  }

  /** @param wait [µs], or AT_RELEASE */
  private arm(line: Line, wait: number): void {
    const { simulation } = this.passage.site;
    if (line.event !== NONE) simulation.cancel(line.event, line.number);
    line.event = wait === AT_RELEASE ? NONE : simulation.schedule(simulation.now + Math.max(1, wait), this.lineEvent, line.number);
  }

  /** Something has ended: whoever waits asks again, by an event of its own. */
  private wake(line: Line): void {
    const { simulation } = this.passage.site;
    if (line.event !== NONE) simulation.cancel(line.event, line.number);
    line.event = simulation.schedule(simulation.now, this.lineEvent, line.number);
  }

  /** Those that wait ask again, in order. */
  private askInTurn(line: Line): void {
    line.event = NONE;
    for (let tried = firstOf(this.waiting, line.number); tried !== NOTHING; tried = firstOf(this.waiting, line.number)) {
      const verdict = this.askLimiter(tried);
      if (verdict !== PASSES && verdict !== DELAYED && verdict !== Number.POSITIVE_INFINITY) {
        this.arm(line, verdict);
        return;
      }
      removeOf(this.waiting, line.number, tried);
      this.endPatience(tried);
      this.passage.site.recorder.change(gauge.waitingForLimit, -1);
      if (verdict === PASSES) this.passage.goOn(tried, true);
      else if (verdict !== DELAYED) {
        this.reportRefusal(tried);
        this.passage.refuse(tried, NEVER_PASSES);
      }
    }
  }

  /** The delay that it was given is over. */
  private letGo(tried: number): void {
    this.passage.tries.event[tried] = NONE;
    this.passage.site.recorder.change(gauge.waitingForLimit, -1);
    this.passage.goOn(tried, true);
  }

  /** It has waited as long as it may. */
  private giveUp(tried: number): void {
    this.patience[tried] = NONE;
    removeOf(this.waiting, this.lineOf(tried).number, tried);
    this.passage.site.recorder.change(gauge.waitingForLimit, -1);
    this.reportRefusal(tried);
    this.passage.refuse(tried, OWN_REFUSAL);
  }

  private endPatience(tried: number): void {
    if (tried >= this.patience.length || this.patience[tried] === NONE) return;
    this.passage.site.simulation.cancel(this.patience[tried], tried);
    this.patience[tried] = NONE;
  }

  private reportRefusal(tried: number): void {
    const { site, operations, tries } = this.passage;
    site.reportRequest(fact.limitRefused, operations.root[tries.operation[tried]]);
  }

  private reach(tried: number): void {
    const old = this.epochs.length;
    if (tried < old) return;
    const length = Math.max(old * 2, tried + 1);
    this.epochs = widened(this.epochs, length).fill(NONE, old);
    this.patience = widened(this.patience, length).fill(NONE, old);
    this.passedAt = widened(this.passedAt, length);
  }
}

/** One chart row for every gauge of every limiter that a parameter has in this run, as of the first calling process and wire that asked. */
export function addLimitReadings(site: CallingSite, param: string, limits: readonly Limit[]): void {
  const asked = () => limits.find(({ states }) => states !== null && states.keys > 0) ?? limits[0];
  addLimiterReadings(
    site,
    param,
    'of the first calling process',
    () => asked().limiter,
    () => asked().states,
  );
}
