import type {
  ChoiceField,
  EitherField,
  Field,
  Fields,
  ListField,
  MapField,
  MomentField,
  NameField,
  NumberField,
  RecordField,
  SettingsField,
  TextField,
} from './field.ts';
import { BASE, LIMITS } from './limits.ts';
import { FORMAT } from './migrate.ts';

/** Everything a document may say, but for what follows from the components' own descriptions. */

const TOPICS = {
  retries: 'Retries',
  'rate-limiting': 'Rate limiting',
  caching: 'Caching',
  jobs: 'Jobs',
  'connection-pools': 'Connection pools',
  events: 'Events',
  webhooks: 'Webhooks',
  'docker-builds': 'Docker builds',
  'rollouts-and-migrations': 'Rollouts and migrations',
  logging: 'Logging',
} as const;

const LEVELS = {
  introduction: 'Introduction',
  core: 'Core',
  advanced: 'Advanced',
} as const;

type Spec<F> = Omit<F, 'type'>;
type Words = Omit<Spec<TextField>, 'most'>;

const title = <const S extends Words>(spec: S): TextField & S => ({ type: 'text', most: LIMITS.titleLength, ...spec });
const prose = <const S extends Words>(spec: S): TextField & S => ({ type: 'text', most: LIMITS.textLength, ...spec });
const number = <const S extends Spec<NumberField>>(spec: S): NumberField & S => ({ type: 'number', ...spec });
const integer = <const S extends Spec<NumberField>>(spec: S): NumberField & S => ({ type: 'integer', ...spec });
const moment = <const S extends Spec<MomentField>>(spec: S): MomentField & S => ({ type: 'moment', ...spec });
const choice = <const S extends Spec<ChoiceField>>(spec: S) => ({ type: 'choice', ...spec }) as const;
const meter = <const S extends Spec<NameField>>(spec: S): NameField & S => ({ type: 'meter', ...spec });
const parameter = <const S extends Spec<NameField>>(spec: S): NameField & S => ({ type: 'parameter', ...spec });
const arm = <const S extends Spec<NameField>>(spec: S): NameField & S => ({ type: 'arm', ...spec });
const settings = <const S extends Spec<SettingsField>>(spec: S) => ({ type: 'settings', ...spec }) as const;
const list = <const F extends Field, const S extends Omit<Spec<ListField>, 'item' | 'least'> & { least?: number }>(
  item: F,
  spec: S,
): ListField<F> & S => ({ type: 'list', least: 0, item, ...(spec.optional || spec.least ? {} : { default: [] }), ...spec });
const map = <const F extends Field, const S extends Omit<Spec<MapField>, 'item'>>(item: F, spec: S): MapField<F> & S => ({
  type: 'map',
  item,
  default: {},
  ...spec,
});
const record = <const R extends Fields, const S extends Omit<Spec<RecordField>, 'fields'>>(spec: S, fields: R): RecordField<R> & S => ({
  type: 'record',
  fields,
  ...spec,
});
const either = <const F extends Field, const S extends Omit<Spec<EitherField>, 'of'>>(of: readonly F[], spec: S): EitherField<F> & S => ({
  type: 'either',
  of,
  ...spec,
});

const optional = true;
const SETTINGS =
  'Dotted path → value: `checkout.fault` replaces a policy, `checkout.fault.ratio` sets one of its parameters, `checkout.calls.db.attemptTimeout` is of one wire alone.';

const change = record(
  {
    name: 'change',
    form: '{ "at": ms, "set": { … } }',
    help: 'Something that happens at a time.',
    needsOneOf: ['set', 'do'],
  },
  {
    at: moment({ help: 'When it takes effect.' }),
    set: settings({ default: {}, help: SETTINGS }),
    do: { type: 'acts', optional, help: 'Component → what it does then, once: `{ "db": "failover" }`.' },
    note: title({ help: 'What happens, in a few words; shown at its flag.', optional, nothing: '' }),
    over: number({
      help: 'Spreads a change of numbers over so long.',
      min: 0,
      max: LIMITS.duration.max,
      unit: 'ms',
      optional,
      nothing: 0,
    }),
  },
);

const changes = list(change, {
  help: 'What happens in the course of the run, but for what is about a component or a wire that an arm does not have.',
  most: LIMITS.changes,
});

const variant = record(
  { name: 'arm', form: '{ "id": …, "title": …, "set": { … } }', help: 'A variant on the same traffic.' },
  {
    id: { type: 'id', help: `Unique; \`${BASE}\` only gives the base a title.` },
    title: title({ help: 'What it is called on the page; its id if absent.', like: 'id' }),
    set: settings({ default: {}, help: `${SETTINGS} Here components may also come, go and be rewired.` }),
    changes,
  },
);

const chart = record(
  { name: 'chart', form: '"checkout.goodput" or { "meter": …, "scale": "log" }', help: 'A meter and how it is drawn.', short: 'meter' },
  {
    meter: meter({ help: 'What it shows.' }),
    title: title({ help: 'Title of the chart.', optional, nothing: '' }),
    scale: choice({ help: 'How its axis is divided.', options: { linear: 'Evenly', log: 'By powers of ten' }, optional }),
    mark: choice({
      help: 'What it is drawn with.',
      options: { line: 'A line for each arm', 'heat-map': 'How many requests took how long, of the arm that is edited' },
      optional,
    }),
    max: number({ help: 'Where the axis ends at the least, in the meter’s unit.', min: 0, max: 1e12, optional }),
    height: choice({
      help: 'How high it is beside the others.',
      options: { small: 'Two thirds of the usual height', normal: 'The usual height', tall: 'Twice the usual height' },
      optional,
      nothing: 'normal',
    }),
  },
);

const point = record(
  { name: 'point', form: '{ "at": ms, "value": … }', help: 'Where a line passes.' },
  {
    at: moment({ help: 'The moment.' }),
    value: number({ help: 'How much it is then, in the meter’s unit.', min: 0, max: 1e12 }),
  },
);

const lines = record(
  {
    name: 'drawing',
    form: '{ "meter": …, "points": [[…], […]] }',
    help: 'The choices as lines on a chart: all while they are to choose from, the chosen one beside what happens.',
    optional,
  },
  {
    meter: meter({ help: 'The meter that they are of: they stand on its chart.' }),
    points: list(list(point, { help: 'A line, from left to right.', least: 2, most: 50 }), {
      help: 'One line a choice, in the order of the choices.',
      least: 2,
      most: 8,
    }),
  },
);

const answer = record(
  {
    name: 'choice',
    form: '"About 11 s later" or { "text": …, "because": … }',
    help: 'An answer one could give.',
    short: 'text',
  },
  {
    text: { type: 'text', most: LIMITS.titleLength * 2, help: 'The answer, in a few words.' },
    because: prose({
      help: 'What is said to a reader with this guess, in markdown: why it is right, or the belief behind it and why that fails.',
      optional,
      nothing: '',
    }),
  },
);

const ask = record(
  {
    name: 'question',
    form: '{ "question": …, "choices": […], "answer": 0 }',
    help: 'What the reader predicts before the run shows it.',
    optional,
  },
  {
    question: prose({ help: 'What to predict.' }),
    choices: list(answer, { help: 'The answers to choose from.', least: 2, most: 8 }),
    order: choice({
      help: 'How the choices stand. The page shows them as they are written; `npm run lessons -- --fix` puts them in order.',
      options: { ascending: 'From least to most, from earliest to latest', shuffled: 'As chance has it, by the name of the scenario' },
      optional,
      nothing: 'shuffled',
    }),
    lines,
    answer: { type: 'index', into: 'choices', help: 'Which choice is right, from 0.' },
    why: prose({ help: 'Why, in markdown; shown after every guess, below what its choice says.', optional, nothing: '' }),
    until: moment({
      help: 'What happens before may be seen before the guess. If absent: up to the step’s moment where something changes after it, else nothing.',
      optional,
    }),
  },
);

const fold = record(
  {
    name: 'fold',
    form: '{ "title": …, "text": … }',
    help: 'What stands folded below the text: a sum, or where the lesson does not hold. Closed as long as the question is open.',
    optional,
  },
  { title: title({ help: 'What it is about, in a few words.' }), text: prose({ help: 'Markdown.' }) },
);

const step = record(
  { name: 'step', form: '{ "title": …, "text": … }', help: 'A step of the story.' },
  {
    title: title({ help: 'A short sentence.' }),
    text: prose({
      help: 'Markdown. A number that the run gives is written with where it is from: `[12,700](shoppers.attempts@base sum 20s..28s)`.',
    }),
    ask,
    fold,
    at: moment({ help: 'Where the playhead goes.', optional }),
    set: settings({
      optional,
      help: 'What the step changes in the whole run: when its answer is looked at, or at once where it asks nothing. Whoever goes back takes it back; what readers have set themselves stays.',
    }),
    look: list(meter({ help: 'A meter.' }), { help: 'Meters to look at.', most: LIMITS.watch, optional }),
    arms: list(arm({ help: 'An arm.' }), { help: 'The arms it shows; all if absent.', most: LIMITS.arms + 1, optional }),
  },
);

const own = record(
  {
    name: 'parameter',
    form: '"shoppers.arrival.rate" or { "path": …, "label": … }',
    help: 'A parameter that readers know of their own system.',
    short: 'path',
  },
  {
    path: parameter({ help: 'Where it is: a number, a time, a ratio or a choice.' }),
    label: title({ help: 'What the form calls it; by parameter and component if absent.', optional, nothing: '' }),
  },
);

/** What goals take as given, and what of that they do not. */
const fixed = parameter({ help: 'A component as a whole, or something of it: a parameter, its wires (`calls`) or its routine.' });
const free = parameter({ help: 'A parameter that the goals would take as given.' });

const STATISTICS = {
  value: 'The meter over the span as a whole',
  mean: 'The same, and not for quantiles',
  max: 'Its greatest bin',
  min: 'Its least bin',
  sum: 'How many in all: of a rate, over the span',
  most: 'The most in one bin, counted: of a rate',
} as const;

const from = moment({ help: 'From when; from the beginning if absent.', optional });
const to = moment({ help: 'Until when; to the end if absent.', optional });

const comparison = record(
  {
    name: 'figure',
    form: '{ "arm": …, "factor": 0.5 }',
    help: 'Another figure of the same seed; what it leaves out is as in the claim.',
  },
  {
    arm: arm({ help: 'The arm.', optional }),
    meter: meter({ help: 'The meter.', optional }),
    from,
    to,
    stat: choice({ help: 'What of the meter.', options: STATISTICS, optional }),
    factor: number({ help: 'The figure is multiplied by it.', min: -1e9, max: 1e9, optional }),
    plus: number({ help: 'It is added to the figure.', min: -1e12, max: 1e12, optional }),
  },
);

const claim = record(
  { name: 'claim', form: '{ "text": …, "meter": …, "is": "<", "than": … }', help: 'A statement about a run that can be checked.' },
  {
    text: prose({ help: 'The statement, as a sentence.' }),
    arm: arm({ help: 'The arm it is about; the base if absent.', optional }),
    meter: meter({ help: 'What it is about.' }),
    from,
    to,
    stat: choice({ help: 'What of the meter.', options: STATISTICS, default: 'value', spoken: true }),
    is: choice({ help: 'How they compare.', options: { '<': 'Less', '<=': 'At most', '>': 'More', '>=': 'At least' } }),
    than: either([{ type: 'number', min: Number.NEGATIVE_INFINITY, max: Number.POSITIVE_INFINITY, help: 'A number.' }, comparison], {
      help: 'A number in the meter’s unit, or another figure of the same seed.',
      form: `a number, or another figure as ${comparison.form}`,
    }),
    share: { type: 'ratio', min: 0, max: 1, help: 'How many of the seeds must agree; all if absent.', optional },
  },
);

const policy = record(
  {
    name: 'policy',
    form: '{ "seam": "retry-delay", "source": … }',
    help: 'An algorithm of the document’s own: a component’s parameter names it as its `kind`.',
  },
  {
    seam: { type: 'seam', help: 'What it decides: the seam whose built-in algorithms it stands beside.' },
    title: title({ help: 'What it is called where the page has not read its code.', optional, nothing: '' }),
    source: {
      type: 'text',
      most: LIMITS.sourceLength,
      help: 'Its code, TypeScript: one definition, as the files of built-in algorithms have it. It runs only once somebody has allowed it.',
    },
    from: { type: 'text', most: LIMITS.nameLength, help: 'The built-in algorithm that it began as.', optional, nothing: '' },
  },
);

const challenge = record(
  {
    name: 'challenge',
    form: '{ "brief": …, "hints": […] }',
    help: 'The scenario as a task: its goals come before its lesson.',
    optional,
  },
  {
    brief: prose({ help: 'What is wrong and what is wanted, as a colleague would say it. Markdown.' }),
    hints: list(prose({ help: 'A hint, in markdown.' }), { help: 'Hints, shown one at a time.', least: 1, most: 5 }),
  },
);

/** Plain letters, no port and no name before the host: what is read is where it leads. */
const HTTPS = String.raw`https://[\w-]+(?:\.[\w-]+)+(?:/[\w.~%/?#&=+:,;@!$*-]*)?`;

const found = record(
  {
    name: 'report',
    form: '{ "title": …, "url": "https://…" }',
    help: 'The public report of a bug that the scenario rebuilds. It stands under *Found in the wild* then, and is no lesson: it shows what was seen there.',
    optional,
  },
  {
    title: title({ help: 'What the report is called.' }),
    url: {
      type: 'text',
      most: LIMITS.addressLength,
      pattern: HTTPS,
      form: 'an address, as https://github.com/celery/celery/issues/2481',
      help: 'Its address, which is shown as it is.',
    },
  },
);

export const document = record(
  { name: 'scenario', form: `{ "format": ${FORMAT}, … }`, help: 'Everything a run depends on, and the lesson around it.' },
  {
    format: { type: 'constant', value: FORMAT, default: FORMAT, spoken: true, help: 'Version of this format.' },
    title: title({ help: 'A short title.', default: 'Untitled', spoken: true }),
    summary: prose({ help: 'One sentence.', default: '' }),
    topic: choice({ help: 'The topic whose page it belongs to.', options: TOPICS, default: 'retries', spoken: true }),
    found,
    level: choice({ help: 'How much it takes to be known: nothing, the introductions, or the field.', options: LEVELS, optional }),
    seed: integer({ help: 'Decides everything that is left to chance.', ...LIMITS.seed, default: 1, spoken: true }),
    duration: number({ help: 'How long it runs.', ...LIMITS.duration, unit: 'ms', default: 60_000, spoken: true }),
    bins: integer({ help: 'How many bins the charts cut the run into.', min: 10, max: 2_000, default: 600 }),
    components: { type: 'components', most: LIMITS.components, help: 'Components by id.' },
    layout: {
      type: 'places',
      optional,
      help: 'Where components stand that somebody has moved: id → `{ "x": …, "y": … }` in px; the others find their places themselves.',
    },
    policies: map(policy, {
      help: 'Algorithms of the document’s own, by id.',
      form: '{ "mine": { "seam": "retry-delay", "source": … } }',
      most: LIMITS.policies,
    }),
    changes,
    arms: list(variant, {
      help: `Variants on the same traffic, beside the base. One with id \`${BASE}\` only names the base.`,
      most: LIMITS.arms,
      unique: 'id',
    }),
    watch: list(chart, { help: 'The charts.', most: LIMITS.watch }),
    uncharted: list(meter({ help: 'A gauge.' }), {
      help: 'Gauges of the document’s own algorithms that have no chart: the others have one without being in `watch`.',
      most: LIMITS.watch,
      optional,
    }),
    story: list(step, { help: 'What is told, step by step.', most: LIMITS.steps }),
    yours: list(own, {
      help: 'The form after the story, “With your numbers”: the reader fills in what their own system has, and every run starts from it.',
      least: LIMITS.yours.least,
      most: LIMITS.yours.most,
      unique: 'path',
      optional,
    }),
    claims: list(claim, { help: 'What the scenario shows; a test checks it over many seeds.', most: 60 }),
    goals: list(claim, {
      help: 'Claims set to the learner. They take as given what comes, what is wrong from the start, and whatever changes in the course of the run: where the learner has made that easier, none is reached.',
      most: 60,
    }),
    keep: list(claim, {
      help: 'What must not be given up for the goals: their texts, short, stand in one line that unfolds where one is broken.',
      most: 10,
    }),
    fixed: list(fixed, { help: 'What goals take as given besides.', most: LIMITS.given, optional }),
    free: list(free, { help: 'What goals do not take as given: changing it is one way to reach them.', most: LIMITS.given, optional }),
    challenge,
  },
);
export { ask, change, chart, claim, comparison, fixed, free, own, point, policy, step, variant };
