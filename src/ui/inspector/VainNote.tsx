import { useRef } from 'react';
import { allMetersOf } from '../../scenario/meters.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { watched } from '../../scenario/watched.ts';
import { values } from '../../scenario/wording.ts';
import { FIGURES } from '../address/useDifferences.ts';
import { formatQuantity } from '../quantity.ts';
import type { VainMove } from '../samples/moves.ts';
import { useResults } from '../samples/results.ts';
import { useDocument } from '../store/document.ts';
import classes from './Inspector.module.css';

/** Says of a parameter that was moved that nothing has come of it, where that is so. */
export default function VainNote({ path }: { path: string }) {
  const results = useResults();
  const scenario = useDocument((state) => state.scenario);
  const told = useRef<string | null>(null);
  // until the runs of a further move have ended, what was said of the ones before them stays
  if (!results.busy) {
    const meters = watched(scenario).map(({ meter }) => meter);
    const move = results.inVain(path, meters);
    told.current = move && vainSentence(scenario, move);
  }
  return (
    <p className={classes.idle} role="status" hidden={told.current === null}>
      {told.current}
    </p>
  );
}

/** Of what has changed without a chart so many are named. */
const MOST_NAMED = 2;

export function vainSentence(scenario: Scenario, move: VainMove): string {
  const moved = values(move.chain[move.chain.length - 1], move.from, move.to, FIGURES);
  if (move.isSame) return `${moved}: the run is the same, event for event.`;
  const meters = new Map(allMetersOf(scenario).map((meter) => [meter.id, meter]));
  const others = move.others
    .flatMap(({ meter: id, from, to }) => {
      const meter = meters.get(id);
      const [was, is] = [from, to].map((value) => formatQuantity(value, meter?.unit ?? ''));
      return meter && was !== is ? [`${meter.label} of ${meter.owner}, ${was} → ${is}`] : [];
    })
    .slice(0, MOST_NAMED);
  if (others.length === 0) return `${moved}: no chart has changed.`;
  return `${moved}: no chart has changed. What has is not charted: ${others.join('; ')}.`;
}
