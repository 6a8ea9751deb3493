import type { Param, ParamRecord } from '../sim/param/param.ts';
import { everyDescription as descriptions } from './every-description.ts';
import { helpOf, prose } from './prose.ts';
import { BASE, LIMITS, TOPICS } from './scenario.ts';

type Schema = Record<string, unknown>;

/** A keyword of JSON Schema that must not look like a promise. */
const THEN = 'then';
/** Where an editor puts the cursor. */
const PLACEHOLDER = ['$', '{1:id}'].join('');

/** JSON Schema (draft-07) of a scenario, with what an editor shows: markdown descriptions, defaults and snippets. */
export function scenarioSchema(): Schema {
  const definitions: Schema = {};
  for (const [seam, { title, policies }] of Object.entries(descriptions.seams)) {
    definitions[seam] = {
      title,
      type: 'object',
      required: ['kind'],
      properties: { kind: { enum: policies.map(({ id }) => id) } },
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
          title: text('What it is called on the page; its id if absent.', LIMITS.titleLength),
          calls: {
            type: 'array',
            items: { type: 'string' },
            minItems: component.calls.least,
            maxItems: component.calls.most,
            uniqueItems: true,
            description: 'Ids of the components it calls.',
          },
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
    items: { $ref: '#/definitions/step' },
  };
  definitions.step = {
    anyOf: [
      { enum: ['work', 'answer'] },
      object({ work: { type: 'number', minimum: 0, maximum: 1_000, description: 'Factor on the service time.' } }, ['work']),
      object({ call: { type: 'string', description: 'Id of the component to call.' } }, ['call']),
      object(
        { par: { type: 'array', items: { type: 'string' }, description: 'Ids to call at the same time; goes on when all have answered.' } },
        ['par'],
      ),
      object(
        { branch: ratio('Probability of "then".'), [THEN]: { $ref: '#/definitions/routine' }, else: { $ref: '#/definitions/routine' } },
        ['branch', 'then'],
      ),
    ],
  };
  definitions.settings = {
    type: 'object',
    description: 'Dotted path → value: `checkout.fault` replaces a policy, `checkout.fault.ratio` sets one of its parameters.',
    additionalProperties: true,
  };
  definitions.change = object(
    {
      at: time('When it takes effect.'),
      set: { $ref: '#/definitions/settings' },
      note: text('What happens, in a few words; shown at its flag.', LIMITS.titleLength),
      over: time('Spreads a change of numbers over so long.'),
    },
    ['at', 'set'],
  );
  definitions.arm = object(
    {
      id: text(`Unique; \`${BASE}\` only gives the base a title.`, 40),
      title: text('What it is called on the page.', LIMITS.titleLength),
      set: { $ref: '#/definitions/settings' },
      changes: listOf('change', LIMITS.changes),
    },
    ['id', 'title'],
  );
  definitions.watched = {
    anyOf: [
      meter(),
      object(
        {
          meter: meter(),
          title: text('Title of the chart.', LIMITS.titleLength),
          scale: { enum: ['linear', 'log'] },
          max: { type: 'number', minimum: 0, description: 'Where the axis ends at the least.' },
        },
        ['meter'],
      ),
    ],
  };
  definitions.storyStep = object(
    {
      title: text('A short sentence.', LIMITS.titleLength),
      text: { ...text('Markdown.', LIMITS.textLength) },
      ask: object(
        {
          question: text('What to predict.', LIMITS.textLength),
          choices: { type: 'array', items: { type: 'string' }, minItems: 2, maxItems: LIMITS.choices },
          answer: { type: 'integer', minimum: 0, description: 'Which choice is right, from 0.' },
          why: text('Why, in markdown; shown after the guess.', LIMITS.textLength),
        },
        ['question', 'choices', 'answer'],
      ),
      set: { $ref: '#/definitions/settings' },
      look: { type: 'array', items: meter(), description: 'Meters to look at.' },
      at: time('Where the playhead goes.'),
      arms: { type: 'array', items: { type: 'string' }, description: 'The arms it shows; all if absent.' },
    },
    ['title', 'text'],
  );
  const figure = {
    arm: text('The arm; the base if absent.', 40),
    meter: meter(),
    from: time('From when.'),
    to: time('Until when.'),
    stat: { enum: ['value', 'mean', 'max', 'min'], description: '`value`: over the span as a whole.' },
  };
  definitions.claim = object(
    {
      text: text('The statement, as a sentence.', LIMITS.textLength),
      ...figure,
      is: { enum: ['<', '<=', '>', '>='] },
      than: { anyOf: [{ type: 'number' }, object({ ...figure, factor: { type: 'number' }, plus: { type: 'number' } }, [])] },
      share: ratio('How many of the seeds must agree; all if absent.'),
    },
    ['text', 'meter', 'is', 'than'],
  );
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Goodput scenario',
    ...object(
      {
        format: { const: 1, description: 'Version of this format.' },
        title: text('A short title.', LIMITS.titleLength),
        summary: text('One sentence.', LIMITS.textLength),
        topic: { enum: [...TOPICS] },
        seed: {
          type: 'integer',
          minimum: LIMITS.seed.min,
          maximum: LIMITS.seed.max,
          default: 1,
          description: 'Decides everything that is left to chance.',
        },
        duration: {
          type: 'number',
          minimum: LIMITS.duration.min,
          maximum: LIMITS.duration.max,
          default: 60_000,
          description: 'How long it runs [ms].',
        },
        bins: {
          type: 'integer',
          minimum: LIMITS.bins.min,
          maximum: LIMITS.bins.max,
          default: 600,
          description: 'How many bins the charts cut the run into.',
        },
        components: {
          type: 'object',
          description: 'Components by id.',
          minProperties: 1,
          maxProperties: LIMITS.components,
          additionalProperties: { $ref: '#/definitions/component' },
        },
        changes: listOf('change', LIMITS.changes),
        arms: listOf('arm', LIMITS.arms),
        watch: listOf('watched', LIMITS.watch),
        story: listOf('storyStep', LIMITS.steps),
        claims: listOf('claim', LIMITS.claims),
        goals: listOf('claim', LIMITS.claims),
      },
      ['format', 'components'],
    ),
    definitions,
  };
}

/** The schema of one parameter; a policy refers to its seam. */
function paramSchema(param: Param): Schema {
  const described = { description: helpOf(param), markdownDescription: markdown(param), default: param.default };
  switch (param.type) {
    case 'number':
    case 'ratio':
      return { type: 'number', minimum: param.min, maximum: param.max, ...described };
    case 'integer':
      return { type: 'integer', minimum: param.min, maximum: param.max, ...described };
    case 'duration':
      return { type: param.never === undefined ? 'number' : ['number', 'null'], minimum: param.min, maximum: param.max, ...described };
    case 'choice':
      return { enum: Object.keys(param.options), enumDescriptions: Object.values(param.options), ...described };
    case 'flag':
      return { type: 'boolean', ...described };
    case 'text':
      return { type: 'string', pattern: `^(?:${param.pattern})$`, maxLength: LIMITS.listLength, ...described };
    case 'policy':
      return { allOf: [{ $ref: `#/definitions/${param.seam}` }], ...described };
  }
}

function markdown(param: Param): string {
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

const listOf = (definition: string, most: number): Schema => ({
  type: 'array',
  items: { $ref: `#/definitions/${definition}` },
  maxItems: most,
});
const text = (description: string, most: number): Schema => ({ type: 'string', description, maxLength: most });
const time = (description: string): Schema => ({ type: 'number', minimum: 0, description: `${description} [ms]` });
const ratio = (description: string): Schema => ({ type: 'number', minimum: 0, maximum: 1, description });
const meter = (): Schema => ({ type: 'string', description: 'A meter, as component.meter.', examples: ['shoppers.goodput'] });
