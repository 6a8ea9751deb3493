import { NEVER } from '../../kernel/time.ts';
import { CLOSED, HALF_OPEN, OPEN, PARKED, REFUSED } from '../../policy/circuit-breaker/contract.ts';
import { FAILED, SUCCEEDED, WITHDRAWN } from '../../policy/policy.ts';
import { widened } from '../../structure/widened.ts';
import { fact, gauge } from '../caller-meters.ts';
import type { CallerParams } from '../caller-params.ts';
import { CANCELLED } from '../port.ts';
import { defineGuard, type Guard, HOLDS, isAnswer, OWN_REFUSAL, PASSES, type Passage } from './contract.ts';

const NONE = -1;

interface Circuit {
  number: number;
  breaker: object;
  phase: number;
  /** Tries held while it probes, in order. */
  parked: number[];
  /** The event at which the phase may end by itself, or −1. */
  lookEvent: number;
}

/** Asks a circuit breaker. What it refuses has failed at once; what comes while it probes it may hold until that is decided. */
export class Breaker implements Guard {
  present = false;
  /** Parameters, read again at every change: reading `params` costs several loads. */
  private policy!: CallerParams['circuitBreaker']['policy'];
  private values!: CallerParams['circuitBreaker']['params'];
  private readonly circuits: Circuit[] = [];
  /** How many times the breaker was swapped: it is not told of what it did not let out. */
  private epoch = 0;
  /** By try: which of those breakers let it out, −1 if none did, and with which ticket. */
  private epochs = new Int32Array(64).fill(NONE);
  private tickets = new Int32Array(64);
  /** … and when [µs]. */
  private letOut = new Float64Array(64);
  private readonly askAgainEvent: number;
  private readonly lookEvent: number;

  constructor(private readonly passage: Passage) {
    this.readParams();
    this.askAgainEvent = passage.site.event((tried) => this.letAsk(tried));
    this.lookEvent = passage.site.event((number) => this.lookDue(this.circuits[number]));
  }

  ask(tried: number): number {
    const { site, tries, operations } = this.passage;
    const operation = tries.operation[tried];
    const circuit = this.circuitOf(operation);
    const { now } = site.simulation;
    const ticket = this.policy.decide(circuit.breaker, this.values, now);
    this.observePhase(circuit);
    if (ticket === PARKED) {
      circuit.parked.push(tried);
      site.recorder.change(gauge.waitingToRetry, 1);
      return HOLDS;
    }
    if (ticket === REFUSED) {
      site.reportRequest(fact.breakerRefused, operations.root[operation]);
      return OWN_REFUSAL;
    }
    if (tried >= this.epochs.length) this.reach(tried);
    this.epochs[tried] = this.epoch;
    this.tickets[tried] = ticket;
    this.letOut[tried] = now;
    return PASSES;
  }

  ended(tried: number, outcome: number): number {
    if (tried >= this.epochs.length || this.epochs[tried] === NONE) return outcome;
    const known = this.epochs[tried] === this.epoch;
    this.epochs[tried] = NONE;
    if (!known) return outcome;
    const { tries, site } = this.passage;
    const circuit = this.circuitOf(tries.operation[tried]);
    const seen = isAnswer(outcome) ? SUCCEEDED : outcome === CANCELLED ? WITHDRAWN : FAILED;
    const { now } = site.simulation;
    this.policy.learn(circuit.breaker, this.values, now, this.tickets[tried], seen, now - this.letOut[tried]);
    this.observePhase(circuit);
    // a probe that was taken back leaves the phase as it is and its place to one of those held
    if (seen === WITHDRAWN) this.letParkedAsk(circuit);
    return outcome;
  }

  leave(tried: number): void {
    const { tries, site } = this.passage;
    if (tries.event[tried] !== NONE) {
      site.simulation.cancel(tries.event[tried], tried);
      tries.event[tried] = NONE;
    } else {
      const { parked } = this.circuitOf(tries.operation[tried]);
      parked.splice(parked.indexOf(tried), 1);
    }
    site.recorder.change(gauge.waitingToRetry, -1);
  }

  changed(param: string, replaced: boolean): void {
    if (param !== 'circuitBreaker') return;
    this.readParams();
    if (!replaced) {
      for (const circuit of this.circuits) if (circuit !== undefined) this.lookAfter(circuit);
      return;
    }
    this.epoch++;
    for (const circuit of this.circuits) {
      if (circuit === undefined) continue;
      circuit.breaker = this.policy.start(this.values, this.passage.site.simulation.now);
      this.observePhase(circuit);
      this.lookAfter(circuit);
      // whatever it is now, it has no probe out
      this.letParkedAsk(circuit);
    }
  }

  /** Keeps the gauges in step with a breaker's phase, and lets those it held ask again when the phase has changed. */
  private observePhase(circuit: Circuit): void {
    const phase = this.policy.phase(circuit.breaker);
    if (phase !== circuit.phase) this.phaseChanged(circuit, phase);
  }

  private phaseChanged(circuit: Circuit, phase: number): void {
    const { recorder } = this.passage.site;
    if (circuit.phase === OPEN) recorder.change(gauge.breakersOpen, -1);
    if (circuit.phase === HALF_OPEN) recorder.change(gauge.breakersHalfOpen, -1);
    if (phase === OPEN) recorder.change(gauge.breakersOpen, 1);
    if (phase === HALF_OPEN) recorder.change(gauge.breakersHalfOpen, 1);
    circuit.phase = phase;
    this.lookAfter(circuit);
    this.letParkedAsk(circuit);
  }

  /** Sees to it that a phase that ends by itself does so. */
  private lookAfter(circuit: Circuit): void {
    const { simulation } = this.passage.site;
    const { number } = circuit;
    if (circuit.lookEvent !== NONE) simulation.cancel(circuit.lookEvent, number);
    circuit.lookEvent = NONE;
    const at = this.policy.look?.(circuit.breaker, this.values, simulation.now) ?? NEVER;
    this.observePhase(circuit);
    if (at !== NEVER) circuit.lookEvent = simulation.schedule(Math.max(at, simulation.now), this.lookEvent, number);
  }

  private lookDue(circuit: Circuit): void {
    circuit.lookEvent = NONE;
    this.lookAfter(circuit);
  }

  private letParkedAsk(circuit: Circuit): void {
    const { tries, site } = this.passage;
    const { simulation } = site;
    for (const tried of circuit.parked) tries.event[tried] = simulation.schedule(simulation.now, this.askAgainEvent, tried);
    circuit.parked.length = 0;
  }

  private letAsk(tried: number): void {
    this.passage.tries.event[tried] = NONE;
    this.passage.site.recorder.change(gauge.waitingToRetry, -1);
    this.passage.goOn(tried, false);
  }

  private circuitOf(operation: number): Circuit {
    const number = this.passage.operations.state[operation];
    return this.circuits[number] ?? this.begin(number);
  }

  private begin(number: number): Circuit {
    const { site } = this.passage;
    while (this.circuits.length < number) this.circuits.push(undefined as unknown as Circuit);
    const breaker = this.policy.start(this.values, site.simulation.now);
    const circuit: Circuit = { number, breaker, phase: CLOSED, parked: [], lookEvent: NONE };
    this.circuits[number] = circuit;
    site.recorder.change(gauge.breakers, 1);
    return circuit;
  }

  private readParams(): void {
    const { policy, params } = this.passage.params.circuitBreaker;
    this.policy = policy;
    this.values = params;
    this.present = policy.id !== 'none';
  }

  private reach(tried: number): void {
    const old = this.epochs.length;
    const length = Math.max(old * 2, tried + 1);
    this.epochs = widened(this.epochs, length).fill(NONE, old);
    this.tickets = widened(this.tickets, length);
    this.letOut = widened(this.letOut, length);
  }
}

export const breaker = defineGuard({
  id: 'breaker',
  label: 'Circuit breaker',
  order: 70,
  reads: ['circuitBreaker'],
  shared: true,
  create: (passage) => new Breaker(passage),
});
