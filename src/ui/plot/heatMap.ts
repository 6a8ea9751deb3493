import type { Area } from './Plot.tsx';
import type { Scale } from './scale.ts';

/** How much fell where: columns are equal spans of the horizontal axis, rows ranges of the vertical one. */
export interface Cells {
  /** The first column begins at 0. */
  columnWidth: number;
  columns: number;
  /** Where rows begin and end, ascending: one more than there are rows. */
  edges: ArrayLike<number>;
  /** Column after column, each from its lowest row to its highest. */
  counts: ArrayLike<number>;
}

/** One cell, or what a column comes to. */
export interface CellFigures {
  /** Where the column begins. */
  at: number;
  low: number;
  high: number;
  count: number;
  /** Of the whole column. */
  total: number;
}

/** Even a single one can be seen: the share of full colour that it has at least. */
const FAINTEST = 0.25;

const rowCount = ({ edges }: Cells) => edges.length - 1;

/** The row that a value is in; the lowest or the highest where it is outside. */
export function rowOf({ edges }: Cells, value: number): number {
  let low = 0;
  let high = edges.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (edges[middle] <= value) low = middle;
    else high = middle;
  }
  return low;
}

/** How strong a cell's colour is, 0 to 255: none for nothing, and by the root of its share of the fullest, so that few are told from none. */
export function strengthOf(count: number, fullest: number): number {
  return count === 0 ? 0 : Math.round(255 * (FAINTEST + (1 - FAINTEST) * Math.sqrt(count / fullest)));
}

/** The most in any cell. */
export function fullestOf({ counts }: Cells): number {
  let most = 0;
  for (let i = 0; i < counts.length; i++) if (counts[i] > most) most = counts[i];
  return most;
}

/**
 * The cells as a picture of strengths, row after row of pixels from the top: as wide as there are columns, as high as the
 * area [px]. A pixel that several rows share shows the fullest of them.
 */
export function strengthsOf(cells: Cells, y: Scale, { top, bottom }: Pick<Area, 'top' | 'bottom'>): Uint8ClampedArray {
  const { columns, edges, counts } = cells;
  const rows = rowCount(cells);
  const height = Math.max(1, Math.round(bottom - top));
  const fullest = fullestOf(cells);
  const strengths = new Uint8ClampedArray(columns * height);
  for (let pixel = 0; pixel < height; pixel++) {
    // the scale ends with its axis: what lies beyond is no row's
    const low = y.invert(top + pixel + 1);
    const high = y.invert(top + pixel);
    if (low >= edges[rows] || high <= edges[0]) continue;
    const first = rowOf(cells, low);
    const above = rowOf(cells, high);
    // a row that only begins where the pixel ends is not in it
    const last = edges[above] < high ? above : Math.max(first, above - 1);
    for (let column = 0; column < columns; column++) {
      let most = 0;
      for (let row = first; row <= last; row++) most = Math.max(most, counts[column * rows + row]);
      strengths[pixel * columns + column] = strengthOf(most, fullest);
    }
  }
  return strengths;
}

function columnAt({ columns, columnWidth }: Cells, at: number): number {
  return Math.max(0, Math.min(columns - 1, Math.floor(at / columnWidth)));
}

function figuresOf(cells: Cells, column: number, row: number): CellFigures {
  const { counts, edges, columnWidth } = cells;
  const rows = rowCount(cells);
  let total = 0;
  for (let i = column * rows; i < (column + 1) * rows; i++) total += counts[i];
  return { at: column * columnWidth, low: edges[row], high: edges[row + 1], count: counts[column * rows + row], total };
}

/** What is at a place of the plot. */
export function cellAt(cells: Cells, at: number, value: number): CellFigures {
  return figuresOf(cells, columnAt(cells, at), rowOf(cells, value));
}

/** The fullest cell of the column at a place; the lowest of several. */
export function fullestAt(cells: Cells, at: number): CellFigures {
  const column = columnAt(cells, at);
  const rows = rowCount(cells);
  let fullest = 0;
  for (let row = 1; row < rows; row++) if (cells.counts[column * rows + row] > cells.counts[column * rows + fullest]) fullest = row;
  return figuresOf(cells, column, fullest);
}

/** The cells with something in them, for a table: column after column, upwards. */
export function filledCells(cells: Cells): readonly CellFigures[] {
  const rows = rowCount(cells);
  const found: CellFigures[] = [];
  for (let i = 0; i < cells.counts.length; i++) if (cells.counts[i] > 0) found.push(figuresOf(cells, Math.floor(i / rows), i % rows));
  return found;
}

/** A heat map in one sentence: how many, between what, and where most of them are. */
export function heatMapSentence(cells: Cells, value: (value: number) => string, at: (at: number) => string): string {
  const filled = filledCells(cells);
  if (filled.length === 0) return 'nothing observed.';
  let count = 0;
  let fullest = filled[0];
  let low = fullest.low;
  let high = fullest.high;
  for (const cell of filled) {
    count += cell.count;
    if (cell.count > fullest.count) fullest = cell;
    low = Math.min(low, cell.low);
    high = Math.max(high, cell.high);
  }
  return `${count.toLocaleString('en')} from ${value(low)} to ${value(high)}; most at once, ${fullest.count.toLocaleString('en')}, from ${value(fullest.low)} to ${value(fullest.high)} at ${at(fullest.at)}.`;
}
