import type { ComponentDefinition } from '../../src/sim/component/component.ts';
import { catalogue as componentKinds } from '../../src/sim/component/index.ts';
import { fieldsIn } from '../../src/sim/param/borrowing.ts';
import type { Item, ListParam, Param, ParamRecord, Seams } from '../../src/sim/param/param.ts';
import type { StepField } from '../../src/sim/param/step.ts';
import { type Carried, calleesOf, fits, wiresOf } from '../../src/sim/param/wires.ts';
import { seams } from '../../src/sim/policy/seams.ts';
import type { Step } from '../../src/sim/routine/routine.ts';
import { catalogue as routineSteps } from '../../src/sim/routine/step/index.ts';
import type { Blueprint, ComponentPlan, PlannedChange } from '../../src/sim/world/blueprint.ts';
import { mulberry } from '../mulberry.ts';
import { type Document, promisesIn } from './promises.ts';

type Values = Record<string, unknown>;

/** When traffic stops and everything is mended [ms]. */
const MENDED_AT = 4_000;

/** The most that a value is where more would make a run of some seconds explode, or let nothing happen in it. */
const TEMPER = {
  /** Times [ms]. */
  duration: 900,
  /** Times that every request takes [ms]. */
  drawnTime: 60,
  /** By unit. */
  unit: { 'req/s': 150, 'jobs/s': 150 } as Readonly<Record<string, number>>,
  /** Whole numbers of a policy, by seam: users who come back, keys, processes that are wanted. */
  seam: { arrival: 25, workload: 500, autoscaling: 20 } as Readonly<Record<string, number>>,
  /** By name: tries and copies, which add up; runs, and bytes and the time for them, which are multiplied; steps that are done again, and what they wait. */
  name: { maxAttempts: 6, mostHedges: 3, entries: 4, timePerKilobyte: 2, bytes: 5_000, repeat: 4, sleep: 60 } as Readonly<
    Record<string, number>
  >,
};

/** Times that have an end [ms], by name: what is leaked, or held by two that wait for each other, comes free again. */
const ENDING: Readonly<Record<string, number>> = { leaseTime: 500, acquireTimeout: 500 };

/** The least time between an answer and the next request of its user [ms]: without any a loop would never end. */
const LEAST_THINK_TIME = 20;

/** Names of what there are several of that do the same work, and of their slots: they grow and shrink in mid-run. */
const REPLICAS = 'replicas';
const RESIZED = [REPLICAS, 'servers', 'concurrency'];

/** Where a value stands: its name, the seam of the policy that it belongs to, and whether that is within an arrival. */
interface Where {
  name?: string;
  seam?: string;
  looped?: boolean;
  /** Names of the wires of the component it is for. */
  wires?: readonly string[];
}

type Single = Param | Item;

/** What those that a component calls take, by id. */
export type Targets = Readonly<Record<string, readonly Carried[]>>;

const takersOf = (targets: Targets, carries: Carried) => Object.keys(targets).filter((id) => targets[id].includes(carries));
/** Whether there is something that such a field can name. */
const isNameable = (field: StepField, targets: Targets) =>
  field.type === 'wire' ? takersOf(targets, field.carries).length > 0 : field.type !== 'lease' || takersOf(targets, 'leases').length > 0;

/** What comes to a kind over wires that lead to it, what it sends over its own, and how many it has. All that is known here of roles. */
function rolesOf({ takes, sends, calls }: ComponentDefinition) {
  return { takes, sends, ...calls };
}

const kindOf = ({ kind }: ComponentPlan) => componentKinds.find(({ id }) => id === kind)!;
/** The same of a component of a blueprint. */
export const rolesIn = ({ components }: Blueprint, id: string) => rolesOf(kindOf(components[id]));

const takes = (kind: ComponentDefinition) => rolesOf(kind).takes;
const asks = ({ params }: ComponentDefinition, seam: string) =>
  Object.values(params).some((param) => param.type === 'policy' && param.seam === seam);

/** What a wire may set for itself alone. */
const ofWires = (params: ParamRecord): ParamRecord =>
  Object.fromEntries(Object.entries(params).filter(([, { whenCalling, wholeRun }]) => whenCalling && !wholeRun));

/** What dies at every call and is there again at once does nothing but die, and takes a third of the time of all worlds [ms]. */
const LEAST: Readonly<Record<string, number>> = { restartTime: 10 };

/** The most that a number may be at such a place. */
function mostOf(param: Single & { max: number }, { name = '', seam = '' }: Where): number {
  const unit = 'unit' in param ? (param.unit ?? '') : '';
  const limits = [param.max, TEMPER.name[name], TEMPER.unit[unit]];
  if (param.type === 'duration') limits.push(seam === 'distribution' ? TEMPER.drawnTime : TEMPER.duration);
  if (param.type === 'integer') limits.push(TEMPER.seam[seam]);
  return Math.min(...limits.filter((limit) => limit !== undefined));
}

/** A value as it may be at such a place. */
function tempered(param: Single, value: unknown, where: Where): unknown {
  if (param.type === 'policy') return temperedPolicy(param.seam, value as Document, where);
  if (value === null && where.name !== undefined && where.name in ENDING) return ENDING[where.name];
  // whoever thinks for no time, and is answered at once, goes round at one instant
  if (param.type === 'text' && where.looped && Number(value) === 0) return param.default;
  if (typeof value !== 'number' || param.type === 'text' || !('max' in param)) return value;
  const least = Math.max(param.min, (param.type === 'duration' && where.looped && LEAST_THINK_TIME) || LEAST[where.name ?? ''] || 0);
  const kept = Math.max(least, Math.min(mostOf(param, where), value));
  return param.type === 'integer' ? Math.round(kept) : kept;
}

/** A policy whose every value is as it may be, defaults that may not be replaced. */
function temperedPolicy(seam: string, document: Document, where: Where): Document {
  const { params } = seams[seam].catalogue.find(({ id }) => id === document.kind)!;
  const inside = { wires: where.wires, seam, looped: where.looped || seam === 'arrival' };
  const values = { ...document };
  for (const [name, param] of Object.entries(params as ParamRecord)) {
    const value = values[name] ?? param.default;
    const kept = tempered(param, value, { name, ...inside });
    if (name in values || JSON.stringify(kept) !== JSON.stringify(value)) values[name] = kept;
  }
  return values;
}

/** The same routine, which has acquired whatever it releases or works with. */
function acquiring(routine: readonly Step[]): readonly Step[] {
  const fields = fieldsIn(routine, '', routineSteps);
  const named = fields.flatMap(({ field, value }) => (field.type === 'lease' && !field.gives ? [value as string] : []));
  const given = fields.flatMap(({ field, value, isNamed }) =>
    (field.type === 'lease' ? field.gives : field.type === 'wire' && field.carries === 'leases' && !isNamed) ? [value] : [],
  );
  const missing = [...new Set(named)].filter((name) => !given.includes(name));
  return [...missing.map((acquire) => ({ acquire })), ...routine];
}

/**
 * Makes up worlds of every shape from what there is: kinds of components, wired as they may be, every policy with its
 * examples, faults, and changes in mid-run.
 */
export class Maker {
  private readonly random: () => number;

  constructor(seed: number) {
    this.random = mulberry(seed);
  }

  chance(ratio: number): boolean {
    return this.random() < ratio;
  }

  whole(from: number, to: number): number {
    return from + Math.floor(this.random() * (to - from + 1));
  }

  one<T>(of: readonly T[]): T {
    return of[Math.floor(this.random() * of.length)];
  }

  private shuffled<T>(of: readonly T[]): T[] {
    const list = [...of];
    for (let i = list.length - 1; i > 0; i--) {
      const j = this.whole(0, i);
      [list[i], list[j]] = [list[j], list[i]];
    }
    return list;
  }

  /** A value that a parameter may have, now and then at its bounds. */
  value(param: Single, where: Where = {}): unknown {
    return tempered(param, this.untempered(param, where), where);
  }

  private untempered(param: Single, where: Where): unknown {
    switch (param.type) {
      case 'integer':
        // few of whatever there are, so that they run out
        return this.one([param.default, this.whole(1, 8), this.whole(1, 3), this.near(param.default), this.whole(9, 40), param.min]);
      case 'number':
        return this.one([param.default, this.near(param.default), param.default === 0 ? param.max * this.random() ** 3 : param.min]);
      case 'ratio':
        return Math.min(param.max, Math.max(param.min, this.one([param.default, this.random(), 0, 1])));
      case 'duration':
        if (param.never !== undefined && this.chance(0.4)) return null;
        if (where.seam === 'distribution') return this.one([3, 5, 20, this.whole(0, 60)]);
        return this.one([20, 100, 37.5, 400, this.whole(1, 900), param.min]);
      case 'choice':
        return this.one(Object.keys(param.options));
      case 'flag':
        return this.chance(0.5);
      case 'text':
        return param.names === 'wire' ? this.one(['', ...(where.wires ?? [])]) : this.one([param.default, param.example]);
      case 'policy':
        return this.policy(param.seam, where);
      case 'list':
        return this.list(param, where);
    }
  }

  private list({ item, least, most, distinct, default: usual }: ListParam, where: Where): unknown[] {
    // of a few named ways, some in any order
    const named = item.type === 'choice' ? Object.keys(item.options) : [];
    if (distinct && named.length > 0) return this.shuffled(this.chance(0.5) ? usual : named).slice(0, this.whole(least, most));
    return Array.from({ length: this.whole(least, Math.min(most, least + 3)) }, () => this.value(item, where));
  }

  /** Within a factor of three or so, on a scale of factors. */
  private near(value: number): number {
    return Math.round(value * 10 ** (this.random() - 0.5) * 100) / 100;
  }

  /** A policy with its defaults, with one of its examples, or with some of its parameters made up. */
  policy(seam: string, where: Where = {}): Document {
    // what is recorded needs a file
    const {
      id,
      params,
      examples = [],
    } = this.one(
      seams[seam].catalogue.filter(({ id: kind }) => !promisesIn(seam as keyof Seams, { kind }).includes('replays-a-recording')),
    );
    const inside = { seam, looped: where.looped || seam === 'arrival' };
    const values = examples.length > 0 && this.chance(0.3) ? this.one(examples) : this.some(params as ParamRecord, 0.5, inside);
    return temperedPolicy(seam, { kind: id, ...values }, where);
  }

  /** Values for a share of the parameters, and for those whose defaults are not for short runs. */
  private some(params: ParamRecord, ratio: number, where: Where = {}): Values {
    const values: Values = {};
    for (const [name, param] of Object.entries(params)) {
      const here = { ...where, name };
      const isTame = JSON.stringify(tempered(param, param.default, here)) === JSON.stringify(param.default);
      if (this.chance(ratio) || !isTame) values[name] = this.value(param, here);
    }
    return values;
  }

  /** A routine of a few steps, whatever they are. @param targets what those that it calls take, by id */
  routine(targets: Targets, depth = 0): unknown[] {
    const has = (carries: Carried) => Object.values(targets).some((takes) => takes.includes(carries));
    const isPossible = (field: StepField) => {
      if (field.type === 'steps') return depth < 2;
      if (field.type === 'wire') return has(field.carries) || field.optional === true;
      if (field.type === 'wires') return has('calls');
      return field.type !== 'lease' || has('leases') || field.optional === true;
    };
    const possible = routineSteps.filter(({ fields }) => Object.values(fields).every(isPossible));
    return Array.from({ length: this.whole(1, 3) }, () => {
      const { id, alone, fields } = this.one(possible);
      if (alone && (Object.keys(fields).length === 0 || this.chance(0.6))) return id;
      const entries = Object.entries(fields).filter(([, field]) => !('optional' in field && field.optional) || this.chance(0.5));
      // one that is left to chance may have nothing to name
      const there = entries.filter(([, field]) => !('optional' in field && field.optional) || isNameable(field, targets));
      return Object.fromEntries(there.map(([name, field]) => [name, this.fieldOf(name, field, targets, depth)]));
    });
  }

  private fieldOf(name: string, field: StepField, targets: Targets, depth: number): unknown {
    switch (field.type) {
      case 'wire':
        return this.one(takersOf(targets, field.carries));
      case 'wires':
        return Array.from({ length: this.whole(1, 3) }, () => this.one(takersOf(targets, 'calls')));
      case 'lease':
        // a lease is known by its wire where it has no name
        return this.one(takersOf(targets, 'leases'));
      case 'steps':
        return this.routine(targets, depth + 1);
      default:
        return this.value(field, { name });
    }
  }

  /** A component of a kind that calls those, some over wires with settings of their own. */
  component(kind: string, targets: Targets): ComponentPlan {
    const calls = Object.keys(targets);
    const { params, routine } = kindOf({ kind });
    const settings = ofWires(params);
    const withSettings = () =>
      Object.fromEntries(calls.map((id) => [id, this.chance(0.5) ? this.some(settings, 0.15, { wires: calls }) : {}]));
    return {
      kind,
      ...this.some(params, 0.4, { wires: calls }),
      ...(calls.length > 0 ? { calls: Object.keys(settings).length > 0 && this.chance(0.25) ? withSettings() : calls } : {}),
      ...(routine && this.chance(0.5) ? { routine: acquiring(this.routine(targets) as Step[]) } : {}),
    };
  }

  /**
   * Clients, and now and then others whom nobody calls, before up to six of those that are called, each of which calls
   * only later ones; in every other world some of them hold jobs and hand them out.
   */
  components(): Record<string, ComponentPlan> {
    const placed: { id: string; plan: ComponentPlan }[] = [];
    const reached = new Set<string>();
    const targetsOf = (kind: ComponentDefinition) => placed.filter(({ plan }) => fits(rolesOf(kind).sends, takes(kindOf(plan))));
    const place = (among: readonly ComponentDefinition[], preferred?: (kind: ComponentDefinition) => boolean) => {
      const possible = among.filter((kind) => targetsOf(kind).length >= rolesOf(kind).least);
      if (possible.length === 0) return;
      const kind = this.one(possible);
      const { least, most } = rolesOf(kind);
      const rank = ({ id, plan }: (typeof placed)[number]) => (preferred?.(kindOf(plan)) ? 0 : 1) + (reached.has(id) ? 2 : 0);
      const targets = this.shuffled(targetsOf(kind)).sort((a, b) => rank(a) - rank(b));
      const count = Math.min(
        most,
        targets.length,
        this.whole(Math.max(least, targets.length > 0 && this.chance(0.8) ? 1 : 0), Math.max(least, 3)),
      );
      const calls = Object.fromEntries(targets.slice(0, count).map(({ id, plan }) => [id, takes(kindOf(plan))]));
      for (const id of Object.keys(calls)) reached.add(id);
      const id = `${kind.id.replaceAll('-', '')}${placed.length}`;
      placed.push({ id, plan: this.component(kind.id, calls) });
    };
    const times = (count: number, act: () => void) => {
      for (let i = 0; i < count; i++) act();
    };

    const holds = (kind: ComponentDefinition) => rolesOf(kind).sends.includes('jobs');
    const called = componentKinds.filter((kind) => takes(kind).includes('calls') && !holds(kind));
    const begins = componentKinds.filter((kind) => takes(kind).length === 0);
    if (this.chance(0.5)) times(this.whole(1, 5), () => place(called));
    else {
      times(this.whole(1, 2), () => place(called));
      times(this.whole(1, 2), () => place(componentKinds.filter((kind) => takes(kind).includes('jobs'))));
      times(this.whole(1, 2), () => place(componentKinds.filter(holds)));
      times(this.whole(0, 2), () => place(called, holds));
    }
    // at least one whose requests are born one by one
    place(begins.filter((kind) => asks(kind, 'arrival')));
    times(this.whole(0, 2), () => place(begins, this.chance(0.7) ? holds : undefined));

    // nobody is there whom nobody calls
    const components: Record<string, ComponentPlan> = {};
    const needed = new Set<string>();
    for (const { id, plan } of placed.reverse()) {
      if (takes(kindOf(plan)).length > 0 && !needed.has(id)) continue;
      components[id] = plan;
      for (const callee of calleesOf(plan.calls)) needed.add(callee);
    }
    return components;
  }

  /** Changes of parameters and of whole policies, anywhere before MENDED_AT; often of what is struck, grows or shrinks. */
  changes(components: Readonly<Record<string, ComponentPlan>>): PlannedChange[] {
    const changes: PlannedChange[] = [];
    const ids = Object.keys(components);
    // where there are jobs, what happens to them is what is looked at
    const ofJobs = ids.filter((id) => {
      const kind = rolesOf(kindOf(components[id]));
      return kind.takes.includes('jobs') || kind.sends.includes('jobs');
    });
    for (let i = this.whole(0, 12); i > 0; i--) {
      const id = this.one(ofJobs.length > 0 && this.chance(0.6) ? ofJobs : ids);
      const { params } = kindOf(components[id]);
      const wire = this.chance(0.1)
        ? this.one(wiresOf(components[id].calls).filter(({ settings }) => Object.keys(settings).length > 0))
        : undefined;
      if (wire) {
        const name = this.one(Object.keys(wire.settings));
        changes.push(this.change(`${id}.calls.${wire.name}.${name}`, params[name], this.value(params[name], { name })));
        continue;
      }
      const names = Object.keys(params).filter((name) => !params[name].wholeRun && (name !== 'arrival' || this.chance(0.3)));
      const drastic = names.filter((name) => {
        const param = params[name];
        return RESIZED.includes(name) || (param.type === 'policy' && param.seam.endsWith('fault'));
      });
      const name = this.one(drastic.length > 0 && this.chance(0.3) ? drastic : names);
      changes.push(this.change(`${id}.${name}`, params[name], this.value(params[name], { name })));
    }
    changes.push(...this.nestedChanges(components, changes), ...this.acts(components));
    return changes.sort((a, b) => a.at - b.at);
  }

  /** Changes of what is inside policies that no other change replaces. */
  private nestedChanges(components: Readonly<Record<string, ComponentPlan>>, others: readonly PlannedChange[]): PlannedChange[] {
    const changes: PlannedChange[] = [];
    for (const [id, component] of Object.entries(components))
      for (const [name, param] of Object.entries(kindOf(component).params)) {
        if (param.type !== 'policy' || param.seam === 'distribution' || param.wholeRun || !(name in component)) continue;
        if (others.some(({ set }) => `${id}.${name}` in set)) continue;
        const { kind } = component[name] as Document;
        const inner = Object.entries(seams[param.seam].catalogue.find((policy) => policy.id === kind)!.params as ParamRecord);
        if (inner.length === 0 || this.chance(0.7)) continue;
        const [nested, record] = this.one(inner);
        const where = { name: nested, seam: param.seam, looped: param.seam === 'arrival' };
        changes.push(this.change(`${id}.${name}.${nested}`, record, this.value(record, where)));
      }
    return changes;
  }

  /** What some of them are told to do, once or twice. */
  private acts(components: Readonly<Record<string, ComponentPlan>>): PlannedChange[] {
    return Object.entries(components).flatMap(([id, plan]) =>
      (kindOf(plan).acts ?? []).flatMap(({ name }) =>
        Array.from({ length: this.one([0, 0, 1, 2]) }, () => ({ at: this.whole(1, MENDED_AT - 1), set: {}, do: { [id]: name } })),
      ),
    );
  }

  /** At some time before MENDED_AT, now and then spread out. */
  private change(path: string, param: Param, value: unknown): PlannedChange {
    const at = this.whole(1, MENDED_AT - 1);
    const numeric = ['number', 'integer', 'ratio'].includes(param.type) || (param.type === 'duration' && param.never === undefined);
    return { at, set: { [path]: value }, ...(numeric && this.chance(0.3) ? { over: this.whole(1, MENDED_AT - at) } : {}) };
  }

  blueprint(seed: number, duration = 6_000): Blueprint {
    const components = this.components();
    return { seed, duration, bins: 60, components, changes: this.changes(components) };
  }
}

/** With what nothing is wrong any more, by seam: nobody sends, nobody is held back, everything works. */
const HEALTHY: Readonly<Record<string, Document>> = {
  arrival: { kind: 'constant', rate: 0 },
  fault: { kind: 'none' },
  'worker-fault': { kind: 'none' },
  'rate-limiter': { kind: 'none' },
  autoscaling: { kind: 'none' },
};

/** And by name: whatever is under way comes to its end, if nobody gives it up before. */
const LASTING: Readonly<Values> = {
  works: true,
  storeUp: true,
  contention: 0,
  coherency: 0,
  attemptTimeout: null,
  deadline: null,
  visibilityTimeout: 10_000,
  whenJobFails: 'retry-delay',
  lateAcknowledgement: 'deletes',
  redrive: false,
  // one after the other would take too long
  orderKept: 'not',
  uniqueness: { kind: 'none' },
  whenLeaseEnds: 'goes-on',
};

/** What a parameter becomes when all is well, if it matters. */
function lasting(name: string, param: Param): unknown {
  if (param.type === 'policy' && param.seam in HEALTHY) return HEALTHY[param.seam];
  return LASTING[name];
}

/** The same world, where nobody sends from MENDED_AT on and nothing is wrong any more. */
export function mended(blueprint: Blueprint, duration: number): Blueprint {
  const set: Values = {};
  for (const [id, component] of Object.entries(blueprint.components)) {
    const kind = kindOf(component);
    const { takes: taken, sends } = rolesOf(kind);
    for (const { name: wire, settings } of wiresOf(component.calls))
      for (const name of Object.keys(settings)) {
        const lasts = lasting(name, kind.params[name]);
        if (lasts !== undefined) set[`${id}.calls.${wire}.${name}`] = lasts;
      }
    for (const [name, param] of Object.entries(kind.params)) {
      const path = `${id}.${name}`;
      const lasts = lasting(name, param);
      if (lasts !== undefined) set[path] = lasts;
      // who has no arrivals stops when it is off; who works on jobs has to be on, and enough of them
      else if (name === 'enabled' && taken.length === 0 && !asks(kind, 'arrival')) set[path] = false;
      else if (taken.includes('jobs') && name === 'enabled') set[path] = true;
      else if (taken.includes('jobs') && name === 'replicas') set[path] = 3;
      else if (sends.includes('jobs') && name === 'retryDelay') set[path] = { kind: 'constant' };
    }
  }
  return { ...blueprint, duration, changes: [...blueprint.changes, { at: MENDED_AT, set }] };
}
