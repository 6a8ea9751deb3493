import { type TimeUnit, unitIn } from './columns.ts';

/** Servers whose logs are in seconds under these names (nginx). */
const SECONDS = ['request_time', 'upstream_response_time'];

/** In which unit durations are: as the column's name says, or, as a guess, as their size tells. */
export function durationUnit(column: string, cells: readonly string[]): { unit: TimeUnit; guessed: boolean } {
  const said = unitIn(column);
  if (said !== null) return { unit: said, guessed: false };
  if (SECONDS.includes(column.trim().toLowerCase())) return { unit: 's', guessed: true };
  const numbers = cells.filter((cell) => cell.trim() !== '' && Number.isFinite(Number(cell))).map(Number);
  const median = numbers.sort((a, b) => a - b)[numbers.length >> 1] ?? 1;
  if (numbers.every(Number.isInteger)) return { unit: median >= 1e7 ? 'ns' : median >= 1e4 ? 'us' : 'ms', guessed: true };
  return { unit: median < 1 ? 's' : 'ms', guessed: true };
}
