import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from 'react';
import type { Band } from '../chart/bands.ts';
import { playhead } from '../store/playhead.ts';
import { timeTicksBetween } from './axis.ts';
import { AXIS, drawLanes, FRAME_COLOURS, type Spans } from './drawLanes.ts';
import { hover } from './hover.ts';
import classes from './LaneStage.module.css';
import { type Hit, hitAt, type Lane, type PlacedLane } from './lanes.ts';
import type { LaneWindow } from './laneWindow.ts';
import { usePaint } from './usePaint.ts';
import { useSize } from './useSize.ts';

interface StageProps<L extends Lane> {
  /** The same object while it draws the same. */
  spans: Spans;
  lanes: readonly PlacedLane<L>[];
  /** Height of all lanes together [px]. */
  total: number;
  nameOf(lane: L): string;
  bands: readonly Band[];
  view: LaneWindow;
  /** What the keys go through: `delivery` */
  noun: string;
  /** What there is to see, in one sentence. */
  summary: string;
  onZoom(factor: number): void;
}

/** A pointer that moves less than this has clicked [px]. */
const CLICK = 4;
/** What a press of a key moves, as a share of the window. */
const STEP = 0.25;

/** The lanes as a picture: drawn by hand, because they move sixty times a second. */
export function LaneStage<L extends Lane>({ spans, lanes, total, nameOf, bands, view, noun, summary, onZoom }: StageProps<L>) {
  const frame = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(frame);
  const scroller = useRef<HTMLElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const paint = usePaint(FRAME_COLOURS);
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
    const ticks = timeTicksBetween(from, to, Math.max(2, Math.floor((width - gutter) / 90)));
    const scale = window.devicePixelRatio || 1;
    context.setTransform(scale, 0, 0, scale, 0, 0);
    hits.current = drawLanes(context, paint, {
      spans,
      lanes,
      nameOf,
      bands,
      from,
      to,
      now,
      crosshair: hover.time,
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
  useEffect(() => {
    const unfollow = playhead.follow(() => latest.current());
    const unsubscribe = hover.subscribe(() => latest.current());
    return () => {
      unfollow();
      unsubscribe();
    };
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another run has other rows
  useEffect(() => {
    setPointed(null);
    setKept(false);
  }, [spans.begins]);
  const timeAt = (x: number) => {
    const { from, to } = view.at(playhead.now);
    return from + ((x - gutter) / (width - gutter)) * (to - from);
  };
  const within = (time: number) => Math.min(view.duration, Math.max(0, time));
  /** The bar at a place below the axis. */
  const under = (x: number, y: number) => (y < AXIS ? null : hitAt(hits.current, x, y));
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
    hover.move(x < gutter ? null : within(timeAt(x)));
    if (!kept) setPointed(under(x, y));
  };
  const onPointerUp = (event: PointerEvent<HTMLElement>) => {
    const from = drag.current;
    drag.current = null;
    if (!from || from.moved) return;
    const { x, y } = placeOf(event);
    const hit = under(x, y);
    setPointed(hit);
    setKept(hit !== null);
    if (hit || x < gutter) return;
    const time = within(timeAt(x));
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
        aria-label={`Lanes: arrow keys go from ${noun} to ${noun}, plus and minus zoom, comma and full stop move the window`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: keys move what it shows
        tabIndex={0}
        onScroll={() => latest.current()}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={onPointerUp}
        onPointerLeave={() => {
          hover.move(null);
          if (!kept) setPointed(null);
        }}
        onKeyDown={onKeyDown}
      >
        <div ref={frame} className={classes.window}>
          <canvas ref={canvas} style={{ width, height }} role="img" aria-label={summary} data-over={pointed !== null || undefined} />
        </div>
        <div style={{ height: Math.max(0, total + AXIS - height) }} />
      </section>
      {pointed && <Tip {...spans.tell(pointed.row)} hit={pointed} width={width} height={height} />}
      <p className="visually-hidden" aria-live="polite">
        {pointed && kept ? spoken(spans.tell(pointed.row)) : ''}
      </p>
    </>
  );
}

type Told = ReturnType<Spans['tell']>;
const spoken = ({ name, lines }: Told) => `${name}: ${lines.join(', ')}`;

/** What is known of a row, beside its bar. */
function Tip({ name, of, lines, hit, width, height }: Told & { hit: Hit; width: number; height: number }) {
  const above = hit.y2 > height * 0.55;
  return (
    <div
      className={classes.tip}
      style={{
        left: Math.max(8, Math.min(width - 268, hit.x1)),
        ...(above ? { bottom: height - hit.y1 + 6 } : { top: hit.y2 + 6 }),
      }}
    >
      <strong>{name}</strong>
      <span>{of}</span>
      <ul>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </div>
  );
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
