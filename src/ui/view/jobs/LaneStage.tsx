import { useComputedColorScheme } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { type KeyboardEvent, type PointerEvent, useEffect, useMemo, useRef, useState } from 'react';
import type { Jobs } from '../../../host/jobs.ts';
import type { Band } from '../../chart/bands.ts';
import { timeTicks } from '../../plot/axis.ts';
import { playhead } from '../../store/playhead.ts';
import { AXIS, COLOURS, draw, type Hit, type Paint } from './draw.ts';
import classes from './Jobs.module.css';
import type { Lane, PlacedLane } from './lanes.ts';
import type { LaneWindow } from './laneWindow.ts';
import { linesOf } from './words.ts';

interface StageProps {
  jobs: Jobs;
  lanes: readonly PlacedLane[];
  /** Height of all lanes together [px]. */
  total: number;
  nameOf(lane: Lane): string;
  bands: readonly Band[];
  view: LaneWindow;
  onZoom(factor: number): void;
}

/** A pointer that moves less than this has clicked [px]. */
const CLICK = 4;
/** What a press of a key moves, as a share of the window. */
const STEP = 0.25;

/** The lanes as a picture: drawn by hand, because they move sixty times a second. */
export function LaneStage({ jobs, lanes, total, nameOf, bands, view, onZoom }: StageProps) {
  const { ref, width, height } = useElementSize();
  const scroller = useRef<HTMLElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const paint = usePaint();
  const hits = useRef<readonly Hit[]>([]);
  const [pointed, setPointed] = useState<Hit | null>(null);
  /** A job that was chosen stays so until another is, or none. */
  const [kept, setKept] = useState(false);
  const gutter = width < 520 ? 76 : 124;
  const latest = useRef<() => void>(() => {});
  latest.current = () => {
    const context = canvas.current?.getContext('2d');
    if (!context || width === 0 || height === 0) return;
    const { now } = playhead;
    const { from, to } = view.at(now);
    const ticks = ticksIn(from, to, Math.max(2, Math.floor((width - gutter) / 90)));
    const scale = window.devicePixelRatio || 1;
    context.setTransform(scale, 0, 0, scale, 0, 0);
    hits.current = draw(context, paint, {
      jobs,
      lanes,
      nameOf,
      bands,
      from,
      to,
      now,
      ticks,
      width,
      height,
      scrolled: scroller.current?.scrollTop ?? 0,
      gutter,
      pointed: pointed?.row ?? -1,
    });
  };
  useEffect(() => {
    if (!canvas.current) return;
    const scale = window.devicePixelRatio || 1;
    canvas.current.width = Math.floor(width * scale);
    canvas.current.height = Math.floor(height * scale);
  }, [width, height]);
  useEffect(() => {
    latest.current();
  });
  useEffect(() => playhead.follow(() => latest.current()), []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another run has other rows
  useEffect(() => {
    setPointed(null);
    setKept(false);
  }, [jobs]);
  const timeAt = (x: number) => {
    const { from, to } = view.at(playhead.now);
    return from + ((x - gutter) / (width - gutter)) * (to - from);
  };
  useWheel(scroller, (event) => {
    const left = canvas.current?.getBoundingClientRect().left ?? 0;
    if (event.ctrlKey || event.metaKey) {
      view.zoom(event.deltaY > 0 ? 1.25 : 0.8, timeAt(event.clientX - left));
      onZoom(1);
    } else if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      view.pan(((event.deltaX || event.deltaY) / (width - gutter)) * view.span);
      onZoom(1);
    } else return false;
    return true;
  });
  const drag = useRef<{ x: number; y: number; moved: boolean } | null>(null);
  const placeOf = (event: PointerEvent) => {
    const box = canvas.current!.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return;
    drag.current = { ...placeOf(event), moved: false };
  };
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    const { x, y } = placeOf(event);
    const from = drag.current;
    if (from && (event.buttons & 1) === 1) {
      if (!from.moved && Math.abs(x - from.x) < CLICK) return;
      if (!from.moved) event.currentTarget.setPointerCapture(event.pointerId);
      view.pan(((from.x - x) / (width - gutter)) * view.span);
      drag.current = { x, y, moved: true };
      onZoom(1);
      return;
    }
    if (!kept) setPointed(hitAt(hits.current, x, y));
  };
  const onPointerUp = (event: PointerEvent<HTMLElement>) => {
    const from = drag.current;
    drag.current = null;
    if (!from || from.moved) return;
    const { x, y } = placeOf(event);
    const hit = hitAt(hits.current, x, y);
    setPointed(hit);
    setKept(hit !== null);
    if (hit || x < gutter) return;
    const time = Math.min(jobs.duration, Math.max(0, timeAt(x)));
    view.seekWithin(time);
    playhead.seek(time);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const turn = (by: number) => {
      const rows = [...hits.current].sort((a, b) => a.row - b.row);
      if (rows.length === 0) return;
      const at = rows.findIndex(({ row }) => row === pointed?.row);
      setPointed(rows[at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + by))]);
      setKept(true);
    };
    const acts: Readonly<Record<string, () => void>> = {
      '+': () => onZoom(0.5),
      '=': () => onZoom(0.5),
      '-': () => onZoom(2),
      ArrowDown: () => turn(1),
      ArrowUp: () => turn(-1),
      ',': () => {
        view.pan(-STEP * view.span);
        onZoom(1);
      },
      '.': () => {
        view.pan(STEP * view.span);
        onZoom(1);
      },
      Escape: () => {
        setPointed(null);
        setKept(false);
      },
    };
    const act = acts[event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };
  return (
    <>
      <section
        ref={scroller}
        className={classes.lanes}
        aria-label="Lanes: arrow keys go from delivery to delivery, plus and minus zoom, comma and full stop move the window"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: keys move what it shows
        tabIndex={0}
        onScroll={() => latest.current()}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={onPointerUp}
        onPointerLeave={() => !kept && setPointed(null)}
        onKeyDown={onKeyDown}
      >
        <div ref={ref} className={classes.window}>
          <canvas
            ref={canvas}
            style={{ width, height }}
            role="img"
            aria-label={`${lanes.length} lanes`}
            data-over={pointed !== null || undefined}
          />
        </div>
        <div style={{ height: Math.max(0, total + AXIS - height) }} />
      </section>
      {pointed && <Tip jobs={jobs} hit={pointed} width={width} height={height} />}
      <p className="visually-hidden" aria-live="polite">
        {pointed && kept ? `Job ${jobs.deliveries.job[pointed.row]}: ${linesOf(jobs, pointed.row).join(', ')}` : ''}
      </p>
    </>
  );
}

/** What is known of a delivery, beside its bar. */
function Tip({ jobs, hit, width, height }: { jobs: Jobs; hit: Hit; width: number; height: number }) {
  const { job, key, tenant } = jobs.deliveries;
  const above = hit.y2 > height * 0.55;
  return (
    <div
      className={classes.tip}
      style={{
        left: Math.max(8, Math.min(width - 268, hit.x1)),
        ...(above ? { bottom: height - hit.y1 + 6 } : { top: hit.y2 + 6 }),
      }}
    >
      <strong>Job {job[hit.row]}</strong>
      <span>
        key {key[hit.row]}, tenant {tenant[hit.row]}
      </span>
      <ul>
        {linesOf(jobs, hit.row).map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </div>
  );
}

/** The bar at a place; the last one drawn lies on top. */
function hitAt(hits: readonly Hit[], x: number, y: number): Hit | null {
  if (y < AXIS) return null;
  return hits.findLast((hit) => x >= hit.x1 - 2 && x <= hit.x2 + 2 && y >= hit.y1 && y < hit.y2) ?? null;
}

/** Round moments between two others [ms]. */
function ticksIn(from: number, to: number, most: number): readonly number[] {
  const [first = 0, second = to - from] = timeTicks(to - from, most);
  const step = second - first;
  const ticks: number[] = [];
  for (let tick = Math.ceil(from / step) * step; tick <= to; tick += step) ticks.push(tick);
  return ticks;
}

/** A wheel that may be taken: then nothing scrolls. */
function useWheel(element: { readonly current: HTMLElement | null }, act: (event: WheelEvent) => boolean): void {
  const latest = useRef(act);
  latest.current = act;
  useEffect(() => {
    const target = element.current;
    if (!target) return;
    const turned = (event: WheelEvent) => {
      if (latest.current(event)) event.preventDefault();
    };
    target.addEventListener('wheel', turned, { passive: false });
    return () => target.removeEventListener('wheel', turned);
  }, [element]);
}

/** The page's colours as a canvas needs them; other ones when the scheme changes. */
function usePaint(): Paint {
  const scheme = useComputedColorScheme('light');
  // biome-ignore lint/correctness/useExhaustiveDependencies: the scheme decides what the variables say
  return useMemo(() => {
    const style = getComputedStyle(document.documentElement);
    return Object.fromEntries(
      Object.entries(COLOURS).map(([name, variable]) => [name, style.getPropertyValue(variable)]),
    ) as unknown as Paint;
  }, [scheme]);
}
