import { fieldsIn, wiresIn } from '../sim/param/borrowing.ts';
import type { ParamRecord } from '../sim/param/param.ts';
import { type Carried, fits, wiresOf } from '../sim/param/wires.ts';
import { type Check, join, oneOf, plain } from './check.ts';
import { componentOf, descriptions, policyOf } from './descriptions.ts';
import type { ComponentDoc, Settings } from './scenario.ts';
import { type Components, effective } from './setting.ts';

/**
 * Every wire must lead somewhere, nobody may be called who cannot be, and no call may go round without time passing. What
 * has no wire is no problem: `unwired` says what it lacks.
 */
export function checkWiring(check: Check, where: string, state: Components): void {
  for (const [id, doc] of Object.entries(state)) {
    const path = join(where, id);
    const description = componentOf(doc.kind);
    if (!description) continue;
    const wires = wiresOf(doc.calls);
    const { most } = description.calls;
    if (wires.length > most) check.problem(join(path, 'calls'), doc.calls, most === 0 ? 'nothing: it calls nobody' : `at most ${most}`);
    if (new Set(wires.map(({ name }) => name)).size < wires.length)
      check.problem(
        join(path, 'calls'),
        doc.calls,
        'each id once: several wires to one component have names, as { "reads": { "to": "db" } }',
      );
    wires.forEach(({ name, to }, i) => {
      const named = join(join(path, 'calls'), name);
      const here = Array.isArray(doc.calls) ? `${join(path, 'calls')}[${i}]` : name === to ? named : `${named}.to`;
      const callee = Object.hasOwn(state, to) ? componentOf(state[to].kind) : undefined;
      if (!callee) {
        const others = Object.keys(state).filter((other) => other !== id);
        check.notOneOf(here, to, others);
      } else if (!fits(description.sends, callee.takes)) {
        check.problem(here, to, `${CARRIES[description.sends[0]]}: ${to} is a ${callee.title.toLowerCase()} component`);
      }
    });
    const names = wires.map(({ name }) => name);
    const inRoutine = wiresIn(doc.routine ?? [], join(path, 'routine'), descriptions.steps);
    for (const { wire, path: here, carries } of inRoutine) {
      const to = wires.find(({ name }) => name === wire)?.to;
      const callee = to !== undefined && Object.hasOwn(state, to) ? componentOf(state[to].kind) : undefined;
      if (callee && !callee.takes.includes(carries))
        check.problem(here, wire, `a wire to ${CARRIES[carries]}: ${to} is a ${callee.title.toLowerCase()} component`);
    }
    checkLeases(check, doc, join(path, 'routine'));
    for (const { wire, path: here } of [...inRoutine, ...wiresNamed(state, id, path)])
      if (!names.includes(wire)) check.problem(here, wire, `one of "calls": ${names.join(', ') || 'empty'}`);
  }
  if (check.problems.length === 0) checkLoops(check, where, state);
}

/** What a wire has to lead to, by what goes over it. */
export const CARRIES: Readonly<Record<Carried, string>> = {
  calls: 'something that can be called',
  jobs: 'something that takes jobs, as workers do',
  leases: 'something that lends connections, permits or locks',
  transactions: 'something that has transactions, as a database',
  sessions: 'something that connections are kept to, as a database',
};

/** What a step knows a lease by must be a name that another step gives. */
function checkLeases(check: Check, { routine = [] }: ComponentDoc, path: string): void {
  const fields = fieldsIn(routine, path, descriptions.steps);
  const given = new Set<string>();
  for (const { field, value, isNamed } of fields)
    if (
      typeof value === 'string' &&
      (field.type === 'lease' ? field.gives : field.type === 'wire' && field.carries === 'leases' && !isNamed)
    )
      given.add(value);
  for (const { field, value, path: here } of fields)
    if (field.type === 'lease' && !field.gives && !given.has(value as string))
      check.problem(here, value, given.size === 0 ? 'a lease: no step acquires one' : oneOf(value, [...given]));
}

/** Every wire that a component's parameters name, those of its policies and of its wires included, with where they do. */
export function wiresNamed(state: Components, id: string, path: string): readonly { wire: string; path: string }[] {
  const named = (records: ParamRecord, values: Settings, at: string): { wire: string; path: string }[] =>
    Object.entries(records).flatMap(([name, param]) => {
      const value = effective(param, values[name]);
      const here = join(at, name);
      if (param.type === 'text' && param.names === 'wire') return value === '' ? [] : [{ wire: value as string, path: here }];
      if (param.type !== 'policy') return [];
      const { kind } = value as { kind: string };
      return named(policyOf(param.seam, kind)?.params ?? {}, value as Settings, here);
    });
  const doc = state[id];
  const records = componentOf(doc.kind)?.params ?? {};
  return [
    ...named(records, doc, path),
    ...wiresOf(doc.calls).flatMap(({ name, settings }) => {
      const own = Object.fromEntries(Object.entries(records).filter(([setting]) => Object.hasOwn(settings, setting)));
      return named(own, settings, join(join(path, 'calls'), name));
    }),
  ];
}

/** A loop of calls in which nobody takes any time would never end. */
function checkLoops(check: Check, where: string, state: Components): void {
  const isZero = (value: unknown) =>
    typeof value === 'object' &&
    value !== null &&
    (value as { kind?: string }).kind === 'constant' &&
    (value as { value?: number }).value === 0;
  const works = ({ routine, serviceTime }: ComponentDoc) =>
    !isZero(serviceTime) &&
    (routine === undefined || routine.some((step) => step === 'work' || (typeof step === 'object' && Number(step.work) > 0)));
  /** Whom it calls without any time passing. */
  const atOnce = (doc: ComponentDoc) =>
    works(doc)
      ? []
      : wiresOf(doc.calls).flatMap(({ to, settings }) => {
          const delay = settings.networkDelay ?? doc.networkDelay;
          return delay === undefined || isZero(delay) ? [to] : [];
        });
  const done = new Set<string>();
  const walk = (id: string, path: readonly string[]): void => {
    if (path.includes(id)) {
      const loop = [...path.slice(path.indexOf(id)), id];
      check.problem(
        where,
        plain(`a loop of calls that takes no time: ${loop.join(' → ')}`),
        'a service time or a network delay somewhere in it',
      );
      return;
    }
    if (done.has(id)) return;
    for (const to of atOnce(state[id])) walk(to, [...path, id]);
    done.add(id);
  };
  for (const id of Object.keys(state)) if (check.problems.length === 0) walk(id, []);
}
