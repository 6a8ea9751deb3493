import { useMediaQuery } from '@mantine/hooks';
import { Chart } from './Chart.tsx';
import classes from './PhoneChart.module.css';
import { useCharts } from './useCharts.ts';

/** On a narrow screen: the chart that the story points at, in sight while one reads or moves a control. */
export function PhoneChart() {
  const narrow = useMediaQuery('(width < 900px)', false, { getInitialValueInEffect: false });
  return narrow ? <Chief /> : null;
}

function Chief() {
  const { list: _, chief, titleOf, unitOf, guessesOn, look: __, ...drawn } = useCharts();
  if (!chief) return null;
  return (
    <section className={classes.chart} aria-label="The chart in question">
      <Chart {...drawn} watch={chief} title={titleOf(chief)} unit={unitOf(chief)} guesses={guessesOn(chief)} pointedAt={false} />
    </section>
  );
}
