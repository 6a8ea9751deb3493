import type { Looker } from '../../host/looker.ts';

type Start = Parameters<Looker<'stories'>['use']>[0];

/** What starts the workers of those who look closer; undefined for the page's own. */
let start: Start;
const lookers = new Set<{ use(start: Start): void }>();

/** Whether those who look closer have the code of a scenario at hand. */
export function looksWithCode(): boolean {
  return start !== undefined;
}

/** A looker whose worker has the code of the scenario in it, where it has some. */
export function withCode<L extends { use(start: Start): void }>(looker: L): L {
  lookers.add(looker);
  if (start) looker.use(start);
  return looker;
}

/** Has those who look closer use other workers from now on: with the code of a scenario in them, or the page's own again. */
export function lookWith(next: Start): void {
  if (next === start) return;
  start = next;
  for (const looker of lookers) looker.use(start);
}
