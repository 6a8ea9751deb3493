import { useComputedColorScheme } from '@mantine/core';
import { useReducedMotion } from '@mantine/hooks';
import { useEffect, useMemo, useRef } from 'react';
import type { Components } from '../../scenario/setting.ts';
import { useStories } from '../samples/results.ts';
import { useDocument } from '../store/document.ts';
import { playhead } from '../store/playhead.ts';
import { useSame } from '../store/useSame.ts';
import { FLOW_PARTS, firstFrom, flightsOf, flowsAt, TONES } from './flights.ts';
import type { WirePlace } from './layout.ts';
import classes from './Topology.module.css';

/** How long a journey takes on the screen at the most, and how long flow is counted [ms of real time]. */
const JOURNEY = 420;
/** More dots at once say no more. */
const MOST_DOTS = 44;
/** Going and coming keep to their own side of a wire [px]. */
const LANE = 9;
/** The greatest flow there is to see in a run [px]. */
const WIDEST_FLOW = 9;

const COLORS: Readonly<Record<(typeof TONES)[number], string>> = {
  first: '--ink-2',
  retry: '--retry',
  ok: '--ok',
  error: '--error',
  rejected: '--rejected',
  wasted: '--wasted',
};

/**
 * A sample of real requests on the wires. The model does not animate: this draws where its facts say they are, or, where
 * nobody could follow them, how many there are.
 */
export function FlightLayer({
  components,
  wires,
  width,
  height,
}: {
  components: Components;
  wires: readonly WirePlace[];
  width: number;
  height: number;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const scheme = useComputedColorScheme('light');
  const still = useReducedMotion();
  const stories = useStories();
  const duration = useDocument((state) => state.scenario.duration);
  // of components only the kinds matter, and an edit seldom changes those
  const kinds = useSame(Object.fromEntries(Object.entries(components).map(([id, { kind }]) => [id, { kind }])));
  const flights = useMemo(() => (stories ? flightsOf(stories, kinds, duration) : null), [stories, kinds, duration]);
  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (!element || !context) return;
    const ratio = window.devicePixelRatio || 1;
    element.width = Math.round(width * ratio);
    element.height = Math.round(height * ratio);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const style = getComputedStyle(document.documentElement);
    // the theme's colours are asked for again when it changes
    const colors = TONES.map((tone) => style.getPropertyValue(COLORS[tone]).trim() || scheme);
    const draw = (now: number) => {
      context.clearRect(0, 0, width, height);
      if (!flights) return;
      const { pace } = playhead;
      const factor = pace.factorAt(now);
      const flows = wires.map((_, wire) => still || flowsAt(flights.crossing[wire], factor));
      const real = pace.realAt(now);
      const since = pace.momentAt(real - JOURNEY);
      const first = firstFrom(flights, since);
      const last = Math.min(flights.count, firstFrom(flights, now + 1e-9));
      const counts = new Uint32Array(wires.length * TONES.length);
      for (let i = first; i < last; i++) if (flows[flights.wire[i]]) counts[flights.wire[i] * TONES.length + flights.tone[i]]++;
      drawFlow(context, wires, counts, (WIDEST_FLOW * duration) / FLOW_PARTS / ((now - since) * flights.most), colors);
      const every = Math.max(1, Math.ceil((last - first) / MOST_DOTS));
      for (let i = first; i < last; i++) {
        const wire = wires[flights.wire[i]];
        if (i % every !== 0 || !wire || flows[flights.wire[i]]) continue;
        const journey = Math.min(JOURNEY, flights.crossing[flights.wire[i]] / factor);
        const part = (real - pace.realAt(flights.time[i])) / journey;
        if (part > 1) continue;
        const back = flights.back[i] === 1;
        const p = back ? 1 - part : part;
        const x = wire.x1 + (wire.x2 - wire.x1) * p;
        const y = wire.y1 + (wire.y2 - wire.y1) * p + (back ? LANE : -LANE);
        context.fillStyle = colors[flights.tone[i]];
        if (back) context.fillRect(x - 3, y - 3, 6, 6);
        else {
          context.beginPath();
          context.arc(x, y, 3.5, 0, 2 * Math.PI);
          context.fill();
        }
      }
    };
    return playhead.follow(draw);
  }, [flights, wires, width, height, scheme, still, duration]);
  // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a canvas cannot be focused
  return <canvas ref={canvas} className={classes.flights} style={{ width, height }} aria-hidden="true" />;
}

/** Places in `TONES` of what goes out over a wire, and of what comes back, each with its lane [px]. */
const WAYS = [
  { tones: [0, 1], lane: -LANE },
  { tones: [2, 3, 4, 5], lane: LANE },
] as const;

/** A steep band is higher than it is thick, but no more than this often: the two ways of a wire keep apart. */
const STEEPEST = 1.8;

/**
 * Each way of a wire as a band as wide as what flows, its tones side by side, which ends upright at its boxes; `scale` is in
 * px for each that was counted.
 */
function drawFlow(
  context: CanvasRenderingContext2D,
  wires: readonly WirePlace[],
  counts: Uint32Array,
  scale: number,
  colors: readonly string[],
): void {
  for (const [w, { x1, y1, x2, y2 }] of wires.entries()) {
    const steep = Math.min(STEEPEST, Math.hypot(x2 - x1, y2 - y1) / Math.abs(x2 - x1));
    for (const { tones, lane } of WAYS) {
      const widths = tones.map((tone) => counts[w * TONES.length + tone] * scale);
      const sum = widths.reduce((a, b) => a + b, 0);
      const shrink = Math.min(1, WIDEST_FLOW / sum) * steep;
      let y = lane - (sum * shrink) / 2;
      for (const [k, tone] of tones.entries()) {
        const height = widths[k] * shrink;
        if (!(height > 0)) continue;
        const seen = Math.max(1, height);
        context.fillStyle = colors[tone];
        context.beginPath();
        context.moveTo(x1, y1 + y);
        context.lineTo(x2, y2 + y);
        context.lineTo(x2, y2 + y + seen);
        context.lineTo(x1, y1 + y + seen);
        context.fill();
        y += height;
      }
    }
  }
}
