import { create } from 'zustand';
import { useDocument } from '../store/document.ts';

/** The visit whose scenario was changed by whoever sent it, until its reader has seen how; empty where there is none. */
const useChangedBySender = create<{ visit: string }>(() => ({ visit: '' }));

/** Says whether the scenario on the screen comes from somebody else; what its reader changes is another matter. */
export function markSent(sent: boolean): void {
  const { visit, edited } = useDocument.getState();
  useChangedBySender.setState({ visit: sent && edited ? visit : '' });
}

/** Whether what is on the screen was changed by whoever sent it, and nobody has said that this is known. */
export function useSent(): boolean {
  const changed = useChangedBySender(({ visit }) => visit);
  return useDocument(({ edited, visit }) => edited && visit === changed);
}
