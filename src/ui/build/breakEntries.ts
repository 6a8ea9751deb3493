import { componentsAt } from '../../scenario/arm.ts';
import { addFault, spanAt } from '../../scenario/edit/add-fault.ts';
import { type Fault, faultsOf } from '../../scenario/edit/faults-of.ts';
import { useDocument } from '../store/document.ts';
import { playhead } from '../store/playhead.ts';
import { useSession } from '../store/session.ts';
import { revealIfAsked } from '../story/goToStep.ts';
import { perform } from './perform.ts';

/** What can be broken about a component of the arm that is looked at, or about one of its wires, as it stands at the playhead. */
export function breakable(component: string, wire?: string): readonly Fault[] {
  const { scenario } = useDocument.getState();
  const { from } = spanAt(scenario.duration, playhead.now);
  return faultsOf(componentsAt(scenario, useSession.getState().arm, from), component, wire);
}

/** Breaks it at the playhead, or at a third of the run where little would be seen of it. */
export function breakIt(fault: Fault, component: string, wire: string | undefined, arms: readonly string[] | undefined): void {
  revealIfAsked();
  perform((scenario) => addFault(scenario, { component, wire, fault: fault.id, ...spanAt(scenario.duration, playhead.now), arms }));
}
