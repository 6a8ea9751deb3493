import type { Component, ComponentDefinition } from '../component/component.ts';
import { ATTEMPT_ENDS } from '../flow/caller-meters.ts';
import type { Recorder } from '../meter/recorder.ts';

/**
 * Everything that must balance and does not, in sentences: what was begun has ended or is open, component by component
 * and ledger by ledger. The components stand in the order of their recorders.
 * @param begun calls begun so far @param open rows that are open, by ledger
 */
export function auditOf(
  recorders: readonly Recorder[],
  definitions: readonly ComponentDefinition[],
  living: readonly Component[],
  begun: number,
  open: Readonly<Record<string, number>>,
): string[] {
  const wrong = recorders.flatMap((recorder, i) => [...unbalanced(recorder, definitions[i]), ...unended(recorder, living[i])]);
  let sent = 0;
  recorders.forEach((recorder, i) => {
    sent += living[i].deliveries?.() ?? 0;
    if (living[i].caller) sent += recorder.total('sent');
  });
  if (sent !== begun) wrong.push(`${sent} attempts sent, but ${begun} calls begun`);
  for (const [name, rows] of Object.entries(open)) if (rows < 0) wrong.push(`${name}: more ended than begun`);
  return wrong;
}

/** What a component says of itself that does not add up. */
function unbalanced(recorder: Recorder, { balances }: ComponentDefinition): string[] {
  const total = (facts: readonly string[]) => facts.reduce((sum, fact) => sum + recorder.total(fact), 0);
  return balances.flatMap(({ of, begun: begins, ended: ends, open: gauges }) => {
    const standing = gauges.map((gauge) => recorder.standing(gauge));
    const begun = total(begins);
    const ended = total(ends);
    const isRight = begun === ended + standing.reduce((sum, level) => sum + level, 0) && standing.every((level) => level >= 0);
    return isRight ? [] : [`${recorder.component}: ${begun} ${of} begun, but ${ended} ended and ${standing.join(' + ')} open`];
  });
}

/** Attempts and requests that a caller has lost sight of. */
function unended(recorder: Recorder, { caller, origin }: Component): string[] {
  if (!caller) return [];
  const attempts = recorder.total('sent');
  const ended = ATTEMPT_ENDS.reduce((sum, fact) => sum + recorder.total(fact), 0);
  const wrong: string[] = [];
  if (attempts !== ended + caller.callsOpen)
    wrong.push(`${recorder.component}: ${attempts} attempts sent, but ${ended} ended and ${caller.callsOpen} open`);
  // a request is an operation: one that nobody works on any more would stay in flight for ever
  const requests = recorder.has('inFlight') && origin ? recorder.standing('inFlight') : 0;
  if (requests > caller.operations.open)
    wrong.push(`${recorder.component}: ${requests} requests in flight, but only ${caller.operations.open} operations open`);
  return wrong;
}
