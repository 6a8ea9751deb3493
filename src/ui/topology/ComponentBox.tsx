import type { KeyboardEvent } from 'react';
import { type ComponentDescription, policyOf } from '../../scenario/descriptions.ts';
import type { ComponentDoc } from '../../scenario/scenario.ts';
import { effective } from '../../scenario/setting.ts';
import { extent } from '../plot/seriesPath.ts';
import { formatFigure } from '../quantity.ts';
import { results } from '../samples/results.ts';
import { useSession } from '../store/session.ts';
import { alertOf } from './alertOf.ts';
import { type Box, MIDDLE } from './layout.ts';
import { roundCount } from './roundCount.ts';
import { strainOf } from './strainOf.ts';
import classes from './Topology.module.css';

/** Cells are drawn up to so many; more servers than that are a bar. */
const MOST_CELLS = 40;

/** Width of a letter of a box's first line, about [px]; characters of a state, where not all of it has room. */
const LETTER = 6.8;
/** The same of its other lines. */
const SMALL_LETTER = 5.2;
/** And of what is wrong, which begins with a wide sign. */
const ALERT_LETTER = 5.9;
const LEAST_STATE = 7;
const FAULTS: ReadonlySet<string> = new Set(['fault', 'workerFault', 'replicaFault']);

/** A component with what is happening in it at a moment: its state, its gauges, what is wrong. */
export function ComponentBox({
  box,
  width,
  height,
  doc,
  description,
  arm,
  now,
  selected,
  still = false,
}: {
  box: Box;
  width: number;
  height: number;
  doc: ComponentDoc;
  description: ComponentDescription;
  arm: string;
  now: number;
  selected: boolean;
  /** Whether it is only looked at: what it stands in takes the clicks and keys. */
  still?: boolean;
}) {
  const { choose } = useSession.getState();
  const { face } = description;
  const figure = (meter: string) => results.at(arm, `${box.id}.${meter}`, now);
  const unitOf = (meter: string) => description.meters.find(({ name }) => name === meter)?.unit ?? '';
  const words = (text: string, figureOf = figure) =>
    text.replace(/\{(\w+(?:\.\w+)*)\}/g, (_, meter: string) => formatFigure(roundCount(figureOf(meter), unitOf(meter)), unitOf(meter)));
  const strain = strainOf(
    face.strains ?? [],
    (meter, from, to) => results.mean(arm, `${box.id}.${meter}`, from, to),
    now,
    results.of(arm)?.binWidth ?? 0,
  );
  // what is 0 goes without saying, but for what comes first
  const [first, ...others] = face.line.split(' · ');
  // nor is what is not known
  const parts = [first, ...others.filter((part) => !words(part).startsWith('0 '))]
    .map((part) => words(part))
    .filter((part) => !part.includes(UNKNOWN));
  while (parts.length > 1 && parts.join(' · ').length * SMALL_LETTER > width - 18) parts.pop();
  const line = parts.join(' · ');
  const beside = width - (face.column ? 40 : 18);
  const own = alertOf(face.alerts, figure);
  const alert = strain ? { text: words(strain.text, strain.mean), tone: 'error' as const } : own;
  const alarmed = strain !== null || (own !== undefined && figure(own.meter) > 0);
  const alertText = alert ? `${alert.tone === 'retry' ? '↻' : '✕'} ${words(alert.text)}` : '';
  // that nothing is wrong is said where there is room for it
  const saysAlert = alarmed || (!face.cells && alertText.length * ALERT_LETTER <= beside);
  const handlesJobs = description.takes.includes('jobs') || description.sends.includes('jobs');
  const shown = face.shows.flatMap((name) => {
    const param = description.params[name];
    if (param?.type !== 'policy') return [];
    const { kind } = effective(param, doc[name]) as { kind: string };
    // of queues and workers only what is out of the ordinary is named: the rest would be too much
    if (kind === 'none' || (handlesJobs && kind === param.default.kind)) return [];
    return [{ title: policyOf(param.seam, kind)?.title ?? kind, fault: FAULTS.has(name) }];
  });
  const faulty = shown.some(({ fault }) => fault);
  const name = doc.title ?? box.id;
  const state = shown
    .sort((a, b) => Number(b.fault) - Number(a.fault))
    .map(({ title }) => title)
    .join(', ');
  // characters beside the name
  const room = Math.min(state.length, Math.floor((width - 30) / LETTER) - name.length);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    event.stopPropagation();
    choose({ component: box.id, pane: 'controls' });
  };
  return (
    <g
      transform={`translate(${box.x},${box.y})`}
      className={classes.box}
      {...(still
        ? {}
        : {
            role: 'button',
            tabIndex: 0,
            'data-part': box.id,
            'aria-pressed': selected,
            onClick: () => choose({ component: box.id, pane: 'controls' }),
            onKeyDown,
          })}
    >
      <rect
        width={width}
        height={height}
        rx={Math.min(10, height / 4)}
        className={classes.frame}
        data-selected={selected || undefined}
        data-strained={strain !== null || undefined}
      />
      {height < MIDDLE ? (
        <Name text={name} x={10} y={height / 2 + 4} room={width - 20} />
      ) : height < FULL_TEXT ? (
        <>
          <Name text={name} x={12} y={height / 2 - 4} room={width - (face.column ? 36 : 22)} />
          <text x="12" y={height / 2 + 12} className={strain ? classes.alert : classes.line} data-tone={strain ? 'error' : undefined}>
            <Fitted
              text={(strain ? alert?.text : parts[0]) ?? ''}
              letter={strain ? ALERT_LETTER : SMALL_LETTER}
              room={width - (face.column ? 36 : 18)}
            />{' '}
          </text>
          {face.column && (
            <Column x={width - 20} y={9} height={height - 18} level={figure(face.column)} most={mostOf(arm, `${box.id}.${face.column}`)} />
          )}
        </>
      ) : (
        <>
          <Name text={name} x={12} y={21} room={width - 22} />
          {room > 0 && room >= Math.min(LEAST_STATE, state.length) && (
            <text x={width - 10} y="21" textAnchor="end" className={classes.state} data-fault={faulty || undefined}>
              {room < state.length && <title>{state}</title>}
              {`${clip(state, room)} `}
            </text>
          )}
          <text x="12" y="37" className={classes.line}>
            <Fitted text={line} letter={SMALL_LETTER} room={width - 18} />{' '}
          </text>
          {alert && saysAlert && !alertText.includes(UNKNOWN) && (
            <text x="12" y={face.cells ? 75 : 62} className={classes.alert} data-tone={alarmed ? alert.tone : undefined}>
              <Fitted text={alertText} letter={ALERT_LETTER} room={beside} />
            </text>
          )}
          {face.cells && <Cells filled={figure(face.cells.filled)} of={figure(face.cells.of)} room={width - 48} small={alarmed} />}
          {face.column && (
            <Column x={width - 22} y={48} height={26} level={figure(face.column)} most={mostOf(arm, `${box.id}.${face.column}`)} />
          )}
        </>
      )}
    </g>
  );
}

/** How a figure reads that there is not. */
const UNKNOWN = '–';

/** From this height on a box has room for everything [px]. */
const FULL_TEXT = 78;

function Name({ text, x, y, room }: { text: string; x: number; y: number; room: number }) {
  return (
    <text x={x} y={y} className={classes.name}>
      <Fitted text={text} letter={LETTER} room={room} />{' '}
    </text>
  );
}

/** Nothing is cut: what is too long is set narrower. @param letter its width, about [px] */
function Fitted({ text, letter, room }: { text: string; letter: number; room: number }) {
  const long = text.length * letter > room;
  return (
    <tspan textLength={long ? room : undefined} lengthAdjust="spacingAndGlyphs">
      {text}
    </tspan>
  );
}

function clip(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

function mostOf(arm: string, meter: string): number {
  const samples = results.samples(arm, meter);
  return samples ? extent(samples).most : 0;
}

/** @param small whether there is a text below it */
function Cells({ filled, of, room, small }: { filled: number; of: number; room: number; small: boolean }) {
  if (!(of > 0)) return null;
  if (of > (small ? MOST_CELLS / 2 : MOST_CELLS)) {
    const width = room;
    return (
      <g transform="translate(12,50)">
        <rect width={width} height="12" rx="2" className={classes.empty} />
        <rect width={Math.min(1, filled / of) * width} height="12" rx="2" className={classes.filled} />
      </g>
    );
  }
  const cells = Math.round(of);
  const perRow = cells <= 10 ? cells : Math.ceil(cells / (cells > 20 ? 3 : 2));
  const size = cells > (small ? 10 : 20) ? 6 : 8;
  const pitch = Math.min(size + 3, room / perRow);
  const places = Array.from({ length: cells }, (_, i) => ({ x: (i % perRow) * pitch, y: Math.floor(i / perRow) * (size + 2.5) }));
  return (
    <g transform={`translate(12,${size === 6 ? 47 : 48})`}>
      {places.map(({ x, y }, i) => (
        <rect
          key={`${x} ${y}`}
          x={x}
          y={y}
          width={Math.min(size, pitch - 1.5)}
          height={size}
          rx="2"
          className={i < Math.round(filled) ? classes.filled : classes.empty}
        />
      ))}
    </g>
  );
}

/** How long the queue is, against its longest in this run. */
function Column({ x, y, height, level, most }: { x: number; y: number; height: number; level: number; most: number }) {
  const part = level > 0 ? Math.min(1, level / Math.max(level, most)) : 0;
  return (
    <g transform={`translate(${x},${y})`}>
      <rect width="9" height={height} rx="2" className={classes.empty} />
      <rect y={height * (1 - part)} width="9" height={height * part} rx="2" className={classes.queued} />
    </g>
  );
}
