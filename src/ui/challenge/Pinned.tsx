import { useDocument } from '../store/document.ts';
import { useSession } from '../store/session.ts';
import classes from '../story/Goals.module.css';
import { countOf, GoalList, useStanding } from '../story/Goals.tsx';

/** The goals of a challenge over the picture: they follow while somebody tries. @param large for a room */
export function Pinned({ large = false }: { large?: boolean }) {
  const isTask = useSession((state) => state.challenge !== null);
  return isTask ? <Board large={large} /> : null;
}

function Board({ large }: { large: boolean }) {
  const scenario = useDocument((state) => state.scenario);
  const standing = useStanding(scenario);
  return (
    <section className={classes.pinned} data-large={large || undefined} aria-label="Goals">
      <h2>
        Goals <span role="status">{countOf(standing)}</span>
      </h2>
      <div>
        <GoalList {...standing} scenario={scenario} />
      </div>
    </section>
  );
}
