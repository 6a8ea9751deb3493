import { LIMITS } from '../../scenario/scenario.ts';

/** Widths of a letter of an arm's title and of what stands beside the title, and of a row beside a plus, about [px]. */
const LETTER = 6.5;
const BESIDE = 62;
const ROW = 672;

/** A picture that is narrower than this keeps room for one arm more [px], as in the style of the legend. */
const NARROW = 1_000;
/** Heights of a legend of one row, and of what a row and the margins of a higher one take [px], as there. */
export const ONE_ROW = 36;
const A_ROW = 25.4;
const MARGINS = 8;

/** Rows that the arms of a scenario take in a narrow picture once there is one more: a copy to compare with moves nothing. */
export function rowsOf(titles: readonly string[]): number {
  const widths = titles.map(({ length }) => length * LETTER + BESIDE);
  if (titles.length < LIMITS.arms) widths.push(Math.max(...widths) + 'Copy of '.length * LETTER);
  let [rows, room] = [1, ROW];
  for (const width of widths) {
    if (width > room && room < ROW) [rows, room] = [rows + 1, ROW];
    room -= width;
  }
  return rows;
}

/** What the legend of these arms keeps for itself in a picture of some width [px]. */
export function legendHeight(titles: readonly string[], width: number): number {
  const rows = rowsOf(titles);
  return width < NARROW && rows > 1 ? Math.ceil(MARGINS + A_ROW * rows) : ONE_ROW;
}
