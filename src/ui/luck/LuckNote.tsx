import { ActionIcon } from '@mantine/core';
import { IconChartHistogram, IconX } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { ChartNote } from '../chart/ChartNote.tsx';
import { formatQuantity } from '../quantity.ts';
import { useDocument } from '../store/document.ts';
import { judgedBy, RUNS, rangeOf, toggleLuck } from './luck.ts';
import { useLuckOf } from './useSeeds.ts';

const Spread = lazy(() => import('./Spread.tsx'));

/** What other seeds make of a chart, in a line below its title; ends the runs when it is closed. */
export default function LuckNote({ arm, title, meter, unit }: { arm: string; title: string; meter: string; unit: string }) {
  const scenario = useDocument((state) => state.scenario);
  const claim = judgedBy(scenario, arm, meter);
  const { seeds, holding, failure } = useLuckOf(arm, meter, claim);
  const [spread, setSpread] = useState(false);
  const done = seeds?.done ?? 0;
  const range = seeds && rangeOf(seeds);
  return (
    <ChartNote status>
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
      <ActionIcon
        variant="subtle"
        color="gray"
        size={18}
        aria-label={`${title}: distribution over the seeds`}
        title="Distribution over the seeds"
        disabled={range === null}
        onClick={() => setSpread(true)}
      >
        <IconChartHistogram size={12} />
      </ActionIcon>
      <ActionIcon variant="subtle" color="gray" size={18} aria-label={done < RUNS ? 'Stop' : 'Close'} onClick={() => toggleLuck(meter)}>
        <IconX size={12} />
      </ActionIcon>
      {spread && seeds && (
        <Suspense>
          <Spread arm={arm} title={title} meter={meter} unit={unit} seeds={seeds} onClose={() => setSpread(false)} />
        </Suspense>
      )}
    </ChartNote>
  );
}
