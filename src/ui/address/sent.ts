import { create } from 'zustand';
import { sameScenario } from '../../scenario/same-scenario.ts';
import { useDocument } from '../store/document.ts';

/** The visit whose scenario was changed by whoever sent it, until its reader has seen how; empty where there is none. */
const useChangedBySender = create<{ visit: string }>(() => ({ visit: '' }));

/** Says whether the scenario on the screen comes from somebody else; what its reader changes is another matter. */
export function markSent(sent: boolean): void {
  const { visit, edited, scenario, original } = useDocument.getState();
  // nobody has changed what is as shipped, whatever the story would have changed up to its place
  useChangedBySender.setState({ visit: sent && edited && !sameScenario(scenario, original) ? visit : '' });
}

/** Whether what is on the screen was changed by whoever sent it, and nobody has said that this is known. */
export function useSent(): boolean {
  const changed = useChangedBySender(({ visit }) => visit);
  return useDocument(({ edited, visit }) => edited && visit === changed);
}
