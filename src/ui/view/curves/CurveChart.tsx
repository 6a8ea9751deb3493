import { type PointerEvent, useMemo, useRef, useState } from 'react';
import type { Curves } from '../../../host/look/curves.ts';
import { type Axis, Plot, usePlot } from '../../plot/Plot.tsx';
import { Readout } from '../../plot/Readout.tsx';
import { scaleOf } from '../../plot/scale.ts';
import { useSize } from '../../plot/useSize.ts';
import { formatNumber } from '../../quantity.ts';
import classes from './CurveChart.module.css';
import type { LineStyle } from './lineStyles.ts';
import { type ChosenLine, capacityTicks, errorsOf, formatCapacity, formatRatio, formatShare, type Ratio, ranked } from './study.ts';

/** Room for the labels [px]. */
const ROOM = { left: 58, right: 14, top: 20, bottom: 18 };
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
  const ref = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(ref);
  const [pointed, setPointed] = useState<number | null>(null);
  const { capacities, footprint, unit } = curves;
  const [low, high] = domainOf(capacities, now);
  const x = scaleOf(true, { low, high }, ROOM.left, Math.max(ROOM.left + 1, width - ROOM.right));
  const axes = useMemo(() => axesOf(low, high, footprint, unit), [low, high, footprint, unit]);
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
        <Plot width={width} height={height} room={ROOM} {...axes}>
          <Lines curves={curves} ratio={ratio} lines={lines} styles={styles} now={now} pointed={shown} />
        </Plot>
      )}
      {shown !== null && (
        <Ranking
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
      <span className={classes.unit}>of {unit}</span>
      {unit === 'keys' && (
        <span className={classes.unit} data-below>
          keys
        </span>
      )}
    </div>
  );
}

/** Capacities below, their shares of all keys above, miss ratios at the side. */
function axesOf(low: number, high: number, footprint: number, unit: Curves['unit']): { x: Axis; y: Axis; above: Axis } {
  const most = (length: number) => (length < 350 ? 4 : length < 730 ? 7 : 12);
  /** Few keys are counted one by one. */
  const each = (length: number) =>
    unit === 'keys' && high <= most(length)
      ? Array.from({ length: Math.floor(high) }, (_, i) => i + 1).filter((keys) => keys >= low)
      : null;
  return {
    x: {
      log: true,
      domain: { low, high },
      ticks: (length) => each(length) ?? capacityTicks(low, high, most(length)),
      label: (capacity) => (unit === 'keys' ? short(capacity) : formatCapacity(capacity, unit).replace(/\s/g, '')),
    },
    above: {
      log: true,
      domain: { low: low / footprint, high: high / footprint },
      ticks: (length) =>
        (each(length)?.map((keys) => keys / footprint) ?? capacityTicks(low / footprint, high / footprint, most(length))).filter(
          (share) => share <= 1,
        ),
      label: (share) => `${formatNumber(share * 100)}%`,
    },
    y: {
      domain: { low: 0, high: 1 },
      ticks: (length) => (length < 112 ? [0, 0.5, 1] : PER_CENT),
      label: (share) => `${Math.round(share * 100)}%`,
    },
  };
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
  pointed: number | null;
}

function Lines({ curves, ratio, lines, styles, now, pointed }: LinesProps) {
  const { x, y, area } = usePlot();
  const { capacities } = curves;
  const { left, right, top, bottom } = area;
  const nowX = now === null ? null : x(now);
  return (
    <g>
      {nowX !== null && nowX >= left && nowX <= right + 0.5 && (
        <g>
          <line x1={nowX} x2={nowX} y1={top} y2={bottom} stroke="var(--accent)" />
          <text
            x={nowX + (nowX > right - 30 ? -4 : 4)}
            y={bottom - 5}
            textAnchor={nowX > right - 30 ? 'end' : 'start'}
            fontSize={11}
            fill="var(--accent)"
          >
            now
          </text>
        </g>
      )}
      {pointed !== null && (
        <line x1={x(capacities[pointed])} x2={x(capacities[pointed])} y1={top} y2={bottom} stroke="var(--ink-3)" opacity={0.6} />
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

interface RankingProps extends Pick<CurveChartProps, 'curves' | 'ratio' | 'lines' | 'styles'> {
  at: number;
  x: number;
  width: number;
  picks: boolean;
}

/** All values at a capacity, the best first; ≈ where it is not certain that a line is worse than the one above. */
function Ranking({ curves, ratio, lines, styles, at, x, width, picks }: RankingProps) {
  const { capacities, footprint, unit } = curves;
  const rows = ranked(curves, ratio, lines, at);
  return (
    <Readout x={x} width={width} top={ROOM.top}>
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
    </Readout>
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
