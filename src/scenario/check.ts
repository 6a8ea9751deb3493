import { closest, distance } from 'fastest-levenshtein';
import type { Item, ParamRecord } from '../sim/param/param.ts';
import { isNeeded, type StepDescription, type StepField } from '../sim/param/step.ts';
import { type ComponentDescription, componentOf, descriptions, policyOf, wireParams } from './descriptions.ts';
import { type Field, fits, type ListField, type MapField, type RecordField, type TextField } from './field.ts';
import { LIMITS } from './limits.ts';
import { formerNames } from './migrate.ts';
import { ownDescriptionsOf, ownPolicyOf } from './own-policies.ts';
import { type Problem, type Remedy, shown } from './problem.ts';

/** Policies within policies, at the most. */
const MOST_NESTED = 4;
/** Parameters of a policy, or values of a list, whose code has not run. */
const MOST_VALUES = 200;

/** What a value can be checked against. */
type Checked = Field | StepField | Item;

/** A component's or an arm's id: it stands in paths, so no dots; and no name that every object has. */
export function isId(id: unknown): id is string {
  return typeof id === 'string' && /^[a-z][A-Za-z0-9-]{0,39}$/.test(id) && !(id in Object.prototype);
}

const ID = 'a lower-case letter, then letters, digits or hyphens';

/** Collects problems while a document is walked through. */
export class Check {
  readonly problems: Problem[] = [];
  /** How long the run lasts that moments lie in [ms]. */
  duration: number = LIMITS.duration.max;

  problem(path: string, found: unknown, expected: string, remedy?: Remedy): void {
    // a hostile document could have a problem per byte
    if (this.problems.length < 50)
      this.problems.push({
        path,
        found: typeof found === 'string' && found.startsWith('\u0000') ? found.slice(1) : shown(found),
        expected,
        ...(remedy && { remedy }),
      });
  }

  isRecord(path: string, value: unknown, what = 'an object'): value is Record<string, unknown> {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return true;
    this.problem(path, value, what);
    return false;
  }

  list(path: string, value: unknown, most: number): readonly unknown[] {
    if (value === undefined) return [];
    if (!Array.isArray(value)) {
      this.problem(path, value, 'a list');
      return [];
    }
    if (value.length > most) this.problem(path, plain(`${value.length} entries`), `at most ${most}`);
    // what has holes is no JSON: a hole is an entry that is nothing
    return [...value.slice(0, most)];
  }

  text(path: string, value: unknown, most: number, fallback = ''): string {
    if (value === undefined) return fallback;
    if (typeof value !== 'string') {
      this.problem(path, value, 'a text');
      return fallback;
    }
    if (value.length > most) this.problem(path, plain(`${value.length} characters`), `at most ${most}`);
    return value;
  }

  number(path: string, value: unknown, min: number, max: number, whole = false): number {
    if (typeof value !== 'number' || !Number.isFinite(value) || (whole && !Number.isInteger(value))) {
      this.problem(path, value, `a ${whole ? 'whole ' : ''}number from ${min} to ${max}`);
      return min;
    }
    if (value < min || value > max) {
      const nearby = Math.min(max, Math.max(min, value));
      this.problem(path, value, `from ${min} to ${max}`, { kind: 'value', value: nearby });
      return nearby;
    }
    return value;
  }

  flag(path: string, value: unknown): void {
    if (typeof value !== 'boolean') this.problem(path, value, 'true or false');
  }

  oneOf<const V extends string>(path: string, value: unknown, options: readonly V[]): V {
    if (typeof value === 'string' && (options as readonly string[]).includes(value)) return value as V;
    this.notOneOf(path, value, options);
    return options[0];
  }

  /** A value that is none of those it could be. @param lead what they are, where it is not clear from the place */
  notOneOf(path: string, value: unknown, options: readonly string[], lead = ''): void {
    const near = nearest(value, options);
    const expected = `${lead}${oneOf(value, options)}`.slice(0, 400);
    this.problem(path, value, expected, near === undefined ? undefined : { kind: 'value', value: near });
  }

  /** Names every key that does not belong. @param former names that some had in an earlier format → their names */
  keys(path: string, record: Record<string, unknown>, known: readonly string[], former: Readonly<Record<string, string>> = {}): void {
    for (const key of Object.keys(record)) {
      if (known.includes(key)) continue;
      const near = Object.hasOwn(former, key) ? former[key] : nearest(key, known);
      const all = known.join(', ');
      this.problem(
        join(path, key),
        plain('an unknown key'),
        near === undefined ? `one of: ${all}` : `${near}? Known are ${all}`,
        near === undefined ? { kind: 'nothing' } : { kind: 'key', name: near },
      );
    }
  }

  /** Checks a value against what describes it: a field of the document, a parameter, a field of a step. */
  value(path: string, what: Checked, value: unknown): void {
    switch (what.type) {
      case 'constant':
        if (value !== what.value) this.problem(path, value, String(what.value));
        return;
      case 'number':
      case 'ratio':
        this.number(path, value, what.min, what.max);
        return;
      case 'integer':
        this.number(path, value, what.min, what.max, true);
        return;
      case 'moment':
        this.number(path, value, 0, this.duration);
        return;
      case 'index':
        // its record knows the list
        return;
      case 'duration':
        if (value === null && what.never !== undefined) return;
        if (typeof value !== 'number' || !Number.isFinite(value) || value < what.min || value > what.max) {
          this.problem(
            path,
            value,
            `a time from ${what.min} to ${what.max} ms${what.never === undefined ? '' : `, or null (${what.never.toLowerCase()})`}`,
          );
        }
        return;
      case 'choice':
        this.oneOf(path, value, Object.keys(what.options));
        return;
      case 'flag':
        this.flag(path, value);
        return;
      case 'text':
        this.writtenText(path, 'most' in what ? what : { ...what, most: LIMITS.listLength }, value);
        return;
      case 'id':
        if (!isId(value)) this.problem(path, value, ID);
        return;
      case 'meter':
      case 'parameter':
      case 'arm':
      case 'component':
        if (typeof value === 'string') this.text(path, value, LIMITS.nameLength);
        else this.problem(path, value, NAMED[what.type]);
        return;
      case 'settings':
        this.isRecord(path, value, 'paths and values, as { "checkout.servers": 5 }');
        return;
      case 'acts':
        if (!this.isRecord(path, value, 'components and what they do, as { "db": "failover" }')) return;
        for (const [id, act] of Object.entries(value))
          if (typeof act !== 'string') this.problem(join(path, id), act, 'what it does, by name');
        return;
      case 'places':
        this.places(path, value);
        return;
      case 'components':
        this.components(path, value, what.most);
        return;
      case 'record':
        this.record(path, what, value);
        return;
      case 'list':
        this.items(path, what, value);
        return;
      case 'map':
        this.map(path, what, value);
        return;
      case 'seam':
        this.oneOf(path, value, Object.keys(descriptions.seams));
        return;
      case 'either': {
        const form = what.of.find((each: Field) => fits(each, value));
        if (form) this.value(path, form, value);
        else this.problem(path, value, what.form);
        return;
      }
      case 'policy':
        this.policy(path, what.seam, value);
        return;
      case 'wire':
        if (typeof value !== 'string') this.problem(path, value, 'the name of a wire in "calls"');
        return;
      case 'wires':
        this.list(path, value, LIMITS.components).forEach((each, i) => {
          if (typeof each !== 'string') this.problem(`${path}[${i}]`, each, 'the name of a wire in "calls"');
        });
        return;
      case 'lease':
        if (!isId(value)) this.problem(path, value, `a name: ${ID}`);
        return;
      case 'steps':
        this.steps(path, value);
    }
  }

  private writtenText(path: string, { most, pattern, form = '' }: Pick<TextField, 'most' | 'pattern' | 'form'>, value: unknown): void {
    const text = this.text(path, value, most);
    if (pattern === undefined || (value !== undefined && typeof value !== 'string') || text.length > most) return;
    if (!new RegExp(`^(?:${pattern})$`).test(text)) this.problem(path, value, form);
  }

  private record(path: string, { name, form, fields, short, needsOneOf = [] }: RecordField, value: unknown): void {
    if (short !== undefined && fits(fields[short], value)) {
      this.value(path, fields[short], value);
      return;
    }
    if (!this.isRecord(path, value, `${an(name)}, as ${form}`)) return;
    this.keys(path, value, Object.keys(fields));
    for (const [key, field] of Object.entries(fields)) {
      const own = Object.hasOwn(value, key) ? value[key] : undefined;
      if (field.type === 'index') {
        const list = value[field.into];
        this.number(join(path, key), own, 0, Math.max(0, Array.isArray(list) ? list.length - 1 : 0), true);
      } else if (own !== undefined || (field.default === undefined && !field.optional)) this.value(join(path, key), field, own);
    }
    if (needsOneOf.length > 0 && needsOneOf.every((key) => isEmpty(value[key])))
      this.problem(join(path, needsOneOf[0]), value[needsOneOf[0]], 'at least one path and value');
  }

  private items(
    path: string,
    { item, least, most, ...list }: Pick<ListField, 'least' | 'most' | 'unique'> & { item: Checked; distinct?: boolean },
    value: unknown,
  ): void {
    const entries = this.list(path, value, most);
    entries.forEach((each, i) => {
      this.value(`${path}[${i}]`, item, each);
    });
    if (entries.length < least && (value === undefined || Array.isArray(value))) {
      const noun = least === 1 ? 'entry' : item.type === 'record' ? `${item.name}s` : (/\w+$/.exec(path)?.[0] ?? 'entries');
      this.problem(path, value, `at least ${COUNTS[least] ?? least} ${noun}`);
    }
    const { unique, distinct } = list;
    if (!unique && !distinct) return;
    const seen = new Set<unknown>();
    entries.forEach((each, i) => {
      const short = unique !== undefined && item.type === 'record' && item.short === unique && fits(item.fields[unique], each);
      const key = unique && !short ? (each as Record<string, unknown> | null)?.[unique] : each;
      if (key !== undefined && seen.has(key)) {
        const noun = item.type === 'record' ? item.name : 'entry';
        this.problem(
          unique && !short ? join(`${path}[${i}]`, unique) : `${path}[${i}]`,
          key,
          unique ? `${an(unique)} that no other ${noun} has` : 'each once',
        );
      }
      seen.add(key);
    });
  }

  private places(path: string, value: unknown): void {
    const form = '{ "x": 120, "y": 40 }';
    if (!this.isRecord(path, value, `components and their places, as { "checkout": ${form} }`)) return;
    for (const [id, place] of Object.entries(value)) {
      const here = join(path, id);
      if (!this.isRecord(here, place, `a place, as ${form}`)) continue;
      this.keys(here, place, ['x', 'y']);
      for (const axis of ['x', 'y']) this.number(join(here, axis), place[axis], -LIMITS.away, LIMITS.away);
    }
  }

  /** Records by id: the algorithms of the document's own, which may not take the id of a built-in one. */
  private map(path: string, { item, form, most }: MapField, value: unknown): void {
    if (!this.isRecord(path, value, `policies by id, as ${form}`)) return;
    const entries = Object.entries(value);
    if (entries.length > most) this.problem(path, plain(`${entries.length} entries`), `at most ${most}`);
    for (const [id, each] of entries.slice(0, most)) {
      const { seam } = (each ?? {}) as { seam?: unknown };
      if (!isId(id)) this.problem(join(path, id), plain(`the id ${JSON.stringify(id)}`), `${ID}, at most 40`);
      else if (typeof seam === 'string' && policiesIn(seam).includes(id))
        this.problem(join(path, id), plain(`the id of a built-in ${seam} policy`), 'an id of its own');
      else this.value(join(path, id), item, each);
    }
  }

  private components(path: string, value: unknown, most: number): void {
    if (!this.isRecord(path, value, 'components by id, as { "shoppers": { "kind": "client", … } }')) return;
    const entries = Object.entries(value);
    if (entries.length > most) this.problem(path, plain(`${entries.length} components`), `at most ${most}`);
    for (const [id, each] of entries.slice(0, most)) {
      if (isId(id)) this.component(join(path, id), each);
      else this.problem(join(path, id), plain(`the id ${JSON.stringify(id)}`), `${ID}, at most 40`);
    }
  }

  /** A component, as far as it can be judged without the others. */
  component(path: string, value: unknown): void {
    if (!this.isRecord(path, value, 'a component, as { "kind": … }')) return;
    const description = typeof value.kind === 'string' ? componentOf(value.kind) : undefined;
    if (!description) {
      const known = descriptions.components.map(({ id }) => id);
      this.notOneOf(join(path, 'kind'), value.kind, known);
      return;
    }
    const { kind: _kind, title, calls, routine, ...rest } = value;
    this.text(join(path, 'title'), title, LIMITS.titleLength);
    this.params(
      path,
      description.params,
      rest,
      ['kind', 'title', 'calls', ...(description.routine ? ['routine'] : [])],
      formerNames(description.id),
    );
    this.wires(join(path, 'calls'), calls, description);
    if (routine !== undefined && description.routine) this.routine(join(path, 'routine'), routine);
  }

  /** Whom a component calls, as far as it can be judged without the others. */
  wires(path: string, value: unknown, description: ComponentDescription): void {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      this.list(path, value, LIMITS.components).forEach((id, i) => {
        if (!isId(id)) this.problem(`${path}[${i}]`, id, 'the id of a component');
      });
      return;
    }
    const entries = Object.entries(value);
    if (entries.length > LIMITS.components) this.problem(path, plain(`${entries.length} entries`), `at most ${LIMITS.components}`);
    for (const [name, wire] of entries.slice(0, LIMITS.components)) {
      if (isId(name)) this.wire(join(path, name), wire, description);
      else this.problem(join(path, name), plain(`the name ${JSON.stringify(name)}`), `${ID}, at most 40`);
    }
  }

  wire(path: string, value: unknown, description: ComponentDescription): void {
    if (!this.isRecord(path, value, 'a wire, as { "to": …, "attemptTimeout": 200 }')) return;
    const { to, ...settings } = value;
    if (to !== undefined && !isId(to)) this.problem(join(path, 'to'), to, 'the id of a component');
    this.params(path, wireParams(description), settings, ['to']);
  }

  /** How many more steps the routine that is being checked may have. */
  private stepsLeft = 0;

  routine(path: string, value: unknown): void {
    this.stepsLeft = LIMITS.routine;
    this.steps(path, value);
  }

  private steps(path: string, value: unknown): void {
    if (value === undefined) this.problem(path, value, 'a list of steps');
    this.list(path, value, LIMITS.routine).forEach((step, i) => {
      const here = `${path}[${i}]`;
      if (--this.stepsLeft < 0) {
        if (this.stepsLeft === -1) this.problem(here, plain(`more than ${LIMITS.routine} steps`), 'a shorter routine');
      } else this.step(here, step);
    });
  }

  private step(path: string, value: unknown): void {
    const known = descriptions.steps;
    if (typeof value === 'string' && known.some(({ id, alone }) => alone && id === value)) return;
    const isRecord = typeof value === 'object' && value !== null && !Array.isArray(value);
    const step = isRecord ? known.find(({ id, fields }) => Object.hasOwn(value, id) && Object.hasOwn(fields, id)) : undefined;
    if (!isRecord || !step) {
      const meant = isRecord ? Object.keys(value)[0] : value;
      const near = nearest(
        meant,
        known.map(({ id }) => id),
      );
      this.problem(path, value, `${near === undefined ? '' : `${near}? One of: `}${known.flatMap(formsOf).join(', ')}`);
      return;
    }
    const record = value as Record<string, unknown>;
    this.keys(path, record, Object.keys(step.fields));
    for (const [key, field] of Object.entries(step.fields)) {
      if (Object.hasOwn(record, key) || isNeeded(step, key, field)) this.value(join(path, key), field, record[key]);
    }
  }

  /** How many policies what is being checked lies within. */
  private nesting = 0;

  private policy(path: string, seam: string, value: unknown): void {
    if (!this.isRecord(path, value, `a ${seam} policy, as { "kind": … }`)) return;
    const known = policiesIn(seam);
    const policy = typeof value.kind === 'string' ? policyOf(seam, value.kind) : undefined;
    if (!policy) {
      if (typeof value.kind === 'string' && ownPolicyOf(seam, value.kind)) this.undescribed(path, value);
      else this.notOneOf(join(path, 'kind'), value.kind, [...known, ...ownDescriptionsOf(seam).map(({ id }) => id)]);
      return;
    }
    if (this.nesting === MOST_NESTED) {
      this.problem(path, plain(`a policy within ${MOST_NESTED} others`), `at most ${MOST_NESTED} policies within each other`);
      return;
    }
    const { kind: _kind, ...rest } = value;
    this.nesting++;
    this.params(path, policy.params, rest, [`kind`]);
    this.nesting--;
  }

  /** Values of parameters that are not known yet, as code says what they are only when it runs: kept, if they can be any. */
  undescribed(path: string, value: unknown, depth = 0): void {
    if (depth > MOST_NESTED) this.problem(path, value, `at most ${MOST_NESTED} levels`);
    else if (typeof value === 'string') this.text(path, value, LIMITS.listLength);
    else if (Array.isArray(value))
      for (const [i, each] of this.list(path, value, MOST_VALUES).entries()) this.undescribed(`${path}[${i}]`, each, depth + 1);
    else if (typeof value === 'object' && value !== null) {
      const entries = Object.entries(value);
      if (entries.length > MOST_VALUES) this.problem(path, plain(`${entries.length} entries`), `at most ${MOST_VALUES}`);
      for (const [name, each] of entries.slice(0, MOST_VALUES)) this.undescribed(join(path, name), each, depth + 1);
    } else if (value !== null && typeof value !== 'boolean' && !(typeof value === 'number' && Number.isFinite(value)))
      this.problem(path, value, 'the value of a parameter');
  }

  /** Checks a record of parameters; `besides` are further keys that belong there. */
  params(
    path: string,
    records: ParamRecord,
    values: Record<string, unknown>,
    besides: readonly string[],
    former?: Readonly<Record<string, string>>,
  ): void {
    this.keys(path, values, [...besides, ...Object.keys(records)], former);
    for (const [name, value] of Object.entries(values)) {
      if (Object.hasOwn(records, name)) this.value(join(path, name), records[name], value);
    }
  }
}

/** Marks a finding that is words, not a value. */
export function plain(words: string): string {
  return `\u0000${words}`;
}

export function join(path: string, key: string): string {
  if (!/^[A-Za-z_][\w-]*$/.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === '' ? key : `${path}.${key}`;
}

export function oneOf(value: unknown, options: readonly string[]): string {
  const near = nearest(value, options);
  return `${near === undefined ? 'one of: ' : `${near}? One of: `}${options.join(', ')}`;
}

/** The option that was probably meant. */
function nearest(value: unknown, options: readonly string[]): string | undefined {
  if (typeof value !== 'string' || options.length === 0) return undefined;
  const near = closest(value, options as string[]);
  return similar(value, near) ? near : undefined;
}

/** The ways in which a step is written. */
export function formsOf({ id, alone, fields }: StepDescription): string[] {
  const sample = (field: StepField) =>
    field.type === 'wire' || field.type === 'lease'
      ? '"…"'
      : field.type === 'wires' || field.type === 'steps' || field.type === 'list'
        ? '[…]'
        : JSON.stringify(field.default);
  const keys = Object.entries(fields).map(([key, field]) => `"${key}": ${sample(field)}`);
  return [...(alone ? [`"${id}"`] : []), ...(keys.length > 0 ? [`{ ${keys.join(', ')} }`] : [])];
}

function isEmpty(value: unknown): boolean {
  return value === undefined || (typeof value === 'object' && value !== null && Object.keys(value).length === 0);
}

const NAMED = {
  meter: 'a meter, as component.meter',
  parameter: 'a parameter, as component.parameter',
  arm: 'the id of an arm',
  component: 'the id of a component',
};

const COUNTS = ['no', 'one', 'two', 'three'];

function an(noun: string): string {
  return `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`;
}

/** Near enough to be meant: a slip or two, or one a part of the other. */
function similar(a: string, b: string): boolean {
  return distance(a.toLowerCase(), b.toLowerCase()) <= Math.max(1, Math.floor(b.length / 3)) || b.toLowerCase().startsWith(a.toLowerCase());
}

function policiesIn(seam: string): readonly string[] {
  return (descriptions.seams[seam]?.policies ?? []).map(({ id }) => id);
}
