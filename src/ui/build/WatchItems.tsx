import { Menu } from '@mantine/core';
import { planOf } from '../../scenario/arm.ts';
import { addChart } from '../../scenario/edit/charts.ts';
import { metersOf } from '../../scenario/meters.ts';
import { watched } from '../../scenario/watched.ts';
import { useDocument } from '../store/document.ts';
import { useSession } from '../store/session.ts';
import { perform } from './perform.ts';

/** The meters of a component that have no chart yet. */
export function WatchItems({ component }: { component: string }) {
  const scenario = useDocument((state) => state.scenario);
  const arm = useSession((state) => state.arm);
  const charted = new Set(watched(scenario).map(({ meter }) => meter));
  const meters = metersOf(planOf(scenario, arm).components).filter((meter) => meter.component === component && !charted.has(meter.id));
  if (meters.length === 0) return <Menu.Label>All its meters are charted.</Menu.Label>;
  return (
    <>
      <Menu.Search placeholder="Find a meter" aria-label="Find a meter" />
      {meters.map(({ id, label, unit }) => (
        <Menu.Item key={id} onClick={() => perform((document) => addChart(document, id))}>
          {label}
          {unit ? ` [${unit}]` : ''}
        </Menu.Item>
      ))}
    </>
  );
}
