import { describe, expect, test } from 'vitest';
import '../../src/scenario/every-description.ts';
import type { ArmResult } from '../../src/host/client.ts';
import { type ArmPlan, planOf } from '../../src/scenario/arm.ts';
import { withParam } from '../../src/scenario/edit.ts';
import { movedParam } from '../../src/scenario/moved-param.ts';
import { readScenario } from '../../src/scenario/read.ts';
import { vainSentence } from '../../src/ui/inspector/VainNote.tsx';
import { Moves, type VainMove } from '../../src/ui/samples/moves.ts';
import { results } from '../../src/ui/samples/results.ts';

const shop = readScenario({
  format: 2,
  title: 'A shop',
  duration: 10_000,
  components: { shoppers: { kind: 'client', calls: ['checkout'] }, checkout: { kind: 'service', servers: 8 } },
});

/** The plan of the shop with parameters set. */
const planWith = (set: Readonly<Record<string, unknown>>): ArmPlan =>
  planOf(
    Object.entries(set).reduce((now, [path, value]) => withParam(now, 'base', path, value, 'whole-run'), shop),
    'base',
  );

/** A run of three bins in which one meter is charted and another is not. */
const run = (charted: number, other = 0, arm = 'base'): ArmResult =>
  ({
    arm,
    bins: 3,
    closedBins: 3,
    binWidth: 1,
    finished: true,
    series: [{ id: 'a.charted' }, { id: 'a.other' }],
    samples: Float64Array.of(1, charted, Number.NaN, 1, other, 1),
    whole: Float64Array.of(charted, other),
    fingerprint: `${charted} ${other}`,
  }) as unknown as ArmResult;

describe('the one parameter that two plans set otherwise', () => {
  const moved = (set: Readonly<Record<string, unknown>>) => {
    const found = movedParam(planWith({}), planWith(set));
    return found && [found.path, found.from, found.to];
  };

  test('is told with both values, what is left out at its default, and a part of a policy by its path', () => {
    expect(moved({ 'checkout.servers': 9 })).toEqual(['checkout.servers', 8, 9]);
    expect(moved({ 'shoppers.maxAttempts': 5 })).toEqual(['shoppers.maxAttempts', 3, 5]);
    expect(moved({ 'shoppers.arrival.rate': 7 })?.[0]).toBe('shoppers.arrival.rate');
    expect(moved({ 'shoppers.arrival': { kind: 'constant', rate: 7 } })?.[0]).toBe('shoppers.arrival');
  });

  test('there is none where nothing or more than one is otherwise', () => {
    expect(moved({})).toBeNull();
    expect(moved({ 'checkout.servers': 8 })).toBeNull();
    expect(moved({ 'checkout.servers': 9, 'shoppers.maxAttempts': 5 })).toBeNull();
    expect(movedParam(planWith({}), { ...planWith({ 'checkout.servers': 9 }), seed: 2 })).toBeNull();
  });
});

describe('of a parameter that was moved it is said that nothing came of it', () => {
  test('as long as no charted meter is otherwise than before the first of its moves', () => {
    const moves = new Moves();
    const said = () => {
      const vain = moves.inVain('checkout.servers', ['a.charted']);
      return vain && [vain.from, vain.to, vain.isSame];
    };
    moves.ended(run(5), planWith({}));
    expect(said()).toBeNull();
    moves.ended(run(5), planWith({ 'checkout.servers': 9 }));
    expect(said()).toEqual([8, 9, true]);
    // a meter without a chart
    moves.ended(run(5, 1), planWith({ 'checkout.servers': 20 }));
    expect(said()).toEqual([8, 20, false]);
    expect(moves.inVain('checkout.servers', ['a.charted'])?.others).toEqual([{ meter: 'a.other', from: 0, to: 1 }]);
    moves.ended(run(6, 1), planWith({ 'checkout.servers': 2 }));
    expect(said()).toBeNull();
    moves.ended(run(5), planWith({ 'checkout.servers': 30 }));
    expect(said()).toEqual([8, 30, true]);
    expect(moves.inVain('shoppers.maxAttempts', ['a.charted'])).toBeNull();
  });

  test('not of one that another was moved after', () => {
    const moves = new Moves();
    moves.ended(run(5), planWith({}));
    moves.ended(run(5), planWith({ 'checkout.servers': 9 }));
    moves.ended(run(5), planWith({ 'checkout.servers': 9, 'shoppers.maxAttempts': 5 }));
    expect(moves.inVain('checkout.servers', ['a.charted'])).toBeNull();
    expect(moves.inVain('shoppers.maxAttempts', ['a.charted'])?.to).toBe(5);
  });

  test('only if it is so in every arm', () => {
    const moves = new Moves();
    for (const arm of ['base', 'other']) moves.ended(run(5, 0, arm), planWith({}));
    moves.ended(run(5), planWith({ 'checkout.servers': 9 }));
    moves.ended(run(6, 0, 'other'), planWith({ 'checkout.servers': 9 }));
    expect(moves.inVain('checkout.servers', ['a.charted'])).toBeNull();
  });

  test('not behind a veil: that would tell what comes', () => {
    globalThis.window ??= { setTimeout: () => 0 } as unknown as Window & typeof globalThis;
    results.clear();
    results.accept(run(5), planWith({}));
    results.accept(run(5), planWith({ 'checkout.servers': 9 }));
    const told = () => [results.isMoved('checkout.servers'), results.inVain('checkout.servers', ['a.charted'])?.to];
    expect(told()).toEqual([true, 9]);
    results.setVeil({ until: 1 });
    expect(told()).toEqual([false, undefined]);
    results.setVeil(null);
    results.clear();
    expect(told()).toEqual([false, undefined]);
  });

  test('and what has changed without a chart, the two that have most, where figures say so', () => {
    const found = movedParam(planWith({}), planWith({ 'checkout.servers': 9 }))!;
    const said = (move: Partial<VainMove>) => vainSentence(shop, { ...found, isSame: false, others: [], ...move });
    expect(said({ isSame: true })).toBe('8 → 9: the run is the same, event for event.');
    expect(said({})).toBe('8 → 9: no chart has changed.');
    const others = [
      { meter: 'checkout.utilisation', from: 0.5, to: 0.4 },
      { meter: 'checkout.goodput', from: 10, to: 10.001 },
      { meter: 'checkout.servers', from: 8, to: 9 },
      { meter: 'checkout.queueLength', from: 1, to: 1.1 },
    ];
    expect(said({ others })).toBe(
      '8 → 9: no chart has changed. What has is not charted: Utilisation of checkout, 50\u202f% → 40\u202f%; Servers of checkout, 8\u202fservers → 9\u202fservers.',
    );
  });
});
