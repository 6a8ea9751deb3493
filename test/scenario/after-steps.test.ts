import { describe, expect, it } from 'vitest';
import { afterSteps, isMade, withStoryMoved } from '../../src/scenario/after-steps.ts';
import { withParam } from '../../src/scenario/edit.ts';
import { readScenario } from '../../src/scenario/read.ts';
import { sameScenario } from '../../src/scenario/same-scenario.ts';
import { BASE, type Scenario } from '../../src/scenario/scenario.ts';
import { effective, targetOf } from '../../src/scenario/setting.ts';
import { curated, curatedIds } from '../curated.ts';

const original = readScenario({
  format: 2,
  components: {
    shoppers: { kind: 'client', retryDelay: { kind: 'full-jitter', base: 100, cap: 1_000 }, calls: ['checkout'] },
    checkout: { kind: 'service', servers: 4 },
  },
  arms: [{ id: 'wide', title: 'Wide', set: { 'shoppers.retryDelay.cap': 5_000 } }],
  story: [
    { title: 'One', text: '' },
    { title: 'Two', text: '', set: { 'checkout.servers': 8 } },
    { title: 'Three', text: '', set: { 'shoppers.retryDelay': { kind: 'constant', delay: 50 }, 'shoppers.maxAttempts': 7 } },
    { title: 'Four', text: '', set: { 'checkout.servers': 4 } },
  ],
});
const set = (scenario: Scenario, path: string, value: unknown) => withParam(scenario, BASE, path, value, 'whole-run');
const at = ({ components }: Scenario, path: string) => {
  const target = targetOf(components, path);
  return target.kind === 'param' ? effective(target.param, target.value) : undefined;
};
const servers = (scenario: Scenario) => at(scenario, 'checkout.servers');

describe('from one place of a story to another', () => {
  it('its steps make their changes, and take them back to the very document', () => {
    const told = withStoryMoved(original, original, 0, 3);
    expect([servers(told), at(told, 'shoppers.maxAttempts')]).toEqual([8, 7]);
    expect(told.components.shoppers.retryDelay).toEqual({ kind: 'constant', delay: 50 });
    // the arm’s cap leads nowhere beside a constant delay, and is there again without it
    expect(told.arms[0].set).toEqual({});
    expect(withStoryMoved(original, told, 3, 0)).toBe(original);
    expect(withStoryMoved(original, told, 3, 2)).toEqual(afterSteps(original, 2));
  });

  it('what the reader has set stays, beside what the story changes', () => {
    const own = set(original, 'checkout.servers', 5);
    const told = withStoryMoved(original, own, 0, 3);
    expect([servers(told), at(told, 'shoppers.maxAttempts')]).toEqual([5, 7]);
    const back = withStoryMoved(original, set(told, 'shoppers.maxAttempts', 9), 3, 0);
    expect([servers(back), at(back, 'shoppers.maxAttempts'), back.components.shoppers.retryDelay]).toEqual([
      5,
      9,
      original.components.shoppers.retryDelay,
    ]);
  });

  it('what the reader has set as a later step will is the reader’s own', () => {
    const own = set(original, 'checkout.servers', 8);
    expect(servers(withStoryMoved(original, own, 0, 1))).toBe(8);
    expect(servers(withStoryMoved(original, own, 1, 0))).toBe(8);
  });

  it('what was undone is made again on the way on', () => {
    const undone = afterSteps(original, 1);
    expect(servers(withStoryMoved(original, undone, 2, 3))).toBe(8);
  });

  it('a part of a policy that the reader has set makes the policy the reader’s', () => {
    const own = set(original, 'shoppers.retryDelay.base', 200);
    expect(withStoryMoved(original, own, 0, 3).components.shoppers.retryDelay).toEqual({ kind: 'full-jitter', base: 200, cap: 1_000 });
  });

  it('a default that nobody has written comes back as one', () => {
    const edited = set(withStoryMoved(original, original, 0, 3), 'checkout.servers', 6);
    expect(withStoryMoved(original, edited, 3, 0).components.shoppers).not.toHaveProperty('maxAttempts');
  });

  it('steps of a document that is another by now change what is there', () => {
    const { checkout: _, ...components } = original.components;
    const without = { ...original, components: { shoppers: { ...components.shoppers, calls: [] } } } as Scenario;
    expect(at(withStoryMoved(original, without, 0, 4), 'shoppers.maxAttempts')).toBe(7);
    expect(withStoryMoved(without, original, 0, 4)).toBeDefined();
  });

  it('whether a step’s change is made is a matter of what it sets', () => {
    expect([1, 2, 3].map((step) => isMade(original, original, step))).toEqual([false, false, true]);
    expect(isMade(original, set(original, 'checkout.servers', 8), 1)).toBe(true);
    expect(isMade(original, original, 0)).toBe(true);
  });
});

describe('through every curated story and back', async () => {
  const all = await Promise.all(curatedIds.map(async (id) => ({ id, scenario: await curated(id) })));
  const changing = all.filter(({ scenario }) => scenario.story.some((step) => step.set));

  it.each(changing)('$id: nothing of it stays, and nothing of the reader is lost', ({ scenario }) => {
    const steps = Array.from({ length: scenario.story.length }, (_, i) => i);
    const seed = { ...scenario, seed: scenario.seed + 1 };
    let [told, edited] = [scenario, seed];
    for (const step of steps) {
      [told, edited] = [withStoryMoved(scenario, told, step, step + 1), withStoryMoved(scenario, edited, step, step + 1)];
      expect(sameScenario(edited, { ...told, seed: seed.seed }), `step ${step + 1}`).toBe(true);
      expect(isMade(scenario, edited, step)).toBe(true);
    }
    for (const step of steps.toReversed()) edited = withStoryMoved(scenario, edited, step + 1, step);
    expect(sameScenario(edited, seed)).toBe(true);
    expect(withStoryMoved(scenario, told, steps.length, 0)).toBe(scenario);
  });
});
