import { createContext, type ReactNode, useContext, useMemo } from 'react';
import classes from './Plot.module.css';
import { type Domain, type Scale, scaleOf } from './scale.ts';

/** One side of a plot. */
export interface Axis {
  log?: boolean;
  domain: Domain;
  /** Values that are labelled. @param length of the axis [px] */
  ticks(length: number): readonly number[];
  label(tick: number): string;
}

/** Where things are [px]. */
export interface Area {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

export interface Plotted {
  x: Scale;
  y: Scale;
  /** The same, but what is more than the axis shows lies above the area: for marks that are cut off there. */
  beyond: (value: number) => number;
  area: Area;
}

/** Room around the area for labels [px]. */
export interface Room {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

interface PlotProps {
  width: number;
  height: number;
  room: Room;
  x: Axis;
  y: Axis;
  /** The same horizontal axis told otherwise, above. */
  above?: Axis;
  /** The marks; they ask `usePlot` for the scales. */
  children?: ReactNode;
}

const Context = createContext<Plotted | null>(null);

/** The scales of the plot around a mark. */
export function usePlot(): Plotted {
  const plotted = useContext(Context);
  if (plotted === null) throw new Error('A mark stands in a Plot');
  return plotted;
}

/** The frame of every chart: two axes, a grid, and whatever marks lie on them. */
export function Plot({ width, height, room, x, y, above, children }: PlotProps) {
  const { left, right, top, bottom } = room;
  const plotted = useMemo((): Plotted => {
    const area = { left, right: Math.max(left + 1, width - right), top, bottom: Math.max(top + 1, height - bottom) };
    const scale = scaleOf(y.log === true, y.domain, area.bottom, area.top);
    const open = scaleOf(y.log === true, y.domain, area.bottom, area.top, false);
    return {
      area,
      x: scaleOf(x.log === true, x.domain, area.left, area.right),
      y: scale,
      beyond: (value) => (value > y.domain.high ? open(value) : scale(value)),
    };
  }, [left, right, top, bottom, width, height, x.log, x.domain, y.log, y.domain]);
  const { area } = plotted;
  return (
    <svg width={width} height={height} className={classes.plot} aria-hidden="true">
      {y.ticks(area.bottom - area.top).map((tick) => (
        <g key={tick} transform={`translate(0 ${plotted.y(tick).toFixed(1)})`}>
          <line x1={area.left} x2={area.right} className={classes.grid} />
          <text x={area.left - 6} dy="0.35em" textAnchor="end">
            {y.label(tick)}
          </text>
        </g>
      ))}
      <Labels axis={x} scale={plotted.x} at={height - 5} area={area} />
      {above && (
        <Labels axis={above} scale={scaleOf(above.log === true, above.domain, area.left, area.right)} at={area.top - 5} area={area} />
      )}
      <Context value={plotted}>{children}</Context>
    </svg>
  );
}

/** Half of what a label takes [px]: one at an end of the axis is set inside, and keeps clear of the lowest of the other axis. */
const HALF = 14;

function Labels({ axis, scale, at, area: { left, right } }: { axis: Axis; scale: Scale; at: number; area: Area }) {
  return axis.ticks(right - left).map((tick) => {
    const x = scale(tick);
    return (
      <text key={tick} x={x} y={at} textAnchor={x > right - HALF ? 'end' : x < left + HALF ? 'start' : 'middle'}>
        {axis.label(tick)}
      </text>
    );
  });
}
