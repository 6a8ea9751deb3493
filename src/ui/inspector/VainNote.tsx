import { useRef } from 'react';
import { watched } from '../../scenario/watched.ts';
import { values } from '../../scenario/wording.ts';
import { FIGURES } from '../address/useDifferences.ts';
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
    const came = move?.isSame ? 'the run is the same, event for event' : 'no chart has changed';
    told.current = move && `${values(move.chain[move.chain.length - 1], move.from, move.to, FIGURES)}: ${came}.`;
  }
  return (
    <p className={classes.idle} role="status" hidden={told.current === null}>
      {told.current}
    </p>
  );
}
