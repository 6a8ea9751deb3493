import { describe, expect, test } from 'vitest';
import '../../src/scenario/every-description.ts';
import { isLesson } from '../../src/scenario/lesson.ts';
import { library } from '../../src/ui/library/catalogue.ts';
import { entryOf } from '../../src/ui/library/entry.ts';
import { Finder } from '../../src/ui/library/Finder.ts';
import { hitsIn, type Piece, piecesOf } from '../../src/ui/library/pieces.ts';
import { searchFileOf } from '../../src/ui/library/searchFile.ts';
import { synonyms, synonymsIn } from '../../src/ui/library/synonyms.ts';
import { formOf } from '../../src/ui/library/terms.ts';
import { curated, curatedIds } from '../curated.ts';

const scenarios = new Map(await Promise.all(curatedIds.map(async (id) => [id, await curated(id)] as const)));
/** As the page gets it. */
const file = JSON.parse(JSON.stringify(searchFileOf(scenarios)));
const finder = new Finder(file, library);

const found = (question: string) => finder.answer(question)?.found.map(({ entry }) => entry.id) ?? [];
const shown = (pieces: readonly Piece[]) => pieces.map(({ text, hit }) => (hit ? `[${text}]` : text)).join('');

/** Why a scenario was found, as it is read. */
function why(question: string, id: string): readonly string[] {
  const one = finder.answer(question)!.found.find(({ entry }) => entry.id === id)!;
  const { title, summary, reasons } = finder.why(one);
  return [shown(title), shown(summary), ...reasons.map(({ where, pieces }) => `${where}: ${shown(pieces)}`)];
}

describe('searching the library', () => {
  // each of these found nothing when a teacher tried it
  test.each([
    ['circuit breaker', 'metastable-failure'],
    ['thundering', 'stampede'],
    ['thundering herd', 'stampede'],
    ['idempotency', 'the-zombie-commits-twice'],
    ['visibility timeout', 'the-lease-shorter-than-the-job'],
    ['dead letter', 'the-poison-job'],
    ['cache stampede', 'stampede'],
    ['load shedding', 'the-leaky-queue'],
    ['backpressure', 'the-adaptive-limiter'],
    ['429', 'retry-after-herd'],
    ['redis', 'the-store-is-down'],
    ['kafka', 'acknowledge-early-lose-what-is-in-flight'],
    ['sqs', 'the-lease-shorter-than-the-job'],
    ['celery', 'done-twice-at-its-time'],
    ['resilience4j', 'half-open-for-ever'],
    ['sidekiq', '25-retries-for-a-400'],
    ['memcached', 'stale-for-the-whole-ttl'],
    ['outbox', 'record-not-found'],
    ['autoscal', 'scaling-out-melts-the-database'],
    ['hedging', 'retry-storm'],
    ['stmpede', 'stampede'],
  ])('“%s” finds what belongs to it among the first', (question, id) => {
    const place = found(question).indexOf(id);
    expect(place, found(question).join()).toBeGreaterThanOrEqual(0);
    expect(place, found(question).slice(0, 6).join()).toBeLessThan(6);
  });

  test('a typing error finds what was meant: a letter too few, too many, wrong, or two changed over', () => {
    for (const typed of ['stampde', 'stampeede', 'stanpede', 'stamepde']) expect(found(typed)[0], typed).toBe('stampede');
    expect(found('retires').slice(0, 2)).toEqual(['retry-storm', 'three-layers-of-retries']);
    // what is there as it stands is meant so
    for (const { terms } of finder.answer('stale')!.found) for (const term of terms.get('stale')!) expect(term).toMatch(/^stal/);
    expect(found('xqzwv')).toEqual([]);
  });

  test('while a word is typed it finds what it will find, and the forms of a word are one', () => {
    for (const typed of ['stam', 'stampe', 'stampedes']) expect(found(typed)[0], typed).toBe('stampede');
    for (const typed of ['cache', 'caches', 'cached', 'caching']) expect(formOf(typed)).toBe('cach');
    for (const typed of ['retry', 'retries', 'retried']) expect(formOf(typed)).toBe('retry');
    expect([formOf('shed'), formOf('shedding'), formOf('dropped')]).toEqual(['shed', 'shed', 'drop']);
  });

  test('all words have to be there; where they are not, it says so and which is nowhere', () => {
    expect(found('belady caching')[0]).toBe('belady-anomaly');
    const some = finder.answer('stampede xqzwv')!;
    expect([some.all, some.unknown, some.found[0].entry.id]).toEqual([false, ['xqzwv'], 'stampede']);
    const apart = finder.answer('fencing belady')!;
    expect([apart.all, apart.unknown]).toEqual([false, []]);
    expect([finder.answer(''), finder.answer(' the of ')]).toEqual([null, null]);
  });

  test('it says why: in title and summary, in the story, by another name, as a rule, a product or a control', () => {
    expect(why('hot keys', 'the-hot-key')[0]).toBe('The [hot] [key]');
    expect(why('bulkhead', 'the-limit-that-never-triggers').join('\n')).toMatch(/^Step \d, .+: .*\[bulkhead\]/m);
    expect(why('dogpile', 'stampede')).toContain('Close to “dogpile”: [Stampede]');
    expect(why('outbox', 'record-not-found')).toContain('Rule: Enqueueing: [Outbox]');
    expect(why('bullmq', 'the-lease-shorter-than-the-job')).toContain('Can be set as: [BullMQ]');
    expect(why('envoy', 'retry-storm')).toContain('Control: Retry budget: Concurrency ratio ([Envoy])');
  });

  test('every word that is found can be told where, and no answer is told before its question', () => {
    const answers = [...scenarios.values()].flatMap(({ story }) =>
      story.flatMap(({ ask }) => [ask?.why, ...(ask?.choices ?? []).map(({ because }) => because)].filter((text) => text !== undefined)),
    );
    for (const question of ['belady', 'little', 'amdahl', 'uniform', 'memcache facebook', 'poisson']) {
      for (const one of finder.answer(question)!.found) {
        const { title, summary, reasons } = finder.why(one);
        const marks = [...title, ...summary, ...reasons.flatMap(({ pieces }) => pieces)].filter(({ hit }) => hit);
        expect(marks.length + reasons.filter(({ where }) => where === 'In an answer of its story').length, one.entry.id).toBeGreaterThan(0);
        for (const { pieces } of reasons) {
          const text = shown(pieces).replace(/^… | …$|[[\]]/g, '');
          expect(text.length > 30 && answers.some((answer) => answer.replace(/[*`]/g, '').includes(text)), text).toBe(false);
        }
      }
    }
  });
});

test('every line of synonyms is of use: our words are said somewhere, and all of theirs find something', () => {
  const said = { story: new Set<string>(), parts: new Set<string>() };
  for (const { title, summary } of library)
    for (const { synonym } of synonymsIn(`${title}. ${summary}`, 'story')) said.story.add(synonym.ours);
  for (const { story, policies } of Object.values<{ story: { title: string; text: string }[]; policies: string[] }>(file.texts))
    for (const text of [...story.map((step) => `${step.title}. ${step.text}`), ...policies])
      for (const { synonym } of synonymsIn(text, 'story')) said.story.add(synonym.ours);
  for (const { title } of Object.values<{ title: string }>(file.kinds))
    for (const { synonym } of synonymsIn(title, 'parts')) said.parts.add(synonym.ours);
  for (const group of ['story', 'parts'] as const) {
    expect(synonyms[group].map(({ ours }) => ours).filter((ours) => !said[group].has(ours))).toEqual([]);
    for (const { theirs } of synonyms[group]) for (const name of theirs) expect(finder.answer(name)?.all, name).toBe(true);
  }
});

test('a long text is cut around the place with most of the words, at the edges of words', () => {
  const text =
    `${'so it goes '.repeat(20)}a token here, ${'and on '.repeat(30)}then a token in a bucket that leaks, ${'and on '.repeat(30)}`.trim();
  const wanted = new Map([
    [formOf('token'), 'token'],
    [formOf('bucket'), 'bucket'],
  ]);
  const cut = shown(piecesOf(text, hitsIn(text, wanted), true));
  expect(cut).toMatch(/^… (?:and on )+then a \[token\] in a \[bucket\] that leaks, (?:and on )*(?:and|on)? …$/);
  expect(cut.length).toBeLessThan(170);
  expect(shown(piecesOf('A token.', hitsIn('A token.', wanted), true))).toBe('A [token].');
});

test('minutes are reading, looking, guessing and reaching goals', () => {
  const words = (count: number) => Array.from({ length: count }, () => 'word').join(' ');
  const base = { title: 'T', summary: 'S.', topic: 'jobs', level: 'core' } as const;
  const ask = { question: words(10), choices: [{ text: words(5) }, { text: words(5) }], answer: 0, why: words(80) };
  const story = [{ title: 'One', text: words(300), ask }, ...[1, 2].map((n) => ({ title: `${n}`, text: words(0) }))];
  // 400 words in 2 min, three looks in 1, a guess in ½, and 2 for the goals
  expect(entryOf('x', { ...base, story, goals: [{}] as never })).toMatchObject({ minutes: 6, steps: 3, level: 'core' });
  expect(entryOf('x', { ...base, story })).toMatchObject({ minutes: 4 });
});

test('every lesson says how much it takes, each topic begins with an introduction, and its last step can be settled', () => {
  const lessons = library.filter(isLesson);
  for (const { id, level, minutes } of lessons) {
    expect(level, id).toBeDefined();
    expect(minutes).toBeGreaterThanOrEqual(4);
    expect(minutes).toBeLessThanOrEqual(15);
  }
  for (const { id } of library) {
    // one that asks nothing is settled by looking or by going on
    const last = scenarios.get(id)!.story.at(-1)!;
    expect(last.ask !== undefined || last.at !== undefined || last.set !== undefined, id).toBe(true);
  }
  for (const topic of new Set(lessons.map((entry) => entry.topic)))
    expect(lessons.find((entry) => entry.topic === topic)!.level, topic).toBe('introduction');
});
