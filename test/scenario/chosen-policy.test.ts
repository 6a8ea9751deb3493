import { describe, expect, it } from 'vitest';
import { planOf } from '../../src/scenario/arm.ts';
import { chosenPolicy } from '../../src/scenario/chosen-policy.ts';
import { policiesOf } from '../../src/scenario/descriptions.ts';
import { withParam } from '../../src/scenario/edit.ts';
import { readScenario } from '../../src/scenario/read.ts';
import { BASE, type Scenario } from '../../src/scenario/scenario.ts';
import { targetOf } from '../../src/scenario/setting.ts';
import { documentOf } from '../../src/scenario/write.ts';
import { missedIn } from '../../tools/lessons/attacked.ts';
import { curated } from '../curated.ts';

/** What the page puts in the base where another algorithm is chosen at a path. */
function chosen(scenario: Scenario, path: string, kind: string) {
  const target = targetOf(scenario.components, path);
  if (target.kind !== 'param' || target.param.type !== 'policy') throw new Error(`there is no algorithm at ${path}`);
  return chosenPolicy(scenario, path, target.param, target.value as { kind: string }, kind);
}

const scenario = readScenario({
  format: 2,
  components: {
    shoppers: {
      kind: 'client',
      arrival: { kind: 'constant', rate: 9.5 },
      retryDelay: { kind: 'exponential', base: 300 },
      calls: ['gate'],
    },
    gate: { kind: 'gateway', limiter: { kind: 'token-bucket', rate: 30, burst: 7 }, calls: ['shop'] },
    shop: { kind: 'service', autoscaling: { kind: 'by-utilisation', target: 0.5 } },
  },
  arms: [
    { id: 'wide', title: 'Wide', set: { 'shoppers.retryDelay': { kind: 'full-jitter', base: 100, cap: 9_000 } } },
    { id: 'wider', title: 'Wider', set: { 'shoppers.retryDelay': { kind: 'full-jitter', base: 100, cap: 12_000 } } },
  ],
});

describe('another algorithm in the place of one', () => {
  it('keeps what both have, is else as the first arm that has it, and else at its defaults', () => {
    expect(chosen(scenario, 'shoppers.retryDelay', 'full-jitter')).toEqual({ kind: 'full-jitter', base: 300, cap: 9_000 });
    expect(chosen(scenario, 'shoppers.retryDelay', 'equal-jitter')).toEqual({ kind: 'equal-jitter', base: 300 });
    expect(chosen(scenario, 'shoppers.arrival', 'poisson')).toEqual({ kind: 'poisson', rate: 9.5 });
    expect(chosen(scenario, 'gate.limiter', 'priority-reserve')).toEqual({ kind: 'priority-reserve', rate: 30, burst: 7 });
  });

  it('does not take what is called the same for the same quantity', () => {
    const policy = chosen(scenario, 'shop.autoscaling', 'by-length');
    expect(policy).toEqual({ kind: 'by-length' });
  });

  it('is one that can be read, whichever it is', async () => {
    for (const each of [scenario, await curated('record-not-found'), await curated('stampede')])
      for (const [id, doc] of Object.entries(each.components))
        for (const name of Object.keys(doc)) {
          const target = targetOf(each.components, `${id}.${name}`);
          if (target.kind !== 'param' || target.param.type !== 'policy') continue;
          for (const { id: kind } of policiesOf(target.param)) {
            if (kind === 'replayed' || kind === 'recorded') continue;
            const edited = withParam(each, BASE, `${id}.${name}`, chosen(each, `${id}.${name}`, kind), 'whole-run');
            expect(() => readScenario(documentOf(edited)), `${id}.${name} ${kind}`).not.toThrow();
          }
        }
  });

  it('after the commit: some still die between the two, so the goals of that lesson are not reached by a click', async () => {
    const lesson = await curated('record-not-found');
    const policy = chosen(lesson, 'jobs.enqueueing', 'after-commit');
    const edited = withParam(lesson, BASE, 'jobs.enqueueing', policy, 'whole-run');
    expect(planOf(edited, BASE).components).toEqual(planOf(lesson, 'after').components);
    expect(missedIn(edited)).toContain('No order goes without a mail.');
  });
});
