import { useElementSize } from '@mantine/hooks';
import { useEffect, useMemo } from 'react';
import { BASE } from '../../scenario/scenario.ts';
import { results, useResults } from '../samples/results.ts';
import { wantStories } from '../samples/simulate.ts';
import { useDocument } from '../store/document.ts';
import { usePlayhead } from '../store/playhead.ts';
import { FlightLayer } from '../topology/FlightLayer.tsx';
import classes from './Landing.module.css';
import { CLIENT, SERVICE } from './landing.ts';

const SERVERS = 20;
const HEIGHT = 34;

/** Who calls whom, as small as it goes: dots on a wire, and a square a server, hatched while it works for nobody. */
export function Strip() {
  const components = useDocument((state) => state.scenario.components);
  const now = usePlayhead();
  useResults();
  const { ref, width } = useElementSize();
  useEffect(() => {
    wantStories(true);
    return () => wantStories(false);
  }, []);
  const wires = useMemo(() => [{ from: CLIENT, to: SERVICE, x1: 4, y1: HEIGHT / 2, x2: Math.max(5, width - 4), y2: HEIGHT / 2 }], [width]);
  const at = (meter: string) => {
    const value = results.at(BASE, `${SERVICE}.${meter}`, now);
    return Number.isNaN(value) ? 0 : value;
  };
  const busy = Math.round(at('busy'));
  const ended = at('throughput');
  const idle = ended > 0 ? Math.round(busy * Math.min(1, at('wasted') / ended)) : 0;
  const stateOf = (server: number) => (server >= busy ? 'free' : server >= busy - idle ? 'wasted' : 'works');
  return (
    <div
      className={classes.strip}
      role="img"
      aria-label={`Checkout: ${busy} of ${SERVERS} servers busy, ${idle} of them for customers who have left`}
    >
      <span>Customers</span>
      <span ref={ref} className={classes.wire}>
        {width > 0 && <FlightLayer components={components} wires={wires} width={width} height={HEIGHT} />}
      </span>
      <span>Checkout</span>
      <span className={classes.servers}>
        {Array.from({ length: SERVERS }, (_, server) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a server has no other name than its place
          <i key={server} data-state={stateOf(server)} />
        ))}
      </span>
    </div>
  );
}
