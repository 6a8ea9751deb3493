import '../../src/scenario/every-description.ts';
import { afterEach, describe, expect, it } from 'vitest';
import { Check, formsOf } from '../../src/scenario/check.ts';
import { descriptions } from '../../src/scenario/descriptions.ts';
import { ScenarioError } from '../../src/scenario/problem.ts';
import { helpOf } from '../../src/scenario/prose.ts';
import { readScenario } from '../../src/scenario/read.ts';
import { documentPages } from '../../src/scenario/reference.ts';
import { scenarioSchema } from '../../src/scenario/schema.ts';
import { choice, integer, list } from '../../src/sim/param/param.ts';
import { steps, wire } from '../../src/sim/param/step.ts';

/** The problems of a service that works so, each as `path: found → expected`. */
function problemsOf(routine: unknown, others: object = {}): string[] {
  try {
    readScenario({
      format: 1,
      components: {
        shoppers: { kind: 'client', calls: ['checkout'] },
        checkout: { kind: 'service', routine, calls: ['db', 'mail'] },
        db: { kind: 'service' },
        mail: { kind: 'service' },
        ...others,
      },
    });
  } catch (error) {
    if (error instanceof ScenarioError)
      return error.problems.map(({ path, found, expected }) => `${path.replace('components.checkout.', '')}: ${found} → ${expected}`);
    throw error;
  }
  return [];
}

const FORMS = descriptions.steps.flatMap(formsOf).join(', ');

describe('a routine', () => {
  it('is a list of steps, each a word or a record', () => {
    expect(problemsOf(['work', { call: 'db' }, 'answer', { work: 0.5 }, { par: ['db', 'mail'] }])).toEqual([]);
    expect(
      problemsOf([
        { branch: 0.1, then: [{ call: 'mail' }] },
        { branch: 0.5, then: [], else: ['work'] },
      ]),
    ).toEqual([]);
    expect(problemsOf('work')).toEqual(['routine: "work" → a list']);
  });

  it('knows no other step, and says which was meant', () => {
    expect(FORMS).toContain(
      '{ "call": "…", "operation": "own", "key": "own", "bytes": 0, "with": "…" }, { "commit": "…" }, { "crash": 0.01 }',
    );
    expect(problemsOf(['wrok'])).toEqual([`routine[0]: "wrok" → ${FORMS}`]);
    expect(problemsOf(['answr'])).toEqual([`routine[0]: "answr" → answer? One of: ${FORMS}`]);
    expect(problemsOf([{ cal: 'db' }])).toEqual([`routine[0]: {"cal":"db"} → call? One of: ${FORMS}`]);
    expect(problemsOf(['call'])[0]).toContain('routine[0]: "call" → ');
    expect(problemsOf([{ answer: 1 }])[0]).toContain('routine[0]: {"answer":1} → ');
    expect(problemsOf([null, 7, []])).toHaveLength(3);
  });

  it('holds the fields of each step to their records, with the way to them', () => {
    expect(problemsOf(['work', { work: -1 }])).toEqual(['routine[1].work: -1 → from 0 to 1000']);
    expect(problemsOf([{ call: 'db', quick: true }])).toEqual([
      'routine[0].quick: an unknown key → one of: call, operation, key, bytes, with',
    ]);
    expect(problemsOf([{ branch: 0.5, then: [{ branch: 2, then: [] }] }])).toEqual(['routine[0].then[0].branch: 2 → from 0 to 1']);
    expect(problemsOf([{ branch: 0.5 }])).toEqual(['routine[0].then: nothing → a list of steps']);
  });

  it('calls over the component’s own wires only', () => {
    expect(problemsOf([{ call: 'bd' }])).toEqual(['routine[0].call: "bd" → one of "calls": db, mail']);
    expect(problemsOf([{ branch: 0.5, then: [], else: [{ par: ['db', 'fax'] }] }])).toEqual([
      'routine[0].else[0].par[1]: "fax" → one of "calls": db, mail',
    ]);
  });

  it('asks for what a wire can carry, and names only leases that it acquires', () => {
    const lender = (routine: unknown) => problemsOf(routine, { db: { kind: 'database' } });
    expect(lender([{ acquire: 'db', key: 'own' }, { call: 'db', with: 'db' }, { release: 'db' }])).toEqual([]);
    expect(lender([{ begin: 'db' }, { write: 'db' }, { publish: 'mail', after: 'db' }, { commit: 'db' }])).toEqual([]);
    expect(lender([{ begin: 'mail' }])).toEqual([
      'routine[0].begin: "mail" → a wire to something that has transactions, as a database: mail is a service component',
    ]);
    expect(lender([{ acquire: 'mail' }])[0]).toBe(
      'routine[0].acquire: "mail" → a wire to something that lends connections, permits or locks: mail is a service component',
    );
    expect(lender([{ release: 'db' }])).toEqual(['routine[0].release: "db" → a lease: no step acquires one']);
    expect(lender([{ acquire: 'db', as: 'the-lock' }, { release: 'the-lokc' }, { release: 'db' }])).toEqual([
      'routine[1].release: "the-lokc" → the-lock? One of: the-lock',
      'routine[2].release: "db" → one of: the-lock',
    ]);
    expect(lender([{ acquire: 'db', as: 'My lock' }])).toEqual([
      'routine[0].as: "My lock" → a name: a lower-case letter, then letters, digits or hyphens',
    ]);
  });

  it('is described: every step and field in schema and reference', () => {
    const { definitions } = scenarioSchema() as {
      definitions: Record<string, { anyOf: { const?: string; properties?: Record<string, { description: string }> }[] }>;
    };
    const forms = definitions.routineStep.anyOf;
    const page = documentPages().find(({ id }) => id === 'routine')?.markdown ?? '';
    for (const { id, title, summary, alone, fields } of descriptions.steps) {
      expect(forms.some((form) => form.const === id)).toBe(alone ?? false);
      const form = forms.find(({ properties }) => properties && Object.hasOwn(properties, id));
      expect(Object.keys(form?.properties ?? {})).toEqual(Object.keys(fields));
      expect(page).toContain(`## ${title}`);
      expect(page).toContain(summary);
      for (const [key, field] of Object.entries(fields)) {
        expect(helpOf(field), `${id}.${key}`).toMatch(/\.$/);
        expect(form?.properties?.[key].description).toBe(helpOf(field));
        expect(page).toContain(helpOf(field));
      }
    }
  });
});

describe('a step that comes new', () => {
  const known = [...descriptions.steps];
  afterEach(() => {
    descriptions.steps.splice(0, descriptions.steps.length, ...known);
  });
  const words = { label: 'x', help: 'It is new.' };

  it('is read, held to its records and offered with no further line', () => {
    descriptions.steps.push({
      id: 'attempt',
      title: 'Attempt',
      summary: 'Does this, and that if it fails.',
      fields: {
        attempt: steps(words),
        catch: steps({ ...words, optional: true }),
        times: integer({ ...words, default: 1, min: 1, max: 5 }),
        of: list({ ...words, default: [], most: 2, item: { type: 'choice', default: 'error', options: { error: 'Error', shed: 'Shed' } } }),
        over: wire(words),
        operation: choice({ ...words, default: 'read', options: { read: 'Read', write: 'Write' } }),
      },
    });
    expect(problemsOf([{ attempt: [{ call: 'db' }], over: 'mail' }])).toEqual([]);
    expect(problemsOf([{ attempt: [{ call: 'nobody' }], over: 'fax' }])).toEqual([
      'routine[0].attempt[0].call: "nobody" → one of "calls": db, mail',
      'routine[0].over: "fax" → one of "calls": db, mail',
    ]);
    expect(problemsOf([{ attempt: [], over: 'db', times: 9, of: ['error', 'sheds', 'shed'], operation: 'reed' }])).toEqual([
      'routine[0].times: 9 → from 1 to 5',
      'routine[0].of: 3 entries → at most 2',
      'routine[0].of[1]: "sheds" → shed? One of: error, shed',
      'routine[0].operation: "reed" → read? One of: read, write',
    ]);
    expect(problemsOf([{ attempt: [] }])).toEqual(['routine[0].over: nothing → the name of a wire in "calls"']);
    const { definitions } = scenarioSchema() as { definitions: Record<string, { anyOf: { required?: string[] }[] }> };
    expect(definitions.routineStep.anyOf.at(-1)?.required).toEqual(['attempt', 'over']);
    const check = new Check();
    check.routine(
      'r',
      Array.from({ length: 3 }, () => ({ attempt: Array.from({ length: 30 }, () => 'work'), over: 'db' })),
    );
    expect(check.problems.map(({ path }) => path)).toEqual(['r[1].attempt[28]']);
  });
});
