import { useComputedColorScheme } from '@mantine/core';
import { useReducedMotion } from '@mantine/hooks';
import { useEffect, useMemo, useRef } from 'react';
import type { Components } from '../../scenario/setting.ts';
import { useStories } from '../samples/results.ts';
import { playhead } from '../store/playhead.ts';
import { firstFrom, flightsOf, TONES } from './flights.ts';
import type { WirePlace } from './layout.ts';
import classes from './Topology.module.css';

/** How long a journey takes on the screen [ms of real time]; requests take no time on an instant network. */
const JOURNEY = 420;
/** More dots at once say no more. */
const MOST_DOTS = 44;
/** Going and coming keep to their own side of a wire [px]. */
const LANE = 9;

const COLORS: Readonly<Record<(typeof TONES)[number], string>> = {
  first: '--ink-2',
  retry: '--retry',
  ok: '--ok',
  error: '--error',
  rejected: '--rejected',
  wasted: '--wasted',
};

/** A sample of real requests on the wires. The model does not animate: this draws where its facts say they are. */
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
  const flights = useMemo(() => (stories ? flightsOf(stories, components) : null), [stories, components]);
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
      if (!flights || still) return;
      const journey = JOURNEY * playhead.speed;
      const first = firstFrom(flights, now - journey);
      const last = Math.min(flights.count, firstFrom(flights, now + 1e-9));
      const every = Math.max(1, Math.ceil((last - first) / MOST_DOTS));
      for (let i = first; i < last; i++) {
        if (i % every !== 0) continue;
        const wire = wires[flights.wire[i]];
        if (!wire) continue;
        const part = (now - flights.time[i]) / journey;
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
  }, [flights, wires, width, height, scheme, still]);
  // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a canvas cannot be focused
  return <canvas ref={canvas} className={classes.flights} style={{ width, height }} aria-hidden="true" />;
}
