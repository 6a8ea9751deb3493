import { useEffect, useRef } from 'react';
import { playhead } from '../store/playhead.ts';
import { hover } from './hover.ts';
import classes from './TimeLines.module.css';

interface TimeLinesProps {
  /** Where the axis begins and ends [px]. */
  left: number;
  right: number;
  /** Which moments those are [ms]. */
  from: number;
  to: number;
  /** Room above and below the lines [px]. */
  top: number;
  bottom: number;
}

/** The playhead and the crosshair of a plot over time, moved without rendering. */
export function TimeLines({ left, right, from, to, top, bottom }: TimeLinesProps) {
  const head = useRef<HTMLDivElement>(null);
  const cross = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const place = (element: HTMLElement | null, time: number | null) => {
      if (!element) return;
      element.hidden = time === null || time < from || time > to;
      if (time !== null) element.style.transform = `translateX(${left + ((time - from) / (to - from)) * (right - left)}px)`;
    };
    const unfollow = playhead.follow((time) => place(head.current, time));
    const moved = () => place(cross.current, hover.time);
    moved();
    const unsubscribe = hover.subscribe(moved);
    return () => {
      unfollow();
      unsubscribe();
    };
  }, [left, right, from, to]);
  return (
    <>
      <div ref={cross} className={classes.crosshair} style={{ top, bottom }} hidden />
      <div ref={head} className={classes.playhead} style={{ top, bottom }} />
    </>
  );
}
