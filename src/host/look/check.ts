import '../../sim/world/every-kind.ts';
import { checkPolicy } from '../check-policy.ts';
import type { CheckReport } from '../check-report.ts';
import { defineLook } from './contract.ts';

declare module './contract.ts' {
  interface Looks {
    /** Whether a policy of the document's own keeps the laws of its seam; asked where its code runs. */
    check: {
      args: { seam: string; policy: string; settings: readonly Readonly<Record<string, unknown>>[] };
      answer: CheckReport;
    };
  }
}

export const look = defineLook('check', ({ plan, args }, desk) =>
  checkPolicy(
    { ...args, plan, recordings: desk.recordings },
    {
      tick: (done, soFar) => desk.tick(() => ({ doing: 'simulating', done }), soFar),
      explain: (error, world) => desk.explain(error, world),
    },
  ),
);
