import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeLink, encodeLink } from '../../src/scenario/link.ts';
import { readScenario } from '../../src/scenario/read.ts';
import { type Chosen, chosenBy, lookingOf } from '../../src/ui/address/chosen.ts';

const step = (title: string, more: object = {}) => ({ title, text: 'Text.', ...more });
const ask = { question: 'Which?', choices: ['One', 'Two'], answer: 0 };
const scenario = readScenario({
  format: 2,
  components: { shoppers: { kind: 'client', calls: ['checkout'] }, checkout: { kind: 'service' } },
  arms: [
    { id: 'base', title: 'As it is' },
    { id: 'few', title: 'Few' },
    { id: 'many', title: 'Many' },
  ],
  story: [step('One', { ask }), step('Two', { arms: ['base', 'few'] }), step('Three', { ask, arms: ['few', 'many'] }), step('Four')],
});
const views = ['requests', 'numbers'];
const ids = ['base', 'few', 'many'];

/** What a receiver sees of what a sender chose. */
const received = (chosen: Chosen) => {
  const link = encodeLink({ scenario, origin: null, playhead: 0, fingerprint: '', ...lookingOf(scenario, chosen) });
  const { scenario: read, origin, ...looking } = decodeLink(link);
  return chosenBy(looking, read, views);
};

describe('what a reader has chosen', () => {
  it('is what whoever opens the link sees, whatever it is', () => {
    const chosen = fc.record({
      step: fc.nat({ max: 3 }),
      arm: fc.constantFrom(...ids),
      hidden: fc.subarray(ids, { maxLength: 2 }),
      component: fc.constantFrom('shoppers', 'checkout'),
      drawer: fc.constantFrom(null, ...views),
      request: fc.option(fc.nat({ max: 1e6 })),
      revealed: fc.subarray([0, 1, 2, 3]),
    });
    fc.assert(
      fc.property(chosen, ({ revealed, ...each }) => {
        const { revealed: lifted, ...rest } = received({ ...each, revealed });
        expect(rest).toEqual(each);
        // the veil of the step that is sent is as the sender had it; nothing is said of the others
        const asks = scenario.story[each.step].ask !== undefined;
        expect(lifted).toEqual(asks && !revealed.includes(each.step) ? [] : [each.step]);
      }),
    );
  });

  it('is the form after the last step, with all arms but while that step asks', () => {
    const yours = ['shoppers.attemptTimeout', 'shoppers.maxAttempts', 'checkout.servers'].map((path) => ({ path }));
    const having = { ...scenario, story: scenario.story.slice(0, 3), yours };
    const first = { step: 3, arm: 'base', hidden: [], component: 'shoppers', drawer: null, request: null };
    const sent = (chosen: Chosen) => {
      const looking = lookingOf(having, chosen);
      const link = encodeLink({ scenario: having, origin: null, playhead: 0, fingerprint: '', ...looking });
      const { scenario: read, origin, ...received } = decodeLink(link);
      return { looking, received: chosenBy(received, read, views) };
    };
    expect(sent({ ...first, revealed: [2] })).toEqual({ looking: { arm: 'base', step: 3 }, received: { ...first, revealed: [2] } });
    const asked = { ...first, arm: 'few', hidden: ['base'], revealed: [] };
    expect(sent(asked)).toEqual({ looking: { arm: 'few', step: 3, shown: ['few', 'many'], veil: [] }, received: asked });
    expect(chosenBy({ playhead: 0, fingerprint: '', arm: 'base', step: 39 }, having, views).step).toBe(3);
    expect(chosenBy({ playhead: 0, fingerprint: '', arm: 'base', step: 3 }, { ...having, yours: undefined }, views).step).toBe(2);
  });

  it('is a challenge, where the scenario is one: the arm that is worked on, and no veil', () => {
    const task = { ...scenario, challenge: { brief: 'Do it.', hints: ['So.'] } };
    const first = { step: 0, arm: 'base', hidden: ['few', 'many'], component: 'shoppers', drawer: null, request: null, revealed: [] };
    const looking = lookingOf(task, { ...first, challenge: 'on' });
    expect(looking).toEqual({ arm: 'base', challenge: true });
    const link = encodeLink({ scenario: task, origin: null, playhead: 0, fingerprint: '', ...looking });
    const { scenario: read, origin, ...sent } = decodeLink(link);
    expect(chosenBy(sent, read, views)).toEqual({ ...first, challenge: 'on' });
    // another scenario has no such thing to open
    expect('challenge' in chosenBy(sent, scenario, views)).toBe(false);
    expect(lookingOf(task, { ...first, challenge: 'passed', revealed: [0] })).toEqual({ arm: 'base', shown: ['base'] });
  });

  it('costs nothing where it is as a first visit has it', () => {
    const first = { step: 0, arm: 'base', hidden: [], component: 'shoppers', drawer: null, request: null, revealed: [0] };
    expect(lookingOf(scenario, first)).toEqual({ arm: 'base' });
    expect(lookingOf(scenario, { ...first, step: 1, hidden: ['many'] })).toEqual({ arm: 'base', step: 1 });
  });

  it('of older links, which say little, is as it was: the arms of the first step, all where another arm is followed', () => {
    const old = { playhead: 0, fingerprint: '' };
    expect(chosenBy({ ...old, arm: 'base' }, scenario, views)).toMatchObject({ step: 0, arm: 'base', hidden: [], revealed: [0] });
    expect(chosenBy({ ...old, arm: 'many' }, scenario, views)).toMatchObject({ arm: 'many', hidden: [] });
    // the base is not among the arms of the third step
    expect(chosenBy({ ...old, arm: 'base', step: 2 }, scenario, views)).toMatchObject({ arm: 'few', hidden: ['base'] });
  });

  it('is not believed where it is not there', () => {
    const hostile = { playhead: 0, fingerprint: '', arm: 'base', view: 'constructor', step: 39 };
    expect(chosenBy(hostile, scenario, views)).toMatchObject({ drawer: null, step: 3 });
    expect(chosenBy(hostile, { ...scenario, story: [] }, views).step).toBe(0);
  });
});
