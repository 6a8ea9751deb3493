import type { AskDoc } from '../../scenario/scenario.ts';
import type { GuessLine } from '../plot/GuessLines.tsx';

/** Choices as lines on a meter's chart. */
export interface Guesses {
  meter: string;
  lines: readonly GuessLine[];
}

/** What a choice is called on a chart, and beside its words. */
export function letterOf(choice: number): string {
  return String.fromCharCode(65 + choice);
}

/**
 * The lines of a question that the picture shows: all while it is open, the chosen one once it has been answered.
 * @param guess the choice that was made; undefined for none
 */
export function guessesShown(ask: AskDoc | undefined, guess: number | undefined, open: boolean): Guesses | null {
  if (!ask?.lines) return null;
  const { meter, points } = ask.lines;
  const lines = points.map(
    (line, i): GuessLine => ({ points: line, letter: letterOf(i), ...(open && isOther(i, guess) ? { pale: true } : {}) }),
  );
  const shown = open ? lines : lines.filter((_, i) => i === guess);
  return shown.length > 0 ? { meter, lines: shown } : null;
}

const isOther = (choice: number, guess: number | undefined) => guess !== undefined && guess !== choice;
