import { withArmCopied, withoutArm } from '../../scenario/edit.ts';
import { armsOf } from '../../scenario/scenario.ts';
import { say } from '../notices.ts';
import { revealIfAsked } from '../story/goToStep.ts';
import { useDocument } from './document.ts';
import { useSession } from './session.ts';

/** Chooses the arm that is edited and looked at; it is always drawn. */
export function selectArm(arm: string): void {
  const { hidden, choose } = useSession.getState();
  if (hidden.includes(arm)) revealIfAsked();
  choose({ arm, hidden: hidden.filter((id) => id !== arm) });
}

/** Shows or hides an arm; with the one that is looked at the look goes to another that is drawn. */
export function toggleArm(arm: string): void {
  const { hidden, arm: selected, choose } = useSession.getState();
  revealIfAsked();
  if (hidden.includes(arm)) {
    choose({ hidden: hidden.filter((id) => id !== arm) });
    return;
  }
  const next = [...hidden, arm];
  const drawn = armsOf(useDocument.getState().scenario).find(({ id }) => !next.includes(id));
  choose({ hidden: next, ...(arm === selected && drawn ? { arm: drawn.id } : {}) });
}

/** Copies an arm, to change the copy and compare both; where the picture is full, only in the place of another arm. */
export function compareArm(arm: string, inPlaceOf?: string): void {
  const { scenario, edit } = useDocument.getState();
  const copied = withArmCopied(inPlaceOf === undefined ? scenario : withoutArm(scenario, inPlaceOf), arm);
  if (!copied) {
    say('Six arms are as many as a picture holds. Compare, at the top, puts the copy in the place of another.');
    return;
  }
  edit(() => copied.scenario);
  const { hidden, choose } = useSession.getState();
  choose({ arm: copied.id, hidden: hidden.filter((id) => id !== arm && id !== copied.id), pane: 'controls' });
}
