import type { PointDoc } from '../../scenario/scenario.ts';
import { clearPlaces } from './clearPlaces.ts';
import classes from './Plot.module.css';
import { usePlot } from './Plot.tsx';

/** A choice of a question as a line on a plot. */
export interface GuessLine {
  points: readonly PointDoc[];
  /** What it is called where it has no words beside it. */
  letter?: string;
  /** Another one has been chosen. */
  pale?: boolean;
}

/** What a reader can guess, or has guessed: dashed lines, each with its letter where it is clear which one is meant. */
export function GuessLines({ lines }: { lines: readonly GuessLine[] }) {
  const { x, y, area } = usePlot();
  const drawn = lines.map(({ points }) => points.map(({ at, value }) => ({ x: x(at), y: y(value) })));
  const letterOf = (height: number) => height + (height - area.top < ABOVE ? BELOW : -4);
  const places = clearPlaces(drawn, letterOf);
  // the one that was chosen lies on top
  const order = lines.map((_, i) => i).sort((a, b) => Number(lines[b].pale ?? false) - Number(lines[a].pale ?? false));
  return (
    <g className={classes.guesses}>
      {order.map((i) => {
        const { letter, pale } = lines[i];
        const path = drawn[i].map((at, k) => `${k === 0 ? 'M' : 'L'}${at.x.toFixed(1)} ${at.y.toFixed(1)}`).join('');
        return (
          <g key={i} data-pale={pale || undefined}>
            {/* where two lie on each other their dashes would make a whole line */}
            <path d={path} className={classes.beneath} />
            <path d={path} />
            {letter && (
              <text x={places[i].x - 2} y={letterOf(places[i].y)} textAnchor="end">
                {letter}
              </text>
            )}
          </g>
        );
      })}
    </g>
  );
}

/** A letter with less room than this above its line stands below it, so far [px]. */
const ABOVE = 14;
const BELOW = 12;
