import { describe, expect, it } from 'vitest';
import { topicOf } from '../../tools/lessons/attacked.ts';
import { compareNumbers } from '../../tools/lessons/numbers.ts';
import { ascends, orderOf } from '../../tools/lessons/order.ts';
import { unvouchedIn } from '../../tools/lessons/unvouched.ts';
import { givenAway, tooLong } from '../../tools/lessons/words.ts';
import { curated, curatedIds } from '../curated.ts';

const lessons = await Promise.all(curatedIds.map(async (id) => ({ id, scenario: await curated(id) })));
const read = lessons.filter(({ id, scenario }) => !topicOf(scenario).unread.includes(id));

describe.runIf(read.length > 0).each(read)('$id', ({ id, scenario }) => {
  it('says what its runs give', () => {
    const wrong = compareNumbers(scenario, false).filter(({ agrees }) => !agrees);
    expect(wrong.map(({ path, written, found, proposed, problem }) => ({ path, written, found, proposed, problem }))).toEqual([]);
  });

  it('has no number that nothing vouches for', () => {
    expect(unvouchedIn(scenario)).toEqual([]);
  });

  it('is short', () => {
    expect(tooLong(scenario)).toEqual([]);
  });

  it('does not give its first answer away in its summary', () => {
    expect(givenAway(scenario)).toEqual([]);
  });

  it('has a reply to every guess, and its choices in order', () => {
    scenario.story.forEach(({ ask, title }, step) => {
      if (!ask) return;
      for (const { text, because } of ask.choices) expect(because, `${title}: ${text}`).toMatch(/\.$/);
      expect(ascends(ask), title).toBe(true);
      expect(orderOf(id, scenario, step), title).toEqual(ask.choices.map((_, i) => i));
    });
  });
});

describe('questions with three choices, over the library', () => {
  const asks = lessons.flatMap(({ scenario }) => scenario.story.flatMap(({ ask }) => (ask?.choices.length === 3 ? [ask] : [])));

  it.skipIf(read.length < lessons.length).each([0, 1, 2])('have their right answer in place %d as often as in another', (place) => {
    const share = asks.filter(({ answer }) => answer === place).length / asks.length;
    expect(share).toBeGreaterThanOrEqual(0.25);
    expect(share).toBeLessThanOrEqual(0.4);
  });
});
