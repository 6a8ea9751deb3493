import { challengeArm } from '../../scenario/lesson.ts';
import { type ArmDoc, armsOf } from '../../scenario/scenario.ts';
import { useDocument } from '../store/document.ts';
import { useSession } from '../store/session.ts';

/** An arm with its place among all arms, which decides its looks. */
export type SeenArm = ArmDoc & { index: number };

/** The arms there are to be seen: in a challenge neither those that the lesson compares with nor their names, which tell what helps. */
export function seenArms(): readonly SeenArm[] {
  const { scenario, original } = useDocument.getState();
  const all = armsOf(scenario).map((arm, index) => ({ ...arm, index }));
  if (useSession.getState().challenge !== 'on') return all;
  const own = challengeArm(scenario);
  const lessons = new Set(armsOf(original).map(({ id }) => id));
  return all.filter(({ id }) => id === own || !lessons.has(id));
}

export function useSeenArms(): readonly SeenArm[] {
  useDocument((state) => state.scenario);
  useSession((state) => state.challenge);
  return seenArms();
}
