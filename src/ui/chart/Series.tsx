import { useEffect, useLayoutEffect, useMemo, useRef } from 'react';
import { flushSync } from 'react-dom';
import { hover } from '../plot/hover.ts';
import { type Plotted, usePlot } from '../plot/Plot.tsx';
import type { Domain } from '../plot/scale.ts';
import { seriesPath } from '../plot/seriesPath.ts';
import { results } from '../samples/results.ts';
import { armStyle, LONE_DASH } from './armStyles.ts';
import type { DrawnArm } from './Chart.tsx';
import { domainOf, type Measured, usualDomain } from './domain.ts';
import { forget, markDirty, redraw } from './redraw.ts';

interface SeriesProps {
  measured: Measured;
  arms: readonly DrawnArm[];
  selected: string;
  /** The axis as it is, and what to call when it is to be another. */
  domain: Domain;
  onDomain(domain: Domain): void;
  /** A question is open: what is not seen leaves no trace on the axis. */
  veiled: boolean;
  box: { readonly current: HTMLDivElement | null };
}

/** The arms' lines, drawn on the chart's scales without React in between: only a change of the axis renders anew. */
export function Series({ measured, arms, selected, domain, onDomain, veiled, box }: SeriesProps) {
  const plotted = usePlot();
  const paths = useRef(new Map<string, SVGPathElement>());
  const inView = useRef(true);
  const latest = useRef({ measured, arms, domain, plotted, onDomain, veiled });
  latest.current = { measured, arms, domain, plotted, onDomain, veiled };
  const chart = useMemo(
    () => ({
      inView: () => inView.current,
      draw(inFrame = false) {
        const { measured, arms, domain, plotted, onDomain, veiled } = latest.current;
        const wanted = domainOf(measured) ?? (veiled ? usualDomain(measured) : null);
        if (wanted && !isSame(wanted, domain)) {
          if (inFrame) flushSync(() => onDomain(wanted));
          else onDomain(wanted);
        } else drawPaths(paths.current, measured.meter, arms, plotted);
      },
    }),
    [],
  );
  useEffect(() => {
    const unsubscribe = results.subscribeToPictures(() => redraw(chart));
    const observer = new IntersectionObserver(([entry]) => {
      inView.current = entry.isIntersecting;
      if (entry.isIntersecting) markDirty(chart);
    });
    if (box.current) observer.observe(box.current);
    markDirty(chart);
    return () => {
      unsubscribe();
      observer.disconnect();
      forget(chart);
    };
  }, [chart, box]);
  useLayoutEffect(() => {
    chart.draw();
  });
  useEffect(() => {
    // one of many lines is lifted by fading the others
    const lift = () => {
      for (const [id, path] of paths.current) path.style.opacity = hover.arm === null || hover.arm === id ? '' : '0.25';
    };
    return hover.subscribe(lift);
  }, []);
  const ordered = [...arms].sort((a, b) => Number(a.id === selected) - Number(b.id === selected));
  return (
    <g>
      {ordered.map(({ id, index }) => {
        const { color, dash } = armStyle(index);
        return (
          <path
            key={id}
            ref={(element) => {
              if (element) paths.current.set(id, element);
              else paths.current.delete(id);
            }}
            fill="none"
            stroke={color}
            strokeDasharray={dash}
            strokeWidth={id === selected || arms.length === 1 ? 1.75 : 1.4}
            strokeLinejoin="round"
            strokeLinecap={dash ? 'butt' : 'round'}
          />
        );
      })}
    </g>
  );
}

function isSame(a: Domain, b: Domain): boolean {
  return a.low === b.low && a.high === b.high && a.zero === b.zero;
}

function drawPaths(paths: ReadonlyMap<string, SVGPathElement>, meter: string, arms: readonly DrawnArm[], plotted: Plotted): void {
  for (const { id, index } of arms) {
    const samples = results.samples(id, meter);
    const dot = armStyle(index).dash ? LONE_DASH : undefined;
    paths.get(id)?.setAttribute('d', samples ? seriesPath(samples, results.of(id)?.binWidth ?? 1, plotted, 0, dot) : '');
  }
}
