import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { withParam } from '../../src/scenario/edit.ts';
import { readScenario } from '../../src/scenario/read.ts';
import { armsOf } from '../../src/scenario/scenario.ts';
import { documentOf } from '../../src/scenario/write.ts';
import { perform } from '../../src/ui/build/perform.ts';
import { compareArm, selectArm } from '../../src/ui/store/arms.ts';
import { useDocument } from '../../src/ui/store/document.ts';
import { useSession } from '../../src/ui/store/session.ts';
import { BEGINNINGS, GESTURES, gesture, handOf } from './hands.ts';

/** What the page would say of the gestures, in order. */
const { notices } = vi.hoisted(() => ({ notices: [] as string[] }));
vi.mock('../../src/ui/notices.ts', () => ({ say: async (message: string) => void notices.push(message), unsay: async () => {} }));

const now = () => useDocument.getState().scenario;
const told = () => JSON.stringify(documentOf(now()));

/** What else is done on the page between gestures: arms copied and chosen, a slider dragged, a step taken back and made again. */
const ELSE: Readonly<Record<string, (draw: number) => void>> = {
  compare: () => compareArm(useSession.getState().arm),
  choose: (draw) => {
    const arms = armsOf(now());
    selectArm(arms[draw % arms.length].id);
  },
  drag: (draw) => {
    for (const seed of [draw + 2, draw + 3]) useDocument.getState().edit((scenario) => ({ ...scenario, seed }), 'drag the seed');
    useDocument.getState().settle();
  },
  load: (draw) => {
    const { arm } = useSession.getState();
    const client = Object.entries(now().components).find(([, { kind }]) => kind === 'client')?.[0];
    if (client)
      useDocument.getState().edit((scenario) => withParam(scenario, arm, `${client}.attemptTimeout`, 100 + (draw % 900), 'whole-run'));
  },
  undo: () => useDocument.getState().undo(),
  undoAndRedo: () => {
    useDocument.getState().undo();
    useDocument.getState().redo();
  },
};

describe('whatever a hand does on the page', () => {
  it.each(BEGINNINGS.slice(0, 3).concat(BEGINNINGS.slice(-1)))('to %s is taken back step by step, and made again', async (_, begin) => {
    const first = await begin();
    const step = fc.oneof(
      { weight: 3, arbitrary: gesture },
      fc.record({ other: fc.constantFrom(...Object.keys(ELSE)), draw: fc.nat(1_000) }),
    );
    fc.assert(
      fc.property(fc.array(step, { minLength: 6, maxLength: 14 }), (steps) => {
        useDocument.getState().open({ scenario: first, origin: null });
        useSession.getState().begin(Object.keys(first.components)[0] ?? '', 'base');
        notices.length = 0;
        const begun = told();
        for (const each of steps) {
          const before = useDocument.getState();
          const said = notices.length;
          if ('other' in each) ELSE[each.other](each.draw);
          else {
            const hand = handOf(each.draws);
            const made = perform((scenario) => GESTURES[each.kind](scenario, hand) ?? { why: 'There is nothing to do it to.' });
            // it is one step back, or none and the reason is said
            expect(useDocument.getState().past.length - before.past.length).toBe(now() === before.scenario ? 0 : 1);
            expect(notices.length).toBe(said + 1);
            if (!made) expect(now()).toBe(before.scenario);
          }
          const document = documentOf(now());
          expect(documentOf(readScenario(document))).toEqual(document);
          // whatever is chosen is there
          expect(armsOf(now()).map(({ id }) => id)).toContain(useSession.getState().arm);
        }
        const ended = told();
        const undone = useDocument.getState().future.length;
        const { undo, redo } = useDocument.getState();
        const way: string[] = [];
        for (let steps = useDocument.getState().past.length; steps > 0; steps--) {
          way.push(told());
          undo();
        }
        expect(told()).toBe(begun);
        expect(useDocument.getState()).toMatchObject({ past: [], edited: false });
        for (const document of way.toReversed()) {
          redo();
          expect(told()).toBe(document);
        }
        // what had been taken back on the way can still be made again
        expect([told(), useDocument.getState().future.length]).toEqual([ended, undone]);
      }),
      { numRuns: 5, seed: 5 },
    );
  });
});
