import type { NodeContents } from '../component/cache/cache-node.ts';
import type { Component, ComponentDefinition } from '../component/component.ts';
import { Abouts } from '../flow/abouts.ts';
import { Accounts } from '../flow/accounts.ts';
import { Calls } from '../flow/calls.ts';
import { Effects } from '../flow/effects.ts';
import { Items } from '../flow/items.ts';
import { Leases } from '../flow/leases.ts';
import type { Origin, Wire } from '../flow/port.ts';
import { Requests } from '../flow/requests.ts';
import { Tasks } from '../flow/tasks.ts';
import { Truth } from '../flow/truth.ts';
import { Simulation } from '../kernel/simulation.ts';
import { MICROS_PER_MS, MICROS_PER_SECOND, wholeMicros } from '../kernel/time.ts';
import { Facts } from '../meter/facts.ts';
import type { Meter } from '../meter/meter.ts';
import { Recorder } from '../meter/recorder.ts';
import { Trace } from '../meter/trace.ts';
import type { Observed, ObserverId } from '../observe/contract.ts';
import { catalogue as observers } from '../observe/index.ts';
import { borrowing, onlyLends } from '../param/borrowing.ts';
import { matters } from '../param/matters.ts';
import { type Carried, fits, wiresOf } from '../param/wires.ts';
import type { AnyPolicy } from '../policy/policy.ts';
import type { Recordings } from '../policy/workload/contract.ts';
import { compileRoutine, defaultRoutine, type Step } from '../routine/routine.ts';
import { catalogue as routineSteps } from '../routine/step/index.ts';
import { auditOf } from './audit.ts';
import type { Blueprint, ComponentPlan } from './blueprint.ts';
import { type Common, ComponentSite } from './component-site.ts';
import { ComponentValues } from './component-values.ts';
import { type Gate, gatesOf } from './gates.ts';
import { kinds } from './kinds.ts';
import { leftOutGuards } from './left-out-guards.ts';
import { type Changeable, PlannedChanges } from './planned-changes.ts';
import { standInWires } from './stand-in-wires.ts';
import { policyOf } from './values.ts';

export type { NodeContents } from '../component/cache/cache-node.ts';
export { OUTCOMES } from '../flow/port.ts';
export type { RequestLog } from '../observe/requests.ts';

/** Why a run ended before its time. */
export interface Runaway {
  /** When [ms]. */
  at: number;
  reason: string;
}

/** A limit that lets more pass than the component behind it can serve [req/s]. */
export interface IdleLimit {
  gate: string;
  callee: string;
  allowed: number;
  capacity: number;
}

/** Guards that a component, or one of its wires, sets something for and leaves out of their order. */
export interface IdleGuard {
  component: string;
  wire: string | null;
  /** Which, and what they are set for; the end of a sentence. */
  said: string;
}

/** What is odd about the way a world is set up. */
export type Warning = IdleLimit | IdleGuard;

/** What a run may use before it is ended as a runaway. */
export interface Limits {
  /** Events in all. */
  events: number;
  /** Events at one instant: more is a loop in which no time passes. */
  eventsAtOnce: number;
  /** Calls open at once. */
  callsOpen: number;
  /** Jobs open at once. */
  itemsOpen: number;
}

const DEFAULT_LIMITS: Limits = { events: 50_000_000, eventsAtOnce: 1_000_000, callsOpen: 2_000_000, itemsOpen: 4_000_000 };

/** How many events pass between two looks at the limits. */
const CHECK_EVERY = 1024;

/** A wire while the components at its ends are being made. */
type MutableWire = {
  -readonly [K in keyof Pick<Wire, 'index' | 'name' | 'from' | 'to' | 'fromIndex' | 'toIndex'>]: Wire[K];
} & Partial<Wire>;

export interface Options {
  /** Observers to attach. */
  observe?: readonly ObserverId[];
  /** Files for workloads that are recorded. */
  recordings?: Recordings;
  /** Keep the whole story of these requests, by number. */
  trace?: ReadonlySet<number>;
  limits?: Partial<Limits>;
  /** Component kinds besides the catalogue's: for what stands in a test where a service would. */
  components?: readonly ComponentDefinition[];
}

/** A scenario alive: built from a blueprint, run in slices, looked at in between. */
export class World {
  readonly simulation = new Simulation(4096);
  readonly recorders: Recorder[] = [];
  /** What the observers that are attached have kept. */
  readonly observed: Observed;
  readonly trace: Trace | null;
  /** Ids of its components, by number. */
  readonly ids: readonly string[];
  /** Every wire, by number. */
  readonly wires: readonly Wire[];
  /** Bins closed so far. */
  closedBins = 0;
  finished = false;
  runaway: Runaway | null = null;

  /** Who calls, who asks for leases, and who is asked. */
  private readonly borrowing: ReturnType<typeof borrowing>;
  private readonly definitions: ComponentDefinition[] = [];
  private readonly living: Component[] = [];
  private readonly values: ComponentValues[] = [];
  private readonly effects = new Effects();
  private readonly accounts = new Accounts();
  private readonly requests = new Requests(this.effects, this.accounts);
  private readonly items = new Items();
  private readonly leases = new Leases(this.requests);
  private readonly tasks = new Tasks();
  private readonly abouts = new Abouts(this.requests, this.leases);
  private readonly calls = new Calls(this.requests, this.tasks, this.abouts);
  private readonly truth = new Truth();
  private readonly recordings: Recordings;
  private readonly facts = new Facts(this.simulation.clock);
  private readonly grid = { bin: 0 };
  private readonly end: number;
  private readonly limits: Limits;
  private readonly kinds: readonly ComponentDefinition[];
  private readonly changes: PlannedChanges;
  /** What handles the events of each code, in the order in which components asked for them. */
  private readonly handlers: ((subject: number) => void)[] = [];
  private readonly origins: Origin[] = [];
  private readonly pauseEvent: number;

  constructor(
    readonly blueprint: Blueprint,
    options: Options = {},
  ) {
    this.limits = { ...DEFAULT_LIMITS, ...options.limits };
    this.kinds = [...kinds.components, ...(options.components ?? [])];
    this.observed = observedBy(options.observe ?? []);
    this.recordings = options.recordings ?? new Map();
    this.trace = options.trace ? new Trace(options.trace) : null;
    this.end = wholeMicros(blueprint.duration * MICROS_PER_MS);
    this.binEnd = this.end / blueprint.bins;
    this.ids = Object.keys(blueprint.components);
    const changes = new PlannedChanges(blueprint.changes, (id) => this.livingOf(id));
    this.changes = changes;
    const changeEvent = this.handler((step) => changes.apply(step));
    this.pauseEvent = this.handler(() => this.pause());
    const horizonEvent = this.handler(() => this.finish());
    const wires: MutableWire[] = [];
    this.wires = wires as Wire[];
    const common: Common = {
      seed: blueprint.seed,
      simulation: this.simulation,
      requests: this.requests,
      calls: this.calls,
      items: this.items,
      leases: this.leases,
      accounts: this.accounts,
      allWires: this.wires,
      origins: this.origins,
      grid: this.grid,
      observed: this.observed,
      truth: this.truth,
      recordings: this.recordings,
      event: (handle) => this.handler(handle),
      holdsJobs: (component) => this.living[component].store !== undefined,
    };
    this.borrowing = borrowing(
      blueprint.components as never,
      (id) => this.takes(id),
      (id) => this.sends(id),
      routineSteps,
    );
    for (let i = 0; i < this.ids.length; i++) this.settleIn(this.ids[i], i, wires, common);
    for (const wire of wires) this.connect(wire);
    changes.forEach((at, step) => {
      if (at < this.end) this.simulation.schedule(at, changeEvent, step);
    });
    this.simulation.schedule(this.end, horizonEvent, 0);
    for (const component of this.living) component.start();
  }

  /** The present [ms]. */
  get now(): number {
    return this.simulation.now / MICROS_PER_MS;
  }

  /** Width of a bin [ms]. */
  get binWidth(): number {
    return this.blueprint.duration / this.blueprint.bins;
  }

  /** Requests born so far. */
  get requestCount(): number {
    return this.requests.rows.begun;
  }

  /** 16 hexadecimal digits over every fact so far. */
  fingerprintDigits(): string {
    return this.facts.fingerprint();
  }

  /** Handles up to so many events; true once the run has ended. How it is sliced changes nothing. */
  run(events = Number.POSITIVE_INFINITY): boolean {
    const { simulation, handlers } = this;
    const stopAt = simulation.handled + events;
    while (!this.finished && simulation.handled < stopAt) {
      // batches end at whole multiples, so that however a run is sliced its limits are looked at after the same events
      const untilCheck = CHECK_EVERY - (simulation.handled % CHECK_EVERY);
      const batch = Math.min(untilCheck, stopAt - simulation.handled);
      for (let i = 0; i < batch && !this.finished; i++) {
        // the horizon is always scheduled, so there is always an event
        simulation.advance();
        const { now } = simulation;
        if (now >= this.binEnd) this.closeBins(now);
        handlers[simulation.firedCode](simulation.firedSubject);
      }
      if (batch === untilCheck && !this.finished) this.checkLimits();
    }
    return this.finished;
  }

  private paused = false;
  /** Events handled when the last pause was. */
  private pausedAfter = 0;

  /** Handles everything that is due up to a moment [ms]; what it does to the run is nothing. */
  runTo(ms: number): void {
    const at = wholeMicros(ms * MICROS_PER_MS);
    if (this.finished || at < this.simulation.now) return;
    this.paused = false;
    this.pausedAfter = 0;
    this.simulation.schedule(Math.min(at, this.end), this.pauseEvent, 0);
    while (!this.finished && !this.paused) this.run(1);
  }

  /** A pause goes behind whatever else is due at this instant, until nothing is. */
  private pause(): void {
    const { simulation } = this;
    this.paused = simulation.handled === this.pausedAfter + 1;
    this.pausedAfter = simulation.handled;
    if (!this.paused) simulation.schedule(simulation.now, this.pauseEvent, 0);
  }

  /** What a component remembers just now, node by node; at most so many keys of each list. */
  contents(id: string, most: number): NodeContents[] {
    return this.living[this.ids.indexOf(id)]?.contents?.(most) ?? [];
  }

  private finish(): void {
    this.finished = true;
    for (const component of this.living) component.finish?.();
  }

  private checkedAt = -1;
  private atOnce = 0;

  /** Ends a runaway; looked at every CHECK_EVERY events. */
  private checkLimits(): void {
    const { simulation, limits } = this;
    this.atOnce = simulation.now === this.checkedAt ? this.atOnce + CHECK_EVERY : 0;
    this.checkedAt = simulation.now;
    const count = (n: number) => n.toLocaleString('en');
    if (this.atOnce > limits.eventsAtOnce)
      this.endRunaway(`more than ${count(limits.eventsAtOnce)} events at one instant: something goes round without time passing`);
    else if (this.calls.open > limits.callsOpen)
      this.endRunaway(`more than ${count(limits.callsOpen)} calls open at once: work comes in faster than it is ever done`);
    else if (this.items.open > limits.itemsOpen)
      this.endRunaway(`more than ${count(limits.itemsOpen)} jobs open at once: they come in faster than they are ever done`);
    else if (simulation.handled > limits.events) this.endRunaway(`more than ${count(limits.events)} events in one run`);
  }

  /** Everything that must balance and does not; empty when the books are right. */
  audit(): string[] {
    return auditOf(this.recorders, this.definitions, this.living, this.calls.rows.begun, this.open());
  }

  /** The components that have a rate limiter: what its own gauge is called, and what its limit is meant to say [ms]. */
  gates(): Gate[] {
    return gatesOf(
      this.ids,
      this.values.map(({ own }) => own),
    );
  }

  /** What is odd about the way it is set up just now. */
  warnings(): Warning[] {
    return [...this.idleLimits(), ...this.ids.flatMap((id, i) => this.idleGuards(id, i))];
  }

  /** Limits that protect nothing. */
  private idleLimits(): IdleLimit[] {
    return this.wires.flatMap(({ from, to }) => {
      const allowed = this.living[this.ids.indexOf(from)].allowance?.();
      const capacity = this.living[this.ids.indexOf(to)].capacity?.();
      if (allowed === undefined || capacity === undefined || allowed === Number.POSITIVE_INFINITY || allowed <= capacity) return [];
      return [{ gate: from, callee: to, allowed, capacity }];
    });
  }

  /** Guards that a component, or one of its wires, sets something for and leaves out of their order. */
  private idleGuards(component: string, index: number): IdleGuard[] {
    const values = this.values[index];
    const { params } = this.definitions[index];
    const own = leftOutGuards(params, values.own);
    const ofWires = this.wires.flatMap(({ name, fromIndex }) => {
      if (fromIndex !== index) return [];
      const others = leftOutGuards(params, values.ofWire(name)).filter((said) => !own.includes(said));
      return others.map((said) => ({ component, wire: name, said }));
    });
    return [...own.map((said) => ({ component, wire: null, said })), ...ofWires];
  }

  /** Rows that are still open, by ledger. */
  open(): Record<string, number> {
    const operations = this.living.reduce((sum, component) => sum + (component.caller?.operations.open ?? 0), 0);
    const own = this.living.reduce((sum, component) => sum + (component.open?.() ?? 0), 0);
    return {
      requests: this.requests.open,
      calls: this.calls.open,
      tasks: this.tasks.open,
      effects: this.effects.open,
      abouts: this.abouts.open,
      operations,
      items: this.items.open,
      leases: this.leases.open,
      accounts: this.accounts.open,
      own,
    };
  }

  private binEnd = 0;

  private closeBins(now: number): void {
    const { bins } = this.blueprint;
    while (now >= this.binEnd && this.closedBins < bins) {
      const bin = this.closedBins++;
      const from = (bin * this.end) / bins;
      for (const recorder of this.recorders) recorder.close(bin, from, this.binEnd);
      this.grid.bin = Math.min(bins - 1, bin + 1);
      this.binEnd = bin + 1 < bins ? ((bin + 2) * this.end) / bins : Number.POSITIVE_INFINITY;
    }
  }

  private endRunaway(reason: string): void {
    this.runaway = { at: this.now, reason };
    this.finished = true;
  }

  /** Makes a component, its recorder and its values; wires come once all are there. */
  private settleIn(id: string, index: number, wires: MutableWire[], common: Common): void {
    const { blueprint, simulation } = this;
    const plan = blueprint.components[id];
    const definition = this.kinds.find((candidate) => candidate.id === plan.kind);
    if (!definition) throw new Error(`there is no component of kind ${plan.kind}`);
    const wired = wiresOf(plan.calls);
    const meters: Meter[] = definition.meters.filter(
      ({ kind, when, where }) => kind !== 'reading' && (!when || this.borrowing[when].has(id)) && matters(where, definition.params, plan),
    );
    const secondsPerBin = this.end / blueprint.bins / MICROS_PER_SECOND;
    const recorder = new Recorder(id, index, simulation.clock, blueprint.bins, secondsPerBin, this.facts, definition, meters);
    recorder.trace = this.trace;
    const values = new ComponentValues(definition.params, plan, id, blueprint.changes);
    const names = wired.map(({ name }) => name);
    const standIns = standInWires(plan, id, blueprint.changes);
    const ordinary = wired.filter(({ name }) => !standIns.has(name));
    const lenders = ordinary.filter(({ to }) => onlyLends(this.takes(to)));
    const called = ordinary.filter((wire) => !lenders.includes(wire));
    const most = definition.calls.most;
    if (wired.length > most) throw new RangeError(`${id} calls ${wired.length} components; a ${plan.kind} calls at most ${most}`);
    const own = wired.map(({ name, to }) => {
      const wire: MutableWire = { index: wires.length, name, from: id, to, fromIndex: index, toIndex: this.ids.indexOf(to) };
      wires.push(wire);
      return wire as Wire;
    });
    const site = new ComponentSite(common, {
      id,
      index,
      recorder,
      wires: own,
      program: compileRoutine(
        (plan.routine as readonly Step[] | undefined) ??
          defaultRoutine(
            called.map(({ name }) => name),
            lenders.map(({ name }) => name),
          ),
        names,
      ),
      settings: (wire) => values.ofWire(names[wire]) as never,
      policiesOf: (param) => this.policiesOf(id, plan, definition, param),
    });
    const component = definition.create(site, values.own as never);
    this.definitions.push(definition);
    this.recorders.push(recorder);
    this.values.push(values);
    this.living.push(component);
    if (component.origin) this.origins[index] = component.origin;
  }

  /** A component by id, as changes need it. */
  private livingOf(id: string): Changeable {
    const index = this.ids.indexOf(id);
    const wires = this.wires.filter(({ fromIndex }) => fromIndex === index).map(({ name }) => name);
    return { component: this.living[index], values: this.values[index], wires };
  }

  /** What goes over wires to a component. */
  private takes(id: string): readonly Carried[] {
    return this.kindOf(id)?.takes ?? [];
  }

  /** What goes over its own. */
  private sends(id: string): readonly Carried[] {
    return this.kindOf(id)?.sends ?? [];
  }

  private kindOf(id: string): ComponentDefinition | undefined {
    const { kind } = this.blueprint.components[id] ?? {};
    return this.kinds.find((candidate) => candidate.id === kind);
  }

  /** Gives a handler its number. */
  private handler(handle: (subject: number) => void): number {
    return this.handlers.push(handle) - 1;
  }

  /** Joins a wire to its ends: jobs from a store to a consumer, calls from a caller to a callee, leases from a lender to their holder, connections from whoever keeps them to a door. */
  private connect(wire: MutableWire): void {
    const { store, caller, holder, visitor } = this.living[wire.fromIndex];
    const { consumer, callee, lender, door } = this.living[wire.toIndex];
    if (store && consumer) Object.assign(wire, { store, consumer });
    if (!store && caller && callee) Object.assign(wire, { caller, callee });
    if (holder && lender) Object.assign(wire, { holder, lender });
    if (visitor && door) Object.assign(wire, { visitor, door });
    if (!fits(this.definitions[wire.fromIndex].sends, this.definitions[wire.toIndex].takes))
      throw new Error(`${wire.from} cannot be wired to ${wire.to}: one has nothing to send that the other takes`);
  }

  private policiesOf(id: string, plan: ComponentPlan, definition: ComponentDefinition, param: string): AnyPolicy[] {
    const record = definition.params[param];
    if (record?.type !== 'policy') return [];
    const wires = wiresOf(plan.calls);
    const paths = [`${id}.${param}`, ...wires.map(({ name }) => `${id}.calls.${name}.${param}`)];
    const chosen = [plan[param] ?? record.default, ...wires.map(({ settings }) => settings[param])];
    const now = chosen.filter((value) => value !== undefined).map((value) => (value as { kind: string }).kind);
    const later = this.changes.kinds.filter(({ path }) => paths.includes(path)).map(({ kind }) => kind);
    return [...new Set([...now, ...later])].map((kind) => policyOf(record.seam, kind));
  }
}

/** An entry for every observer there is, so that all runs look alike to the components. */
function observedBy(attached: readonly ObserverId[]): Observed {
  return Object.fromEntries(observers.map(({ id, begin }) => [id, attached.includes(id) ? begin() : null])) as unknown as Observed;
}
