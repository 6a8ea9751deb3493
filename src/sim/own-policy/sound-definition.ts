import type { Item, Param, ParamRecord } from '../param/param.ts';
import type { AnyPolicy } from '../policy/policy.ts';
import { methodsOf } from './guarded.ts';
import { methods, type SeamId } from './methods.ts';

/** Most parameters and gauges of a policy. */
const MOST = 40;

/** What a policy of somebody's own says of itself, with what may be left out filled in; throws an Error that says what is wrong. */
export function soundDefinition(
  seam: SeamId,
  id: string,
  definition: unknown,
  kinds: (seam: string) => readonly string[] | null,
): AnyPolicy {
  if (typeof definition !== 'object' || definition === null) throw new Error('a definition is an object: { id, title, params, … }');
  const own = definition as Record<string, unknown>;
  if (own.id !== id) throw new Error(`its id is ${JSON.stringify(own.id)}, but the scenario calls it "${id}": both must be the same`);
  if (typeof own.title !== 'string' || own.title.trim() === '' || own.title.length > 120)
    throw new Error('title: expected a text of at most 120 characters, as menus show it');
  const { summary = '', sources = [], params = {} } = own;
  if (typeof summary !== 'string') throw new Error('summary: expected a sentence');
  if (!Array.isArray(sources)) throw new Error('sources: expected a list of { title, url }');
  checkParams(params, kinds);
  for (const [name, { optional }] of methodsOf(methods[seam])) {
    if (own[name] === undefined && !optional) throw new Error(`it has no function ${name}, which a ${seam} policy needs`);
    if (own[name] !== undefined && typeof own[name] !== 'function') throw new Error(`${name}: expected a function`);
  }
  checkGauges(own.gauges);
  return { ...own, summary, sources, params } as unknown as AnyPolicy;
}

function checkGauges(gauges: unknown): void {
  if (gauges === undefined) return;
  if (typeof gauges !== 'object' || gauges === null) throw new Error('gauges: expected { name: { label, unit, read } }');
  const entries = Object.entries(gauges);
  if (entries.length > MOST) throw new Error(`gauges: ${entries.length} of them, expected at most ${MOST}`);
  for (const [name, gauge] of entries) {
    const { label, unit, read } = (gauge ?? {}) as Record<string, unknown>;
    if (!NAME.test(name)) throw new Error(`gauges: ${JSON.stringify(name)} is no name: ${NAMES}`);
    if (typeof label !== 'string' || typeof unit !== 'string') throw new Error(`gauges.${name}: expected a label and a unit, both texts`);
    if (typeof read !== 'function') throw new Error(`gauges.${name}.read: expected a function`);
  }
}

const NAME = /^[a-z][A-Za-z0-9]{0,39}$/;
const NAMES = 'a lower-case letter, then letters or digits';
/** What stands beside parameters in a document. */
const TAKEN = new Set(['kind', 'constructor', 'toString', 'valueOf', 'hasOwnProperty', 'isPrototypeOf', 'propertyIsEnumerable']);

function checkParams(params: unknown, kinds: (seam: string) => readonly string[] | null): asserts params is ParamRecord {
  if (typeof params !== 'object' || params === null || Array.isArray(params))
    throw new Error('params: expected { name: number({ … }), … }');
  const entries = Object.entries(params);
  if (entries.length > MOST) throw new Error(`params: ${entries.length} of them, expected at most ${MOST}`);
  for (const [name, param] of entries) {
    const where = `params.${name}`;
    if (!NAME.test(name) || TAKEN.has(name)) throw new Error(`params: ${JSON.stringify(name)} cannot be a name: ${NAMES}`);
    if (typeof param !== 'object' || param === null)
      throw new Error(`${where}: expected number({ … }), duration({ … }) or another kind of parameter`);
    const { label, help } = param as Partial<Param>;
    if (typeof label !== 'string' || label === '') throw new Error(`${where}.label: expected a text, which stands beside its control`);
    if (help !== undefined && typeof help !== 'string') throw new Error(`${where}.help: expected a sentence`);
    if (param.type === 'list') {
      const { item, least, most, default: usual } = param as Extract<Param, { type: 'list' }>;
      if (typeof item !== 'object' || item === null) throw new Error(`${where}.item: expected what each of the list may be`);
      checkValues(`${where}.item`, item, kinds);
      if (!(Number.isInteger(least) && Number.isInteger(most) && least >= 0 && least <= most))
        throw new Error(`${where}: expected whole numbers least ≤ most`);
      if (!Array.isArray(usual) || usual.length < least || usual.length > most)
        throw new Error(`${where}.default: expected a list of ${least} to ${most}`);
      usual.forEach((each, i) => {
        checkDefault(`${where}.default[${i}]`, item, each, kinds);
      });
    } else checkValues(where, param as Item, kinds);
  }
}

function checkValues(where: string, param: Item, kinds: (seam: string) => readonly string[] | null): void {
  switch (param.type) {
    case 'number':
    case 'integer':
    case 'ratio':
    case 'duration':
      if (!(Number.isFinite(param.min) && Number.isFinite(param.max) && param.min < param.max))
        throw new Error(`${where}: min is ${param.min} and max is ${param.max}, expected numbers with min < max`);
      break;
    case 'choice': {
      const options = Object.entries(param.options ?? {});
      if (options.length === 0 || options.some(([, label]) => typeof label !== 'string'))
        throw new Error(`${where}.options: expected { value: 'label', … }`);
      break;
    }
    case 'text':
      if (typeof param.pattern !== 'string' || typeof param.form !== 'string')
        throw new Error(`${where}: expected a pattern and a form, both texts`);
      try {
        new RegExp(`^(?:${param.pattern})$`);
      } catch {
        throw new Error(`${where}.pattern: ${param.pattern} is no regular expression`);
      }
      break;
    case 'flag':
    case 'policy':
      break;
    default:
      throw new Error(`${where}.type: found ${JSON.stringify((param as { type?: unknown }).type)}, expected a parameter of the contract`);
  }
  checkDefault(where, param, param.default, kinds);
}

function checkDefault(where: string, param: Item, value: unknown, kinds: (seam: string) => readonly string[] | null): void {
  const wrong = (expected: string): never => {
    throw new Error(`${where}.default: found ${JSON.stringify(value) ?? String(value)}, expected ${expected}`);
  };
  switch (param.type) {
    case 'number':
    case 'ratio':
    case 'integer':
    case 'duration': {
      if (param.type === 'duration' && value === null && param.never !== undefined) return;
      const { min, max } = param;
      if (typeof value !== 'number' || !(value >= min && value <= max)) wrong(`a number from ${min} to ${max}`);
      if (param.type === 'integer' && !Number.isInteger(value)) wrong(`a whole number from ${min} to ${max}`);
      return;
    }
    case 'choice':
      if (typeof value !== 'string' || !Object.hasOwn(param.options, value)) wrong(`one of ${Object.keys(param.options).join(', ')}`);
      return;
    case 'flag':
      if (typeof value !== 'boolean') wrong('true or false');
      return;
    case 'text':
      if (typeof value !== 'string' || !new RegExp(`^(?:${param.pattern})$`).test(value)) wrong(param.form);
      return;
    case 'policy': {
      const known = kinds(param.seam);
      if (!known) throw new Error(`${where}.seam: there is no seam ${JSON.stringify(param.seam)}`);
      const { kind } = (value ?? {}) as { kind?: unknown };
      if (typeof kind !== 'string' || !known.includes(kind)) wrong(`{ kind } with one of ${known.join(', ')}`);
    }
  }
}
