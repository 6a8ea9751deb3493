import { ActionIcon } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { formatQuantity } from '../quantity.ts';
import { useDocument } from '../store/document.ts';
import classes from './LuckNote.module.css';
import { judgedBy, RUNS, rangeOf, toggleLuck } from './luck.ts';
import { useLuckOf } from './useSeeds.ts';

/** What other seeds make of a chart, in a line below its title; ends the runs when it is closed. */
export default function LuckNote({ arm, meter, unit }: { arm: string; meter: string; unit: string }) {
  const scenario = useDocument((state) => state.scenario);
  const claim = judgedBy(scenario, arm, meter);
  const { seeds, holding, failure } = useLuckOf(arm, meter, claim);
  const done = seeds?.done ?? 0;
  const range = seeds && rangeOf(seeds);
  return (
    <div className={classes.note} role="status">
      <span title={claim?.text}>
        {failure ? (
          `Other seeds could not be run: ${failure}`
        ) : done === 0 ? (
          `Running ${RUNS} other seeds…`
        ) : claim ? (
          <>
            <b>
              {holding} of {done}
            </b>{' '}
            other seeds: {claim.text}
          </>
        ) : (
          range && (
            <>
              <b>{done}</b> other seeds: {formatQuantity(range.least, unit)} to {formatQuantity(range.most, unit)} on average
            </>
          )
        )}
      </span>
      <ActionIcon variant="subtle" color="gray" size={18} aria-label={done < RUNS ? 'Stop' : 'Close'} onClick={() => toggleLuck(meter)}>
        <IconX size={12} />
      </ActionIcon>
    </div>
  );
}
