import type { ReactNode } from 'react';
import classes from './Readout.module.css';

/** What a plot says at its crosshair, on the side where there is room. @param x of the crosshair, width of the plot [px] */
export function Readout({ x, width, top, children }: { x: number; width: number; top: number; children: ReactNode }) {
  const left = x > width * 0.55;
  return (
    <div className={classes.readout} style={{ top, ...(left ? { right: width - x + 12 } : { left: x + 12 }) }}>
      {children}
    </div>
  );
}
