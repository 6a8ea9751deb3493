import { planOf } from '../../scenario/arm.ts';
import { standingOut } from '../chart/standingOut.ts';
import { stepOf } from '../story/place.ts';
import { useDocument } from './document.ts';
import { momentsOf } from './pace.ts';
import { playhead } from './playhead.ts';
import { useSession } from './session.ts';

/** Keeps the playhead's pace to the scenario, the arm and the step that are looked at. */
export function keepPace(): void {
  let before: readonly unknown[] = [];
  const follow = () => {
    const { scenario } = useDocument.getState();
    const { arm, step } = useSession.getState();
    const { arms, changes, story } = scenario;
    const { at } = story[stepOf(scenario, step)] ?? {};
    const now = [arms, changes, arm, at];
    if (now.every((each, i) => each === before[i])) return;
    before = now;
    playhead.setMoments(momentsOf(standingOut(planOf(scenario, arm).changes), at));
  };
  follow();
  useDocument.subscribe(follow);
  useSession.subscribe(follow);
}
