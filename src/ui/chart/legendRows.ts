import { armsOf, LIMITS, type Scenario } from '../../scenario/scenario.ts';

/** Widths of a letter of an arm's title and of what stands beside the title, and of a row beside a plus, about [px]. */
const LETTER = 6.5;
const BESIDE = 62;
const ROW = 672;

/** Rows that the arms of a scenario take in a narrow picture once there is one more: a copy to compare with moves nothing. */
export function legendRows(scenario: Scenario): number {
  const titles = armsOf(scenario).map(({ title }) => title);
  const widths = titles.map(({ length }) => length * LETTER + BESIDE);
  if (titles.length < LIMITS.arms) widths.push(Math.max(...widths) + 'Copy of '.length * LETTER);
  let [rows, room] = [1, ROW];
  for (const width of widths) {
    if (width > room && room < ROW) [rows, room] = [rows + 1, ROW];
    room -= width;
  }
  return rows;
}
