import { lazy, Suspense, useState } from 'react';
import type { WatchDoc } from '../../scenario/scenario.ts';
import { useSession } from '../store/session.ts';
import { Chart, chosenOf } from './Chart.tsx';
import classes from './ChartGrid.module.css';
import { Legend } from './Legend.tsx';
import { useCharts } from './useCharts.ts';

const ChartTable = lazy(() => import('./ChartTable.tsx'));
const HeatTable = lazy(() => import('../heat/HeatTable.tsx'));

/** Small multiples on one time axis. */
export function ChartGrid() {
  const { list, chief: _, titleOf, unitOf, heatsOf, guessesOn, look, ...drawn } = useCharts();
  const chosen = chosenOf(drawn.arms, drawn.selected);
  // beside a drawer there is room for one row of charts, all of one height
  const isSized = useSession((state) => state.drawer === null) && list.some(({ height }) => height);
  const [table, setTable] = useState<WatchDoc | null>(null);
  return (
    <div className={classes.charts}>
      <Legend watched={list.map(({ meter }) => meter)} />
      <div className={classes.grid} data-count={Math.min(list.length, 7)} data-sized={isSized || undefined}>
        {list.map((each, index) => (
          <Chart
            key={each.meter}
            {...drawn}
            watch={each}
            title={titleOf(each)}
            unit={unitOf(each)}
            heats={heatsOf(each)}
            guesses={guessesOn(each)}
            pointedAt={look.includes(each.meter)}
            onTable={setTable}
            index={index}
            count={list.length}
          />
        ))}
        {list.length === 0 && <p className={classes.empty}>No charts. Add one with the plus above.</p>}
      </div>
      {table && (
        <Suspense>
          {table.mark === 'heat-map' && heatsOf(table) && chosen && !drawn.veiled ? (
            <HeatTable title={titleOf(table)} meter={table.meter} arm={chosen} onClose={() => setTable(null)} />
          ) : (
            <ChartTable title={titleOf(table)} meter={table.meter} unit={unitOf(table)} arms={drawn.arms} onClose={() => setTable(null)} />
          )}
        </Suspense>
      )}
    </div>
  );
}
