import { type ChartLook, drawChart, moveChart, removeChart } from '../../scenario/edit/charts.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { watched } from '../../scenario/watched.ts';
import { perform } from '../build/perform.ts';

const indexIn = (scenario: Scenario, meter: string) => watched(scenario).findIndex((chart) => chart.meter === meter);

/** What a hand does to charts, each known by its meter; a step of undo each. */
export const arrangeCharts = {
  /** Another axis, other marks, another height. */
  draw(meter: string, look: ChartLook): void {
    perform((scenario) => drawChart(scenario, indexIn(scenario, meter), look), { quietly: true });
  },
  /** @param to its place among the charts, from 0 */
  move(meter: string, to: number): void {
    perform((scenario) => moveChart(scenario, indexIn(scenario, meter), to));
  },
  remove(meter: string): void {
    perform((scenario) => removeChart(scenario, indexIn(scenario, meter)));
  },
};
