import { useMediaQuery } from '@mantine/hooks';
import { Pinned } from '../challenge/Pinned.tsx';
import { Chart } from './Chart.tsx';
import { useLit } from './lit.ts';
import classes from './PhoneChart.module.css';
import { useCharts } from './useCharts.ts';

/** On a narrow screen: the chart that the story points at, in sight while one reads or moves a control. */
export function PhoneChart() {
  const narrow = useMediaQuery('(width < 900px)', false, { getInitialValueInEffect: false });
  return narrow ? <Chief /> : null;
}

function Chief() {
  const { list, chief, titleOf, unitOf, guessesOn, look: __, ...drawn } = useCharts();
  const lit = useLit(({ spans }) => spans[0]?.meter);
  const shown = list.find(({ meter }) => meter === lit) ?? chief;
  if (!shown) return null;
  return (
    <div className={classes.figure}>
      <section className={classes.chart} aria-label="The chart in question">
        <Chart {...drawn} watch={shown} title={titleOf(shown)} unit={unitOf(shown)} guesses={guessesOn(shown)} pointedAt={false} />
      </section>
      <Pinned />
    </div>
  );
}
