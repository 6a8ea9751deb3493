import type { Item, ParamRecord } from '../sim/param/param.ts';
import { isNeeded, type StepDescription, type StepField } from '../sim/param/step.ts';
import { type ComponentDescription, componentOf, wireParams } from './descriptions.ts';
import { document } from './document.ts';
import { everyDescription as descriptions } from './every-description.ts';
import type { Field, Fields, RecordField } from './field.ts';
import { LIMITS } from './limits.ts';
import { allMetersOf } from './meters.ts';
import { helpOf, prose } from './prose.ts';
import { armsOf, type Scenario } from './scenario.ts';

type Schema = Record<string, unknown>;

/** A keyword of JSON Schema that must not look like a promise. */
const THEN = 'then';
const ID = '^[a-z][A-Za-z0-9-]{0,39}$';
/** Where an editor puts the cursor. */
const PLACEHOLDER = ['$', '{1:id}'].join('');

/**
 * JSON Schema (draft-07) of a scenario, with what an editor shows: markdown descriptions, defaults and snippets. Of a
 * scenario that is being written, also the names in it: they are offered where one of them belongs, and others fit as well.
 */
export function scenarioSchema(scenario?: Scenario): Schema {
  const definitions: Schema = scenario ? namesIn(scenario) : {};
  for (const [seam, { title, policies }] of Object.entries(descriptions.seams)) {
    definitions[seam] = {
      title,
      type: 'object',
      required: ['kind'],
      properties: {
        kind: { anyOf: [{ enum: policies.map(({ id }) => id) }, { pattern: ID, description: 'An algorithm of the document’s own.' }] },
      },
      allOf: policies.map((policy) => ({
        if: { properties: { kind: { const: policy.id } } },
        [THEN]: {
          description: policy.summary,
          markdownDescription: `**${policy.title}.** ${policy.summary}\n\n${prose.about[`${seam}/${policy.id}`]}`,
          properties: { kind: { const: policy.id, description: policy.summary }, ...properties(policy.params) },
          additionalProperties: false,
        },
      })),
      defaultSnippets: policies.map((policy) => ({
        label: policy.title,
        description: policy.summary,
        body: { kind: policy.id, ...snippet(policy.params) },
      })),
    };
  }
  definitions.component = {
    type: 'object',
    required: ['kind'],
    properties: { kind: { enum: descriptions.components.map(({ id }) => id) } },
    allOf: descriptions.components.map((component) => ({
      if: { properties: { kind: { const: component.id } } },
      [THEN]: {
        description: component.summary,
        markdownDescription: `**${component.title}.** ${prose.about[component.id]}`,
        properties: {
          kind: { const: component.id, description: component.summary },
          title: { type: 'string', description: 'What it is called on the page; its id if absent.', maxLength: LIMITS.titleLength },
          calls: callsSchema(component, definitions),
          ...(component.routine ? { routine: { $ref: '#/definitions/routine' } } : {}),
          ...properties(component.params),
        },
        additionalProperties: false,
      },
    })),
    defaultSnippets: descriptions.components.map((component) => ({
      label: component.title,
      description: component.summary,
      body: { kind: component.id, ...(component.calls.least > 0 ? { calls: [PLACEHOLDER] } : {}) },
    })),
  };
  definitions.routine = {
    description: 'How a service does its work, step by step; by default work, then every call in turn, then answer.',
    type: 'array',
    items: { $ref: '#/definitions/routineStep' },
    maxItems: LIMITS.routine,
  };
  definitions.routineStep = { anyOf: descriptions.steps.flatMap(stepSchemas) };
  definitions.settings = { type: 'object', additionalProperties: true, ...(scenario && { properties: pathsIn(scenario) }) };
  const root = recordSchema(document, definitions);
  return { $schema: 'http://json-schema.org/draft-07/schema#', title: 'Goodput scenario', ...root, definitions };
}

function callsSchema(component: ComponentDescription, definitions: Schema): Schema {
  const { most } = component.calls;
  const to = {
    type: 'string',
    ...named('component', definitions),
    description: 'Id of the component it leads to; its own name if absent.',
  };
  return {
    description: 'Whom it calls: ids, or wires by name, each with settings of its own.',
    anyOf: [
      { type: 'array', items: { type: 'string', ...named('component', definitions) }, maxItems: most, uniqueItems: true },
      {
        type: 'object',
        maxProperties: most,
        additionalProperties: object({ to, ...properties(wireParams(component)) }, []),
      },
    ],
  };
}

/** What is called by its name elsewhere in a scenario: components, arms and meters. */
function namesIn(scenario: Scenario): Schema {
  const anyOf = (names: readonly string[]) => ({ anyOf: [{ enum: names }, { type: 'string' }] });
  return {
    knownComponent: anyOf(Object.keys(scenario.components)),
    knownArm: anyOf(armsOf(scenario).map(({ id }) => id)),
    knownMeter: anyOf(allMetersOf(scenario).map(({ id }) => id)),
  };
}

/** The paths that a change of a scenario may set. */
function pathsIn({ components }: Scenario): Schema {
  return Object.fromEntries(
    Object.entries(components).flatMap(([id, { kind }]) =>
      Object.entries(properties(componentOf(kind)?.params ?? {})).map(([name, param]) => [`${id}.${name}`, param]),
    ),
  );
}

/** A field of the document; records stand among the definitions. */
function fieldSchema(field: Field, definitions: Schema): Schema {
  const described = { description: `${field.help}${'unit' in field && field.unit ? ` [${field.unit}]` : ''}` };
  const usual = field.default === undefined || field.type === 'list' ? described : { ...described, default: field.default };
  switch (field.type) {
    case 'constant':
      return { const: field.value, ...described };
    case 'number':
    case 'ratio':
      return { type: 'number', ...bounds(field.min, field.max), ...usual };
    case 'integer':
      return { type: 'integer', ...bounds(field.min, field.max), ...usual };
    case 'moment':
      return { type: 'number', minimum: 0, description: `${field.help} [ms]` };
    case 'index':
      return { type: 'integer', minimum: 0, ...described };
    case 'text':
      return { type: 'string', maxLength: field.most, ...(field.pattern && { pattern: `^(?:${field.pattern})$` }), ...usual };
    case 'id':
      return { type: 'string', pattern: ID, ...described };
    case 'meter':
      return {
        type: 'string',
        maxLength: LIMITS.nameLength,
        examples: ['shoppers.goodput'],
        ...named('meter', definitions),
        description: `${field.help} As component.meter.`,
      };
    case 'parameter':
      return {
        type: 'string',
        maxLength: LIMITS.nameLength,
        examples: ['shoppers.arrival.rate'],
        description: `${field.help} As component.parameter.`,
      };
    case 'arm':
    case 'component':
      return { type: 'string', maxLength: LIMITS.nameLength, ...named(field.type, definitions), ...described };
    case 'choice':
      return { enum: Object.keys(field.options), enumDescriptions: Object.values(field.options), ...usual };
    case 'settings':
      return { allOf: [{ $ref: '#/definitions/settings' }], ...usual };
    case 'acts':
      return { type: 'object', additionalProperties: { type: 'string' }, ...described };
    case 'places': {
      const coordinate = { type: 'number', ...bounds(-LIMITS.away, LIMITS.away) };
      return { type: 'object', additionalProperties: object({ x: coordinate, y: coordinate }, ['x', 'y']), ...described };
    }
    case 'components':
      return {
        type: 'object',
        maxProperties: field.most,
        additionalProperties: { $ref: '#/definitions/component' },
        ...described,
      };
    case 'map':
      return {
        type: 'object',
        propertyNames: { pattern: ID },
        maxProperties: field.most,
        additionalProperties: fieldSchema(field.item, definitions),
        ...described,
      };
    case 'seam':
      return { enum: Object.keys(descriptions.seams), ...described };
    case 'list':
      return { type: 'array', items: fieldSchema(field.item, definitions), minItems: field.least, maxItems: field.most, ...described };
    case 'either':
      return { anyOf: field.of.map((form: Field) => fieldSchema(form, definitions)), ...described };
    case 'record': {
      const { name, short, fields, help } = field;
      if (!Object.hasOwn(definitions, name)) {
        const whole = recordSchema(field, definitions);
        definitions[name] = short === undefined ? whole : { description: help, anyOf: [fieldSchema(fields[short], definitions), whole] };
      }
      return { allOf: [{ $ref: `#/definitions/${name}` }], ...described };
    }
  }
}

/** The definition of the names of a sort: `meter` → `knownMeter`; no spaces, it stands in references. */
const knownName = (what: string) => `known${what.charAt(0).toUpperCase()}${what.slice(1)}`;

const named = (what: string, definitions: Schema): Schema =>
  Object.hasOwn(definitions, knownName(what)) ? { allOf: [{ $ref: `#/definitions/${knownName(what)}` }] } : {};

function recordSchema({ fields, help, needsOneOf }: RecordField, definitions: Schema): Schema {
  const entries = Object.entries(fields as Fields);
  const required = entries.filter(([key, { default: usual, optional }]) => key === 'format' || (usual === undefined && !optional));
  return {
    description: help,
    ...object(
      Object.fromEntries(entries.map(([key, field]) => [key, fieldSchema(field, definitions)])),
      required.map(([key]) => key),
    ),
    ...(needsOneOf ? { anyOf: needsOneOf.map((key) => ({ required: [key] })) } : {}),
  };
}

function bounds(min: number, max: number): Schema {
  return { ...(Number.isFinite(min) ? { minimum: min } : {}), ...(Number.isFinite(max) ? { maximum: max } : {}) };
}

/** The ways in which a step is written. */
function stepSchemas(step: StepDescription): Schema[] {
  const { id, title, summary, alone, fields } = step;
  const entries = Object.entries(fields);
  const described = { title, description: summary };
  const needed = entries.filter(([key, field]) => isNeeded(step, key, field));
  const whole = object(
    Object.fromEntries(entries.map(([key, field]) => [key, paramSchema(field)])),
    needed.map(([key]) => key),
  );
  return [...(alone ? [{ const: id, ...described }] : []), ...(entries.length > 0 ? [{ ...whole, ...described }] : [])];
}

/** The schema of one parameter, or field of a step; a policy refers to its seam. */
function paramSchema(param: StepField): Schema {
  const usual = 'default' in param ? { default: param.default } : {};
  const described = { description: helpOf(param), markdownDescription: markdown(param), ...usual };
  switch (param.type) {
    case 'list':
      return {
        type: 'array',
        items: valueSchema(param.item),
        minItems: param.least,
        maxItems: param.most,
        uniqueItems: param.distinct ?? false,
        ...described,
      };
    case 'wire':
    case 'lease':
      return { type: 'string', ...described };
    case 'wires':
      return { type: 'array', items: { type: 'string' }, ...described };
    case 'steps':
      return { allOf: [{ $ref: '#/definitions/routine' }], ...described };
    default:
      return { ...valueSchema(param), ...described };
  }
}

/** What a value may be, without the words around it. */
function valueSchema(what: Item): Schema {
  switch (what.type) {
    case 'number':
    case 'ratio':
      return { type: 'number', minimum: what.min, maximum: what.max };
    case 'integer':
      return { type: 'integer', minimum: what.min, maximum: what.max };
    case 'duration':
      return { type: what.never === undefined ? 'number' : ['number', 'null'], minimum: what.min, maximum: what.max };
    case 'choice':
      return { enum: Object.keys(what.options), enumDescriptions: Object.values(what.options) };
    case 'flag':
      return { type: 'boolean' };
    case 'text':
      return { type: 'string', pattern: `^(?:${what.pattern})$`, maxLength: LIMITS.listLength };
    case 'policy':
      return { allOf: [{ $ref: `#/definitions/${what.seam}` }] };
  }
}

function markdown(param: StepField): string {
  const unit = param.type === 'duration' ? 'ms' : 'unit' in param && param.unit ? param.unit : '';
  const range = 'min' in param ? ` From ${param.min} to ${param.max}${unit ? ` ${unit}` : ''}.` : '';
  return `**${param.label}${unit ? ` [${unit}]` : ''}.** ${helpOf(param)}${range}`;
}

function properties(records: ParamRecord): Schema {
  return Object.fromEntries(Object.entries(records).map(([name, param]) => [name, paramSchema(param)]));
}

/** A policy's parameters with their defaults, as an editor inserts them. */
function snippet(records: ParamRecord): Schema {
  return Object.fromEntries(
    Object.entries(records).map(([name, param], i) => [
      name,
      param.type === 'policy' ? param.default : `\${${i + 1}:${JSON.stringify(param.default)}}`,
    ]),
  );
}

function object(props: Schema, required: readonly string[]): Schema {
  return { type: 'object', properties: props, required, additionalProperties: false };
}
