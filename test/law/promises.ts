import { describe, expect, test } from 'vitest';
import { laws as sharedLaws } from '../../src/sim/law/index.ts';
import type { SeamLaws } from '../../src/sim/law/law.ts';
import type { Seams } from '../../src/sim/param/param.ts';
import { type AnyPolicy, promisesOf } from '../../src/sim/policy/policy.ts';
import { seams } from '../../src/sim/policy/seams.ts';
import { chosen } from '../chosen.ts';

/** A policy as a scenario would say it: durations in ms, what is left out at its default. */
export interface Document {
  kind: string;
  [param: string]: unknown;
}

/** A policy with its defaults or with one of its examples. */
export interface Subject<Seam extends keyof Seams> {
  readonly document: Document;
  readonly policy: Seams[Seam]['policy'];
  /** Its own: a law may change them. */
  readonly params: Seams[Seam]['params'];
}

/** By promise what a test holds to it, beside what `sim/law` says of it, which `laws.test.ts` holds every policy to. */
export type Laws<Seam extends keyof Seams, Promises extends string> = Readonly<Partial<Record<Promises, (subject: Subject<Seam>) => void>>>;

/** A policy with its defaults, and with every example. */
export const documentsOf = ({ id, examples = [] }: AnyPolicy): Document[] => [
  { kind: id },
  ...examples.map((each) => ({ kind: id, ...each })),
];

/** Every policy of a seam with its defaults, and with every example. */
export const documentsIn = (seam: keyof Seams): Document[] => seams[seam].catalogue.flatMap(documentsOf);

/** The same by name, for `describe.each`. */
export const namedIn = (seam: keyof Seams) => documentsIn(seam).map((document) => [JSON.stringify(document), document] as const);

/** What a document's policy promises with what the document says. */
export function promisesIn(seam: keyof Seams, document: Document): readonly string[] {
  const { policy, params } = chosen(seam, document);
  return promisesOf(policy, params);
}

export const subjectOf = <Seam extends keyof Seams>(seam: Seam, document: Document): Subject<Seam> => {
  const { policy, params } = chosen(seam, document);
  return { document, policy, params };
};

/** The promises that `sim/law` has laws for: a law is called as the promise. */
const sharedPromises = (seam: keyof Seams) =>
  (sharedLaws[seam] as unknown as SeamLaws).experiments.flatMap(({ laws }) => Object.keys(laws));

/** Holds every policy of a seam to what it promises, with its defaults and with every example. */
export function holdToPromises<Seam extends keyof Seams, Promises extends string>(seam: Seam, laws: Laws<Seam, Promises>): void {
  describe(`what each policy of ${seam} promises`, () => {
    test('is something, and no more than there are laws for', () => {
      for (const policy of seams[seam].catalogue) {
        const promises = documentsOf(policy).map((document) => promisesIn(seam, document));
        expect(promises[0], `${seam}/${policy.id} with its defaults`).not.toEqual([]);
        for (const promise of promises.flat())
          expect([...Object.keys(laws), ...sharedPromises(seam)], `${seam}/${policy.id}`).toContain(promise);
      }
    });

    // what has no law fails above
    for (const document of documentsIn(seam))
      for (const promise of promisesIn(seam, document))
        if (promise in laws) test(`${JSON.stringify(document)}: ${promise}`, () => laws[promise as Promises]!(subjectOf(seam, document)));
  });
}
