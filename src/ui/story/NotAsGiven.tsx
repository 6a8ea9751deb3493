import { useMemo } from 'react';
import { differences } from '../../scenario/differences.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { within } from '../../scenario/wording.ts';
import { FIGURES } from '../address/useDifferences.ts';
import { useDocument } from '../store/document.ts';
import classes from './Goals.module.css';

/** So much is told of what is otherwise; more is counted. */
const MOST_TOLD = 2;

/** What of the things that goals take as given is otherwise, and the way back. */
export default function NotAsGiven({ given, scenario }: { given: Scenario; scenario: Scenario }) {
  const sentences = useMemo(() => differences(given, scenario, FIGURES), [given, scenario]);
  const more = sentences.length - MOST_TOLD;
  const told = sentences.slice(0, MOST_TOLD).map((sentence, i) => (i === 0 ? sentence : within(sentence)));
  return (
    <p className={classes.given} role="status">
      Not as in the lesson: {told.join('; ')}
      {more > 0 && ` and ${more} more`}. The goals count once it is{' '}
      <button type="button" className="text-button" onClick={() => useDocument.getState().edit(() => given)}>
        put back
      </button>
      .
    </p>
  );
}
