import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isRefused } from '../../src/scenario/edit/gesture.ts';
import { decodeLink, encodeLink } from '../../src/scenario/link.ts';
import { documentOf } from '../../src/scenario/write.ts';
import { BEGINNINGS, GESTURES, gesture, handOf, lawful } from './hands.ts';

/** How often each gesture has been made. */
const made = new Map(Object.keys(GESTURES).map((kind) => [kind, 0]));

describe('whatever a hand does', () => {
  it.each(BEGINNINGS.map(([name, begin], i) => [name, begin, i] as const))(
    'to %s: the document is legal, runs, is written and read, and travels',
    async (_, begin, i) => {
      const first = await begin();
      fc.assert(
        fc.property(fc.array(gesture, { minLength: 8, maxLength: 14 }), (gestures) => {
          let scenario = first;
          const done: string[] = [];
          for (const { kind, draws } of gestures) {
            const before = JSON.stringify(scenario);
            const result = GESTURES[kind](scenario, handOf(draws));
            // pure: what was there before is there to go back to
            expect(JSON.stringify(scenario)).toBe(before);
            if (result === null) continue;
            expect(isRefused(result) ? result.why : result.said).toMatch(/^\S.*\.$/);
            if (isRefused(result)) continue;
            done.push(`${kind}: ${result.said}`);
            made.set(kind, made.get(kind)! + 1);
            scenario = result.scenario;
            lawful(scenario, done.join(' '));
          }
          const { scenario: travelled } = decodeLink(encodeLink({ scenario, origin: null } as never));
          expect(documentOf(travelled)).toEqual(documentOf(scenario));
        }),
        // other gestures for each
        { numRuns: 6, seed: 7 + i },
      );
    },
  );

  it('has been tried of each kind', () => {
    for (const [kind, count] of made) expect(count, kind).toBeGreaterThan(2);
  });
});
