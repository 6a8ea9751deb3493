import { armsOf } from '../../scenario/scenario.ts';
import { useDocument } from '../store/document.ts';
import { useSession } from '../store/session.ts';

/** Turns to a step of the story and shows the arms it speaks of; edits go to one of them. */
export function goToStep(number: number): void {
  const { scenario } = useDocument.getState();
  const step = Math.min(scenario.story.length - 1, Math.max(0, number));
  const all = armsOf(scenario).map(({ id }) => id);
  const shown = scenario.story[step]?.arms ?? all;
  const { arm, choose } = useSession.getState();
  choose({
    step: Math.max(0, step),
    hidden: all.filter((id) => !shown.includes(id)),
    ...(shown.includes(arm) ? {} : { arm: shown[0] ?? arm }),
  });
}
