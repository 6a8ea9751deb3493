import { IconDots } from '@tabler/icons-react';
import type { WatchDoc } from '../../scenario/scenario.ts';
import { MenuButton, type MenuEntry } from '../menu/MenuButton.tsx';
import { arrangeCharts } from './arrangeCharts.ts';
import classes from './Chart.module.css';

/** Where a chart stands among the others. */
export interface ChartPlace {
  /** From 0. */
  index: number;
  count: number;
}

const HEIGHTS = [
  ['small', 'Small'],
  ['normal', 'Normal'],
  ['tall', 'Tall'],
] as const;

/** All that can be done to a chart: move it, resize it, draw it otherwise, read it as a table, remove it. */
export function ChartMenu({
  watch,
  title,
  unit,
  heats,
  index,
  count,
  onTable,
}: ChartPlace & {
  watch: WatchDoc;
  title: string;
  unit: string;
  /** It can be shown as a heat map. */
  heats: boolean;
  onTable(watch: WatchDoc): void;
}) {
  const { meter, height = 'normal' } = watch;
  const log = watch.scale === 'log';
  const heated = watch.mark === 'heat-map';
  const entries: MenuEntry[] = [
    { label: 'Move earlier', run: () => arrangeCharts.move(meter, index - 1), disabled: index === 0 },
    { label: 'Move later', run: () => arrangeCharts.move(meter, index + 1), disabled: index === count - 1 },
    {
      label: 'Height',
      heading: 'Height',
      entries: HEIGHTS.map(([value, label]) => ({
        label,
        chosen: value === height,
        run: () => arrangeCharts.draw(meter, { height: value }),
      })),
    },
    // a share of one has no factors to show
    ...(unit === 'ratio' && !log
      ? []
      : [{ label: log ? 'Linear scale' : 'Logarithmic scale', run: () => arrangeCharts.draw(meter, { scale: log ? 'linear' : 'log' }) }]),
    ...(heats
      ? [
          {
            label: heated ? 'Show as lines' : 'Show as heat map',
            run: () => arrangeCharts.draw(meter, { mark: heated ? undefined : 'heat-map' }),
          },
        ]
      : []),
    { label: 'Show as a table', run: () => onTable(watch) },
    { label: 'Remove', run: () => arrangeCharts.remove(meter), removes: true },
  ];
  return <MenuButton label={`${title}: more`} icon={<IconDots size={13} />} className={classes.menu} entries={entries} />;
}
