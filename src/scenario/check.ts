import { closest, distance } from 'fastest-levenshtein';
import type { Param, ParamRecord } from '../sim/param/param.ts';
import { descriptions, policyOf } from './descriptions.ts';
import { type Problem, shown } from './problem.ts';
import { LIMITS } from './scenario.ts';

/** Policies within policies, at the most. */
const MOST_NESTED = 4;

/** Collects problems while a document is walked through. */
export class Check {
  readonly problems: Problem[] = [];

  problem(path: string, found: unknown, expected: string): void {
    // a hostile document could have a problem per byte
    if (this.problems.length < 50)
      this.problems.push({
        path,
        found: typeof found === 'string' && found.startsWith('\u0000') ? found.slice(1) : shown(found),
        expected,
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
    return value.slice(0, most);
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
      this.problem(path, value, `from ${min} to ${max}`);
      return Math.min(max, Math.max(min, value));
    }
    return value;
  }

  flag(path: string, value: unknown): void {
    if (typeof value !== 'boolean') this.problem(path, value, 'true or false');
  }

  oneOf<const V extends string>(path: string, value: unknown, options: readonly V[]): V {
    if (typeof value === 'string' && (options as readonly string[]).includes(value)) return value as V;
    this.problem(path, value, oneOf(value, options));
    return options[0];
  }

  /** Names every key that does not belong. */
  keys(path: string, record: Record<string, unknown>, known: readonly string[]): void {
    for (const key of Object.keys(record)) {
      if (known.includes(key)) continue;
      const near = known.length > 0 ? closest(key, known as string[]) : '';
      this.problem(
        join(path, key),
        plain('an unknown key'),
        near && similar(key, near) ? `${near}? Known are ${known.join(', ')}` : `one of: ${known.join(', ')}`,
      );
    }
  }

  /** Checks a parameter's value as a document writes it. */
  value(path: string, param: Param, value: unknown): void {
    switch (param.type) {
      case 'number':
        this.number(path, value, param.min, param.max);
        return;
      case 'ratio':
        this.number(path, value, param.min, param.max);
        return;
      case 'integer':
        this.number(path, value, param.min, param.max, true);
        return;
      case 'duration':
        if (value === null && param.never !== undefined) return;
        if (typeof value !== 'number' || !Number.isFinite(value) || value < param.min || value > param.max) {
          this.problem(
            path,
            value,
            `a time from ${param.min} to ${param.max} ms${param.never === undefined ? '' : `, or null (${param.never.toLowerCase()})`}`,
          );
        }
        return;
      case 'choice':
        this.oneOf(path, value, Object.keys(param.options));
        return;
      case 'flag':
        this.flag(path, value);
        return;
      case 'text':
        this.text(path, value, LIMITS.listLength);
        if (typeof value === 'string' && value.length <= LIMITS.listLength && !new RegExp(`^(?:${param.pattern})$`).test(value))
          this.problem(path, value, param.form);
        return;
      case 'policy':
        this.policy(path, param.seam, value);
    }
  }

  /** How many policies what is being checked lies within. */
  private nesting = 0;

  private policy(path: string, seam: string, value: unknown): void {
    if (!this.isRecord(path, value, `a ${seam} policy, as { "kind": … }`)) return;
    const known = policiesIn(seam);
    const policy = typeof value.kind === 'string' ? policyOf(seam, value.kind) : undefined;
    if (!policy) {
      this.problem(join(path, 'kind'), value.kind, oneOf(value.kind, known));
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

  /** Checks a record of parameters; `besides` are further keys that belong there. */
  params(path: string, records: ParamRecord, values: Record<string, unknown>, besides: readonly string[]): void {
    this.keys(path, values, [...besides, ...Object.keys(records)]);
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
  const near = typeof value === 'string' && options.length > 0 ? closest(value, options as string[]) : '';
  return `${near && similar(String(value), near) ? `${near}? One of: ` : 'one of: '}${options.join(', ')}`;
}

/** Near enough to be meant: a slip or two, or one a part of the other. */
function similar(a: string, b: string): boolean {
  return distance(a.toLowerCase(), b.toLowerCase()) <= Math.max(1, Math.floor(b.length / 3)) || b.toLowerCase().startsWith(a.toLowerCase());
}

function policiesIn(seam: string): readonly string[] {
  return (descriptions.seams[seam]?.policies ?? []).map(({ id }) => id);
}
