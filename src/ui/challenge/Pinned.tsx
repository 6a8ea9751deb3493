import { useResults } from '../samples/results.ts';
import { useDocument } from '../store/document.ts';
import { useSession } from '../store/session.ts';
import classes from '../story/Goals.module.css';
import { countOf, GoalList } from '../story/Goals.tsx';
import { judgedNow } from '../story/judged.ts';
import { useTold } from '../story/useTold.ts';

/** The goals of a challenge over the picture: they follow while somebody tries. */
export function Pinned() {
  const isTask = useSession((state) => state.challenge !== null);
  return isTask ? <Board /> : null;
}

function Board() {
  useResults();
  const scenario = useDocument((state) => state.scenario);
  const told = useTold(scenario);
  const judged = judgedNow(scenario);
  return (
    <section className={classes.pinned} aria-label="Goals">
      <h2>
        Goals <span role="status">{countOf(judged)}</span>
      </h2>
      <div>
        <GoalList judged={judged} told={told} />
      </div>
    </section>
  );
}
