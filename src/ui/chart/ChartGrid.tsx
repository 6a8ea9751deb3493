import { lazy, Suspense, useCallback, useMemo, useRef, useState } from 'react';
import { planOf } from '../../scenario/arm.ts';
import { allMetersOf } from '../../scenario/meters.ts';
import { armsOf, type Scenario, type WatchDoc } from '../../scenario/scenario.ts';
import { useDocument } from '../store/document.ts';
import { useSession } from '../store/session.ts';
import { useVeil } from '../story/goToStep.ts';
import { bandsBehind } from './bands.ts';
import { Chart, type DrawnArm } from './Chart.tsx';
import classes from './ChartGrid.module.css';
import { Legend } from './Legend.tsx';

const ChartTable = lazy(() => import('./ChartTable.tsx'));

/** What is watched when the scenario does not say. */
const USUAL = ['goodput', 'hitRatio', 'originRate', 'attempts', 'responseTime.p99', 'retryAmplification', 'queueLength', 'utilisation'];

/** The charts a scenario asks for, or the usual ones of the first component that has each. */
function watched(scenario: Scenario): readonly WatchDoc[] {
  if (scenario.watch.length > 0) return scenario.watch;
  const meters = allMetersOf(scenario);
  return USUAL.flatMap((name) => {
    const meter = meters.find((each) => each.name === name);
    return meter ? [{ meter: meter.id }] : [];
  });
}

/** A value as it was, as long as it says the same. */
function useSame<T>(value: T): T {
  const before = useRef(value);
  if (before.current !== value && JSON.stringify(before.current) !== JSON.stringify(value)) before.current = value;
  return before.current;
}

/** Small multiples on one time axis. */
export function ChartGrid() {
  const scenario = useDocument((state) => state.scenario);
  const hidden = useSession((state) => state.hidden);
  const selected = useSession((state) => state.arm);
  const step = useSession((state) => state.step);
  const [table, setTable] = useState<WatchDoc | null>(null);
  const list = useSame(useMemo(() => watched(scenario), [scenario]));
  const meters = useMemo(() => new Map(allMetersOf(scenario).map((meter) => [meter.id, meter])), [scenario]);
  // the same object while it says the same: an edit draws no chart anew that does not change for it
  const arms = useSame<readonly DrawnArm[]>(
    armsOf(scenario)
      .map(({ id, title }, index) => ({ id, title, index }))
      .filter(({ id }) => !hidden.includes(id)),
  );
  const bands = useSame(useMemo(() => bandsBehind(scenario, selected), [scenario, selected]));
  const changes = useSame(useMemo(() => [...new Set(planOf(scenario, selected).changes.map(({ at }) => at))], [scenario, selected]));
  const look = scenario.story[step]?.look ?? [];
  const veiled = useVeil();
  const several = new Set(Object.keys(scenario.components)).size > 1;
  const onChange = useCallback((watch: WatchDoc, next: WatchDoc | null) => {
    useDocument.getState().edit((document) => ({
      ...document,
      watch: watched(document).flatMap((each) => (each.meter === watch.meter ? (next ? [next] : []) : [each])),
    }));
  }, []);
  const titleOf = (each: WatchDoc) => {
    if (each.title) return each.title;
    const meter = meters.get(each.meter);
    if (!meter) return each.meter;
    // two charts of the same name need the component's name as well
    const namesake = several && list.some((other) => other.meter !== each.meter && meters.get(other.meter)?.label === meter.label);
    return namesake ? `${meter.label}, ${meter.owner}` : meter.label;
  };
  return (
    <div className={classes.charts}>
      <Legend watched={list.map(({ meter }) => meter)} />
      <div className={classes.grid} data-count={Math.min(list.length, 7)}>
        {list.map((each) => (
          <Chart
            key={each.meter}
            watch={each}
            title={titleOf(each)}
            unit={meters.get(each.meter)?.unit ?? ''}
            duration={scenario.duration}
            arms={arms}
            selected={selected}
            bands={bands}
            changes={changes}
            pointedAt={look.includes(each.meter)}
            veiled={veiled}
            onTable={setTable}
            onChange={onChange}
          />
        ))}
        {list.length === 0 && <p className={classes.empty}>No charts. Add one with the plus above.</p>}
      </div>
      {table && (
        <Suspense>
          <ChartTable
            title={titleOf(table)}
            meter={table.meter}
            unit={meters.get(table.meter)?.unit ?? ''}
            arms={arms}
            onClose={() => setTable(null)}
          />
        </Suspense>
      )}
    </div>
  );
}
