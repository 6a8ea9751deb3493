import { describe, expect, it } from 'vitest';
import { componentsAt, planOf } from '../../src/scenario/arm.ts';
import {
  differsByArm,
  withArmCopied,
  withArmTitle,
  withChangeMoved,
  withoutArm,
  withoutChange,
  withParam,
  withPreset,
} from '../../src/scenario/edit.ts';
import { readScenario } from '../../src/scenario/read.ts';
import { armsOf } from '../../src/scenario/scenario.ts';
import { targetOf } from '../../src/scenario/setting.ts';
import { documentOf } from '../../src/scenario/write.ts';

const scenario = readScenario({
  format: 1,
  duration: 10_000,
  components: {
    shoppers: { kind: 'client', calls: ['checkout'] },
    checkout: { kind: 'service' },
  },
  changes: [{ at: 4_000, set: { 'checkout.fault': { kind: 'slow', factor: 3 } } }],
  arms: [{ id: 'eager', title: 'Eager', set: { 'shoppers.retryDelay': { kind: 'constant', delay: 50 } } }],
  claims: [{ text: 'x', arm: 'eager', meter: 'shoppers.goodput', is: '>', than: 0 }],
});

const settingIn = (document: typeof scenario, arm: string, path: string, at = 0) => {
  const target = targetOf(componentsAt(document, arm, at), path);
  return target.kind === 'param' ? target.value : target;
};

describe('an edit', () => {
  it('of the whole run changes the starting value, in the base for every arm that does not say otherwise', () => {
    const edited = withParam(scenario, 'base', 'checkout.servers', 25, 'whole-run');
    expect(settingIn(edited, 'base', 'checkout.servers')).toBe(25);
    expect(settingIn(edited, 'eager', 'checkout.servers')).toBe(25);
    expect(edited.changes).toBe(scenario.changes);
  });

  it('of one arm leaves the others alone', () => {
    const edited = withParam(scenario, 'eager', 'checkout.servers', 25, 'whole-run');
    expect(settingIn(edited, 'base', 'checkout.servers')).toBe(10);
    expect(settingIn(edited, 'eager', 'checkout.servers')).toBe(25);
    expect(differsByArm(edited, 'checkout.servers')).toBe(true);
    expect(differsByArm(scenario, 'checkout.servers')).toBe(false);
  });

  it('from a moment on appends a change and leaves the past as it was', () => {
    const edited = withParam(scenario, 'base', 'checkout.servers', 25, { from: 2_500 });
    expect(edited.changes.map(({ at }) => at)).toEqual([2_500, 4_000]);
    expect(settingIn(edited, 'base', 'checkout.servers', 2_499)).toBe(10);
    expect(settingIn(edited, 'base', 'checkout.servers', 2_500)).toBe(25);
  });

  it('is one change for one moment, however often the hand moves', () => {
    let edited = scenario;
    for (const servers of [11, 12, 13]) edited = withParam(edited, 'base', 'checkout.servers', servers, { from: 2_500 });
    expect(edited.changes).toHaveLength(2);
    expect(edited.changes[0].set).toEqual({ 'checkout.servers': 13 });
  });

  it('from time 0 on is an edit of the whole run', () => {
    expect(withParam(scenario, 'base', 'checkout.servers', 25, { from: 0 }).changes).toHaveLength(1);
  });

  it('of a parameter inside a policy keeps the policy’s other parameters', () => {
    const edited = withParam(scenario, 'eager', 'shoppers.retryDelay.delay', 80, 'whole-run');
    expect(settingIn(edited, 'eager', 'shoppers.retryDelay')).toEqual({ kind: 'constant', delay: 80 });
    const inBase = withParam(scenario, 'base', 'shoppers.retryDelay.base', 5, 'whole-run');
    expect(settingIn(inBase, 'base', 'shoppers.retryDelay')).toEqual({ kind: 'full-jitter', base: 5 });
  });

  it('that swaps a policy drops settings that lead nowhere any more, and only those', () => {
    const tuned = withParam(
      withParam(scenario, 'eager', 'checkout.fault', { kind: 'none' }, 'whole-run'),
      'base',
      'checkout.fault.factor',
      9,
      { from: 6_000 },
    );
    expect(tuned.changes).toHaveLength(2);
    const edited = { ...withParam(tuned, 'base', 'checkout.servers', 3, 'whole-run'), changes: tuned.changes.slice(1) };
    const swapped = withParam(edited, 'base', 'checkout.fault', { kind: 'hang' }, 'whole-run');
    expect(swapped.changes).toEqual([]);
    expect(() => readScenario(documentOf(swapped))).not.toThrow();
  });

  it('leaves a document that can be read again', () => {
    let edited = withParam(scenario, 'eager', 'shoppers.retryDelay', { kind: 'none' }, { from: 3_000 });
    edited = withParam(edited, 'base', 'shoppers.arrival', { kind: 'closed-loop' }, 'whole-run');
    edited = withParam(edited, 'base', 'shoppers.arrival.thinkTime.mean', 20, 'whole-run');
    expect(readScenario(documentOf(edited))).toEqual(edited);
  });
});

describe('changes', () => {
  it('move within the run, and go', () => {
    expect(withChangeMoved(scenario, 'base', 0, 99_999).changes[0].at).toBe(10_000);
    expect(withChangeMoved(scenario, 'base', 0, -5).changes[0].at).toBe(0);
    expect(withoutChange(scenario, 'base', 0).changes).toEqual([]);
  });

  it('of an arm come after those of the base where times are equal', () => {
    const edited = withParam(scenario, 'eager', 'checkout.fault', { kind: 'hang' }, { from: 4_000 });
    expect(planOf(edited, 'eager').changes.map(({ set }) => set)).toEqual([
      { 'checkout.fault': { kind: 'slow', factor: 3 } },
      { 'checkout.fault': { kind: 'hang' } },
    ]);
  });

  it('that are spread out have come so far at a moment', () => {
    const ramp = { ...scenario, changes: [{ at: 1_000, over: 2_000, set: { 'shoppers.arrival.rate': 300 } }] };
    expect(settingIn(ramp, 'base', 'shoppers.arrival.rate', 1_000)).toBe(100);
    expect(settingIn(ramp, 'base', 'shoppers.arrival.rate', 2_000)).toBe(200);
    expect(settingIn(ramp, 'base', 'shoppers.arrival.rate', 3_000)).toBe(300);
  });
});

describe('arms', () => {
  it('are copied with everything that makes them', () => {
    const copied = withArmCopied(scenario, 'eager');
    expect(copied?.scenario.arms.find(({ id }) => id === copied.id)?.set).toEqual({
      'shoppers.retryDelay': { kind: 'constant', delay: 50 },
    });
    expect(armsOf(copied?.scenario ?? scenario)[0]).toMatchObject({ id: 'base', title: 'As it was' });
  });

  it('are no more than a picture holds', () => {
    let current = scenario;
    for (let i = 0; i < 10; i++) current = withArmCopied(current, 'base')?.scenario ?? current;
    expect(armsOf(current)).toHaveLength(6);
    expect(() => readScenario(documentOf(current))).not.toThrow();
  });

  it('go with the claims about them, and can be renamed, the base too', () => {
    expect(withoutArm(scenario, 'eager')).toMatchObject({ arms: [], claims: [] });
    const told = readScenario({
      ...documentOf(scenario),
      story: [
        {
          title: 'One',
          text: 'From [9](shoppers.goodput@eager) to [8](shoppers.goodput / shoppers.goodput@eager) of [7](shoppers.goodput).',
          fold: { title: 'Sum', text: '[6](first shoppers.goodput@eager > 1)' },
          ask: { question: 'How?', choices: ['So', { text: 'Not', because: '[5](shoppers.goodput@eager)' }], answer: 0 },
          arms: ['base', 'eager'],
        },
        { title: 'Two', text: '', arms: ['eager'] },
      ],
      keep: [{ text: 'x', arm: 'eager', meter: 'shoppers.goodput', is: '>', than: 0 }],
    });
    const { story, keep } = withoutArm(told, 'eager');
    expect([story[0].text, story[0].arms, keep]).toEqual(['From 9 to 8 of [7](shoppers.goodput).', ['base'], []]);
    expect([story[0].fold?.text, story[0].ask?.choices[1].because, 'arms' in story[1]]).toEqual(['6', '5', false]);
    // it can still be given to others
    expect(() => readScenario(documentOf(withoutArm(told, 'eager')))).not.toThrow();
    expect(armsOf(withArmTitle(scenario, 'base', 'Calm'))[0].title).toBe('Calm');
    expect(armsOf(withArmTitle(scenario, 'eager', 'Pushy'))[1].title).toBe('Pushy');
  });
});

describe('a preset', () => {
  const jobs = readScenario({
    format: 1,
    duration: 10_000,
    components: {
      shop: { kind: 'client', calls: ['mails'] },
      mails: { kind: 'job-queue', title: 'Mails', visibilityTimeout: 7_000, mostAttempts: 9, calls: ['mailers'] },
      mailers: { kind: 'workers' },
    },
    arms: [{ id: 'once', title: 'Once', set: { 'mails.mostAttempts': 1 } }],
  });
  const values = { visibilityTimeout: 2_000, retryDelay: { kind: 'constant', delay: 50 } };

  it('sets its values, takes the others back to their defaults, and leaves title and wires', () => {
    const edited = withPreset(jobs, 'base', 'mails', { values }, 'whole-run');
    expect(documentOf(edited).components).toMatchObject({ mails: { kind: 'job-queue', title: 'Mails', calls: ['mailers'], ...values } });
    expect(settingIn(edited, 'base', 'mails.mostAttempts')).toBe(5);
    expect(settingIn(edited, 'once', 'mails.mostAttempts')).toBe(1);
    expect(edited.components.mailers).toBe(jobs.components.mailers);
  });

  it('that is about some parameters leaves the others as they are', () => {
    const edited = withPreset(jobs, 'base', 'mails', { values, about: ['retryDelay', 'mostAttempts'] }, 'whole-run');
    expect(settingIn(edited, 'base', 'mails.mostAttempts')).toBe(5);
    expect(settingIn(edited, 'base', 'mails.retryDelay')).toEqual(values.retryDelay);
    expect(settingIn(edited, 'base', 'mails.visibilityTimeout')).toBe(7_000);
  });

  it('of an arm leaves the others alone', () => {
    const edited = withPreset(jobs, 'once', 'mails', { values }, 'whole-run');
    expect(edited.components).toBe(jobs.components);
    expect(settingIn(edited, 'once', 'mails.mostAttempts')).toBe(5);
    expect(settingIn(edited, 'once', 'mails.visibilityTimeout')).toBe(2_000);
  });

  it('from a moment on is one change', () => {
    const edited = withPreset(jobs, 'base', 'mails', { values }, { from: 3_000 });
    expect(edited.changes).toEqual(
      [{ at: 3_000, set: { ...values, mostAttempts: 5 } }].map(({ at, set }) => ({
        at,
        set: Object.fromEntries(Object.entries(set).map(([name, value]) => [`mails.${name}`, value])),
      })),
    );
  });
});
