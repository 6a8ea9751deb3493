import type { Item, Param, ParamRecord } from '../param/param.ts';
import type { AnyPolicy } from '../policy/policy.ts';
import { DefinitionError } from './definition-error.ts';
import { methodsOf } from './guarded.ts';
import { gauged, methods, type SeamId } from './methods.ts';

/** Most parameters and gauges of a policy, and options of a choice. */
const MOST = 40;
/** Of names on the page, and of sentences [characters]. */
const LABEL = 120;
const SENTENCE = 2_000;

/** What a policy of somebody's own says of itself, with what may be left out filled in; throws a DefinitionError that says what is wrong. */
export function soundDefinition(
  seam: SeamId,
  id: string,
  definition: unknown,
  kinds: (seam: string) => readonly string[] | null,
): AnyPolicy {
  if (typeof definition !== 'object' || definition === null)
    throw new DefinitionError('', 'a definition is an object: { id, title, params, … }');
  const own = definition as Record<string, unknown>;
  if (own.id !== id)
    throw new DefinitionError('id', `its id is ${shown(own.id)}, but the scenario calls it "${id}": both must be the same`);
  if (typeof own.title !== 'string' || own.title.trim() === '' || own.title.length > LABEL)
    throw new DefinitionError('title', `title: expected a text of at most ${LABEL} characters, as menus show it`);
  const { summary = '', sources = [], params = {} } = own;
  if (!isText(summary, SENTENCE)) throw new DefinitionError('summary', `summary: expected a sentence, ${SENTENCE} characters at most`);
  if (!Array.isArray(sources)) throw new DefinitionError('sources', 'sources: expected a list of { title, url }');
  checkParams(params, kinds);
  for (const [name, { optional }] of methodsOf(methods[seam])) {
    if (own[name] === undefined && !optional) throw new DefinitionError('', `it has no function ${name}, which a ${seam} policy needs`);
    if (own[name] !== undefined && typeof own[name] !== 'function') throw new DefinitionError(name, `${name}: expected a function`);
  }
  checkGauges(seam, own.gauges);
  return { ...own, summary, sources, params } as unknown as AnyPolicy;
}

function checkGauges(seam: SeamId, gauges: unknown): void {
  if (gauges === undefined) return;
  if (!Object.hasOwn(gauged, seam))
    throw new DefinitionError(
      'gauges',
      `gauges: nobody reads those of policies for ${seam}; those for ${Object.keys(gauged).join(', ')} may have some`,
    );
  if (typeof gauges !== 'object' || gauges === null)
    throw new DefinitionError('gauges', 'gauges: expected { name: { label, unit, read } }');
  const entries = Object.entries(gauges);
  if (entries.length > MOST) throw new DefinitionError('gauges', `gauges: ${entries.length} of them, expected at most ${MOST}`);
  for (const [name, gauge] of entries) {
    const { label, unit, read } = (gauge ?? {}) as Record<string, unknown>;
    if (!NAME.test(name)) throw new DefinitionError('gauges', `gauges: ${shown(name)} is no name: ${NAMES}`);
    if (!isText(label, LABEL) || !isText(unit, LABEL))
      throw new DefinitionError(name, `gauges.${name}: expected a label and a unit, both texts of at most ${LABEL} characters`);
    if (typeof read !== 'function') throw new DefinitionError(name, `gauges.${name}.read: expected a function`);
  }
}

const isText = (value: unknown, most: number): value is string => typeof value === 'string' && value.length <= most;

/** The parameter that is spoken of as `params.least.default[0]`. */
const fieldOf = (where: string) => /^params\.(\w+)/.exec(where)?.[1] ?? 'params';

/** A value as an error shows it, whatever it is. */
function shown(value: unknown): string {
  try {
    const text = JSON.stringify(value) ?? String(value);
    return text.length > 60 ? `${text.slice(0, 59)}…` : text;
  } catch {
    return typeof value === 'object' ? 'an object' : String(value);
  }
}

const NAME = /^[a-z][A-Za-z0-9]{0,39}$/;
const NAMES = 'a lower-case letter, then letters or digits';
/** What stands beside parameters in a document. */
const TAKEN = new Set(['kind', 'constructor', 'toString', 'valueOf', 'hasOwnProperty', 'isPrototypeOf', 'propertyIsEnumerable']);

function checkParams(params: unknown, kinds: (seam: string) => readonly string[] | null): asserts params is ParamRecord {
  if (typeof params !== 'object' || params === null || Array.isArray(params))
    throw new DefinitionError('params', 'params: expected { name: number({ … }), … }');
  const entries = Object.entries(params);
  if (entries.length > MOST) throw new DefinitionError('params', `params: ${entries.length} of them, expected at most ${MOST}`);
  for (const [name, param] of entries) {
    const where = `params.${name}`;
    if (!NAME.test(name) || TAKEN.has(name)) throw new DefinitionError('params', `params: ${shown(name)} cannot be a name: ${NAMES}`);
    if (typeof param !== 'object' || param === null)
      throw new DefinitionError(fieldOf(where), `${where}: expected number({ … }), duration({ … }) or another kind of parameter`);
    const { label, help } = param as Partial<Param>;
    if (!isText(label, LABEL) || label === '')
      throw new DefinitionError(name, `${where}.label: expected a text of at most ${LABEL} characters, which stands beside its control`);
    if (help !== undefined && !isText(help, SENTENCE))
      throw new DefinitionError(name, `${where}.help: expected a sentence, ${SENTENCE} characters at most`);
    for (const [key, value] of Object.entries(param))
      if (typeof value === 'string' && value.length > SENTENCE)
        throw new DefinitionError(name, `${where}.${key}: ${value.length.toLocaleString('en')} characters, expected at most ${SENTENCE}`);
    if (param.type === 'list') {
      const { item, least, most, default: usual } = param as Extract<Param, { type: 'list' }>;
      if (typeof item !== 'object' || item === null)
        throw new DefinitionError(fieldOf(where), `${where}.item: expected what each of the list may be`);
      checkValues(`${where}.item`, item, kinds);
      if (!(Number.isInteger(least) && Number.isInteger(most) && least >= 0 && least <= most))
        throw new DefinitionError(fieldOf(where), `${where}: expected whole numbers least ≤ most`);
      if (!Array.isArray(usual) || usual.length < least || usual.length > most)
        throw new DefinitionError(fieldOf(where), `${where}.default: expected a list of ${least} to ${most}`);
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
        throw new DefinitionError(fieldOf(where), `${where}: min is ${param.min} and max is ${param.max}, expected numbers with min < max`);
      break;
    case 'choice': {
      const options = Object.entries(param.options ?? {});
      if (options.length === 0 || options.length > MOST || options.some(([, label]) => !isText(label, SENTENCE)))
        throw new DefinitionError(fieldOf(where), `${where}.options: expected { value: 'label', … }, ${MOST} at most`);
      break;
    }
    case 'text':
      if (typeof param.pattern !== 'string' || typeof param.form !== 'string')
        throw new DefinitionError(fieldOf(where), `${where}: expected a pattern and a form, both texts`);
      try {
        new RegExp(`^(?:${param.pattern})$`);
      } catch {
        throw new DefinitionError(fieldOf(where), `${where}.pattern: ${param.pattern} is no regular expression`);
      }
      break;
    case 'flag':
    case 'policy':
      break;
    default:
      throw new DefinitionError(
        fieldOf(where),
        `${where}.type: found ${shown((param as { type?: unknown }).type)}, expected a parameter of the contract`,
      );
  }
  checkDefault(where, param, param.default, kinds);
}

function checkDefault(where: string, param: Item, value: unknown, kinds: (seam: string) => readonly string[] | null): void {
  const wrong = (expected: string): never => {
    throw new DefinitionError(fieldOf(where), `${where}.default: found ${shown(value)}, expected ${expected}`);
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
      if (!known) throw new DefinitionError(fieldOf(where), `${where}.seam: there is no seam ${shown(param.seam)}`);
      const { kind } = (value ?? {}) as { kind?: unknown };
      if (typeof kind !== 'string' || !known.includes(kind)) wrong(`{ kind } with one of ${known.join(', ')}`);
    }
  }
}
