import { armsOf, BASE, LIMITS } from '../../scenario/scenario.ts';
import { useSeenArms } from '../challenge/seenArms.ts';
import type { MenuEntry } from '../menu/MenuButton.tsx';
import { compareArm } from '../store/arms.ts';
import { useDocument } from '../store/document.ts';
import { useSession } from '../store/session.ts';

/** Another arm on the same traffic, to change and to compare; where there is no room for one more, in the place of another. */
export function useCompare(): MenuEntry {
  const scenario = useDocument((state) => state.scenario);
  const arm = useSession((state) => state.arm);
  const all = armsOf(scenario);
  const arms = useSeenArms();
  if (all.length < LIMITS.arms) return { label: 'Compare', run: () => compareArm(arm) };
  return {
    label: 'Compare',
    heading: `${all.length} arms are as many as a picture holds. Put a copy of “${arms.find(({ id }) => id === arm)?.title}” in the place of`,
    entries: arms.filter(({ id }) => id !== arm && id !== BASE).map(({ id, title }) => ({ label: title, run: () => compareArm(arm, id) })),
  };
}
