import { useElementSize } from '@mantine/hooks';
import { type PointerEvent, useState } from 'react';
import { CartesianGrid, ComposedChart, usePlotArea, XAxis, YAxis } from 'recharts';
import type { Curves } from '../../../host/look/curves.ts';
import { formatNumber } from '../../quantity.ts';
import classes from './CurveChart.module.css';
import type { LineStyle } from './lineStyles.ts';
import { type ChosenLine, capacityTicks, errorsOf, formatCapacity, formatRatio, formatShare, type Ratio, ranked } from './study.ts';

/** Room for the labels [px]. */
const MARGIN = { top: 4, right: 14, bottom: 0, left: 0 };
const Y_WIDTH = 54;
const X_HEIGHT = 18;
/** Recharts needs two rows to make its scales; the lines are drawn on the scales by hand. */
const NO_DATA = [{ x: 1 }, { x: 2 }];
const TICK = { fontSize: 10, fill: 'var(--ink-3)' } as const;
const PER_CENT = [0, 0.2, 0.4, 0.6, 0.8, 1];

interface CurveChartProps {
  curves: Curves;
  ratio: Ratio;
  lines: readonly ChosenLine[];
  styles: ReadonlyMap<string, LineStyle>;
  /** What the cache holds now; null where that cannot be shown. */
  now: number | null;
  /** A capacity was chosen; null where it cannot be set. */
  onPick: ((capacity: number) => void) | null;
}

/** Miss ratio against capacity, a line a policy. */
export function CurveChart({ curves, ratio, lines, styles, now, onPick }: CurveChartProps) {
  const { ref, width, height } = useElementSize();
  const [pointed, setPointed] = useState<number | null>(null);
  const { capacities, footprint, unit } = curves;
  const [low, high] = domainOf(capacities, now);
  const plot = { left: Y_WIDTH, width: Math.max(1, width - Y_WIDTH - MARGIN.right) };
  const perLog = plot.width / Math.log(high / low);
  const x = (capacity: number) => plot.left + Math.log(capacity / low) * perLog;
  const most = width < 420 ? 4 : width < 800 ? 7 : 12;
  const shares = capacityTicks(low / footprint, high / footprint, most).filter((share) => share <= 1);
  const nearest = (clientX: number, left: number) => {
    const at = clientX - left;
    let best = 0;
    for (let i = 1; i < capacities.length; i++) if (Math.abs(x(capacities[i]) - at) < Math.abs(x(capacities[best]) - at)) best = i;
    return best;
  };
  const point = (event: PointerEvent<HTMLElement>) => setPointed(nearest(event.clientX, event.currentTarget.getBoundingClientRect().left));
  const shown = pointed !== null && pointed < capacities.length ? pointed : null;
  return (
    <div
      ref={ref}
      className={classes.plot}
      data-picks={onPick !== null || undefined}
      onPointerMove={point}
      onPointerDown={point}
      onPointerLeave={() => setPointed(null)}
      onClick={(event) => onPick?.(capacities[nearest(event.clientX, event.currentTarget.getBoundingClientRect().left)])}
      aria-hidden="true"
    >
      {width > 0 && height > 0 && (
        <ComposedChart
          width={width}
          height={height}
          data={NO_DATA}
          margin={MARGIN}
          accessibilityLayer={false}
          style={{ position: 'absolute', inset: 0, pointerEvents: 'none' }}
        >
          <CartesianGrid vertical={false} stroke="var(--line-2)" />
          <XAxis
            xAxisId="share"
            orientation="top"
            dataKey="x"
            type="number"
            scale="log"
            domain={[low / footprint, high / footprint]}
            allowDataOverflow
            ticks={shares}
            niceTicks="none"
            tickFormatter={(share: number) => `${formatNumber(share * 100)}%`}
            height={X_HEIGHT}
            tickLine={false}
            axisLine={false}
            tickMargin={4}
            interval="preserveStartEnd"
            tick={TICK}
          />
          <XAxis
            dataKey="x"
            type="number"
            scale="log"
            domain={[low, high]}
            allowDataOverflow
            ticks={capacityTicks(low, high, most)}
            niceTicks="none"
            tickFormatter={(capacity: number) => (unit === 'keys' ? short(capacity) : formatCapacity(capacity, unit).replace(/\s/g, ''))}
            height={X_HEIGHT}
            tickLine={false}
            axisLine={false}
            tickMargin={4}
            interval="preserveStartEnd"
            tick={TICK}
          />
          <YAxis
            type="number"
            scale="linear"
            domain={[0, 1]}
            allowDataOverflow
            ticks={height < 150 ? [0, 0.5, 1] : PER_CENT}
            niceTicks="none"
            tickFormatter={(share: number) => `${Math.round(share * 100)}%`}
            width={Y_WIDTH}
            tickLine={false}
            axisLine={false}
            tickMargin={4}
            interval={0}
            tick={TICK}
          />
          <Lines curves={curves} ratio={ratio} lines={lines} styles={styles} x={x} now={now} pointed={shown} />
        </ComposedChart>
      )}
      {shown !== null && (
        <Readout
          curves={curves}
          ratio={ratio}
          lines={lines}
          styles={styles}
          at={shown}
          x={x(capacities[shown])}
          width={width}
          picks={onPick !== null}
        />
      )}
      <span className={classes.unit}>of all {unit}</span>
      {unit === 'keys' && (
        <span className={classes.unit} data-below>
          keys
        </span>
      )}
    </div>
  );
}

/** From the least capacity to the largest, and no further than a little beyond for what the cache holds now. */
function domainOf(capacities: Float64Array, now: number | null): [number, number] {
  const first = capacities[0];
  const last = capacities[capacities.length - 1];
  const low = now === null ? first : Math.max(first / 10, Math.min(first, now));
  const high = now === null ? last : Math.min(last * 4, Math.max(last, now));
  return low < high ? [low, high] : [low / 2, high * 2];
}

function short(value: number): string {
  return value >= 1e6 ? `${formatNumber(value / 1e6)}M` : value >= 1_000 ? `${formatNumber(value / 1_000)}k` : formatNumber(value);
}

interface LinesProps extends Pick<CurveChartProps, 'curves' | 'ratio' | 'lines' | 'styles' | 'now'> {
  x(capacity: number): number;
  pointed: number | null;
}

function Lines({ curves, ratio, lines, styles, now, x, pointed }: LinesProps) {
  const area = usePlotArea();
  if (!area) return null;
  const { capacities } = curves;
  const y = (share: number) => area.y + (1 - share) * area.height;
  const bottom = area.y + area.height;
  const nowX = now === null ? null : x(now);
  return (
    <g>
      {nowX !== null && nowX >= area.x && nowX <= area.x + area.width + 0.5 && (
        <g>
          <line x1={nowX} x2={nowX} y1={area.y} y2={bottom} stroke="var(--accent)" />
          <text
            x={nowX + (nowX > area.x + area.width - 30 ? -4 : 4)}
            y={bottom - 5}
            textAnchor={nowX > area.x + area.width - 30 ? 'end' : 'start'}
            fontSize={11}
            fill="var(--accent)"
          >
            now
          </text>
        </g>
      )}
      {pointed !== null && (
        <line x1={x(capacities[pointed])} x2={x(capacities[pointed])} y1={area.y} y2={bottom} stroke="var(--ink-3)" opacity={0.6} />
      )}
      {curves.lines.map((curve) => {
        const style = styles.get(curve.id);
        if (!style || !lines.some(({ id }) => id === curve.id)) return null;
        return (
          <g key={curve.id} data-line={curve.id}>
            <path
              d={pathOf(curve[ratio], (i) => x(capacities[i]), y)}
              fill="none"
              stroke={style.color}
              strokeDasharray={style.dash}
              strokeWidth={1.75}
              strokeLinejoin="round"
              strokeLinecap={style.dash ? 'butt' : 'round'}
            />
            <path d={errorBars(curve[ratio], errorsOf(curve, ratio), (i) => x(capacities[i]), y)} stroke={style.color} opacity={0.5} />
            {pointed !== null && !Number.isNaN(curve[ratio][pointed]) && (
              <circle cx={x(capacities[pointed])} cy={y(curve[ratio][pointed])} r={2.5} fill={style.color} />
            )}
          </g>
        );
      })}
    </g>
  );
}

/** Straight lines through what is known; a lone point is drawn as a dot. */
function pathOf(ratios: Float64Array, x: (i: number) => number, y: (share: number) => number): string {
  let path = '';
  for (let i = 0; i < ratios.length; i++) {
    if (Number.isNaN(ratios[i])) continue;
    const joined = i > 0 && !Number.isNaN(ratios[i - 1]);
    const alone = !joined && (i + 1 === ratios.length || Number.isNaN(ratios[i + 1]));
    path += `${joined ? 'L' : 'M'}${x(i).toFixed(1)} ${y(ratios[i]).toFixed(1)}${alone ? 'h.01' : ''}`;
  }
  return path;
}

/** From the least to the most that a value of a sample may stand for. */
function errorBars(ratios: Float64Array, errors: Float64Array, x: (i: number) => number, y: (share: number) => number): string {
  let path = '';
  for (let i = 0; i < ratios.length; i++) {
    if (!(errors[i] > 0)) continue;
    const [low, high] = [Math.max(0, ratios[i] - errors[i]), Math.min(1, ratios[i] + errors[i])];
    path += `M${x(i).toFixed(1)} ${y(low).toFixed(1)}V${y(high).toFixed(1)}`;
  }
  return path;
}

interface ReadoutProps extends Pick<CurveChartProps, 'curves' | 'ratio' | 'lines' | 'styles'> {
  at: number;
  x: number;
  width: number;
  picks: boolean;
}

/** All values at a capacity, the best first; ≈ where it is not certain that a line is worse than the one above. */
function Readout({ curves, ratio, lines, styles, at, x, width, picks }: ReadoutProps) {
  const { capacities, footprint, unit } = curves;
  const rows = ranked(curves, ratio, lines, at);
  const right = x > width * 0.55;
  return (
    <div className={classes.readout} style={right ? { right: width - x + 12 } : { left: x + 12 }}>
      <b>
        {formatCapacity(capacities[at], unit)} <span className={classes.share}>{formatShare(Math.min(1, capacities[at] / footprint))}</span>
      </b>
      {rows.map(({ id, title, value, error, tied }) => (
        <span key={id} className={classes.row}>
          <Swatch style={styles.get(id)} />
          <span>{title}</span>
          <code>
            {tied && '≈ '}
            {formatRatio({ value, error })}
          </code>
        </span>
      ))}
      {picks && <span className={classes.note}>Click to give the cache this capacity</span>}
    </div>
  );
}

/** A sample of a line. */
export function Swatch({ style }: { style: LineStyle | undefined }) {
  return (
    <svg width="18" height="4" aria-hidden="true" style={{ flex: 'none' }}>
      <line x1="0" x2="18" y1="2" y2="2" stroke={style?.color} strokeWidth="2" strokeDasharray={style?.dash} />
    </svg>
  );
}
