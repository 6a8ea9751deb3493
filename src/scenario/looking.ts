import type { Item } from '../sim/param/param.ts';
import { planOf } from './arm.ts';
import { Check } from './check.ts';
import type { DocOf, Field } from './field.ts';
import { BASE, LIMITS } from './limits.ts';
import { armsOf, type Scenario } from './scenario.ts';

/** What was looked at when a link was made: each field, and the letter under which it travels. */
const fields = {
  playhead: { letter: 'p', type: 'moment', default: 0, help: 'Where the playhead stood.' },
  arm: { letter: 'a', type: 'arm', default: BASE, help: 'The arm that the picture followed.' },
  fingerprint: {
    letter: 'f',
    type: 'text',
    pattern: '[0-9a-f]{16}',
    form: '16 hexadecimal digits',
    example: '0123456789abcdef',
    default: '',
    help: 'What the sender’s engine made of that arm; empty if it had not finished.',
  },
  step: {
    letter: 't',
    type: 'integer',
    min: 0,
    max: LIMITS.steps,
    optional: true,
    help: 'Step of the story; the form after the last step counts as one more.',
  },
  shown: {
    letter: 'h',
    type: 'list',
    item: { type: 'arm', help: 'An arm.' },
    least: 1,
    most: LIMITS.arms + 1,
    optional: true,
    help: 'The arms that were drawn.',
  },
  component: { letter: 'c', type: 'component', optional: true, help: 'The component in the inspector.' },
  view: { letter: 'w', type: 'id', optional: true, help: 'The view in the drawer.' },
  request: { letter: 'r', type: 'integer', min: 0, max: 1e9, optional: true, help: 'Number of the request whose story was read.' },
  challenge: { letter: 'g', type: 'constant', value: true, optional: true, help: 'The lesson was folded away: the scenario is a task.' },
  veil: {
    letter: 'x',
    type: 'list',
    item: { type: 'text', most: LIMITS.nameLength, help: 'Something that may be seen.' },
    least: 0,
    most: LIMITS.veil,
    optional: true,
    help: 'What may be seen while the question of the step is not answered; nothing is veiled if absent.',
  },
} as const satisfies Readonly<Record<string, { letter: string } & (Field | (Item & { help: string }))>>;

/** A moment of a run and how it was looked at [ms]. */
export type Looking = DocOf<typeof fields>;

/** What travels in a link: what equals a default stays at home. */
export function packed(looking: Looking): Readonly<Record<string, unknown>> {
  const given = { ...looking, playhead: Math.round(looking.playhead) };
  const letters: Record<string, unknown> = {};
  for (const [key, field] of Object.entries(fields)) {
    const value = given[key as keyof Looking];
    if (value !== undefined && !('default' in field && value === field.default)) letters[field.letter] = value;
  }
  return letters;
}

/** What a link says of it, as far as it can be: nobody believes a link that names what is not there. */
export function unpacked(letters: Readonly<Record<string, unknown>>, scenario: Scenario): Looking {
  const looking: Record<string, unknown> = {};
  for (const [key, field] of Object.entries(fields)) {
    const value = Object.hasOwn(letters, field.letter) ? letters[field.letter] : undefined;
    const check = new Check();
    check.duration = scenario.duration;
    check.value('', field, value);
    if (value !== undefined && check.problems.length === 0 && isThere(field, value, scenario)) looking[key] = value;
    else if ('default' in field) looking[key] = field.default;
  }
  return looking as Looking;
}

function isThere(field: Field | Item, value: unknown, scenario: Scenario): boolean {
  switch (field.type) {
    case 'arm':
      return armsOf(scenario).some(({ id }) => id === value);
    case 'component':
      return armsOf(scenario).some(({ id }) => Object.hasOwn(planOf(scenario, id).components, value as string));
    case 'list':
      return (value as readonly unknown[]).every((each) => isThere(field.item, each, scenario));
    default:
      return true;
  }
}
