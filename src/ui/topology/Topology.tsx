import { useElementSize, useViewportSize } from '@mantine/hooks';
import { type KeyboardEvent, useEffect, useMemo } from 'react';
import { componentsAt, planOf } from '../../scenario/arm.ts';
import { type ComponentDescription, componentOf, policyOf } from '../../scenario/descriptions.ts';
import type { ComponentDoc } from '../../scenario/scenario.ts';
import { effective } from '../../scenario/setting.ts';
import { calleesOf } from '../../sim/param/wires.ts';
import { extent } from '../plot/seriesPath.ts';
import { formatFigure, formatQuantity } from '../quantity.ts';
import { results, useResults } from '../samples/results.ts';
import { wantStories } from '../samples/simulate.ts';
import { useDocument } from '../store/document.ts';
import { usePlayhead } from '../store/playhead.ts';
import { useSession } from '../store/session.ts';
import { FlightLayer } from './FlightLayer.tsx';
import { type Box, layoutOf, MIDDLE, type WirePlace, wordsAt, wordyWires } from './layout.ts';
import classes from './Topology.module.css';

/** Cells are drawn up to so many; more servers than that are a bar. */
const MOST_CELLS = 40;

/** Width of a letter of a box's first line, about [px]; characters of a state, where not all of it has room. */
const LETTER = 6.8;
/** The same of its other lines. */
const SMALL_LETTER = 5.2;
const LEAST_STATE = 7;
const FAULTS: ReadonlySet<string> = new Set(['fault', 'workerFault', 'replicaFault']);

/** Who calls whom, with what is happening at the playhead in the arm that is looked at. */
export function Topology() {
  const scenario = useDocument((state) => state.scenario);
  const arm = useSession((state) => state.arm);
  const selected = useSession((state) => state.component);
  const { ref, width } = useElementSize();
  const plan = useMemo(() => planOf(scenario, arm), [scenario, arm]);
  const most = useRoom();
  const layout = useMemo(() => layoutOf(plan.components, Math.max(320, width), most), [plan.components, width, most]);
  const wordy = useMemo(() => wordyWires(layout), [layout]);
  useResults();
  const now = usePlayhead();
  const components = useMemo(() => componentsAt(scenario, arm, now), [scenario, arm, now]);
  useEffect(() => {
    wantStories(true);
    return () => wantStories(false);
  }, []);
  const stage = Math.max(width, ...layout.boxes.map(({ x }) => x + layout.boxWidth + 12));
  return (
    <div ref={ref} className={classes.topology}>
      {width > 0 && (
        <div className={classes.stage} style={{ width: stage, height: layout.height }}>
          {/* biome-ignore lint/a11y/useSemanticElements: an SVG has no fieldset */}
          <svg width={stage} height={layout.height} aria-label="Components and wires" role="group">
            {layout.wires.map((wire) => (
              <WireLine
                key={`${wire.from} ${wire.to}`}
                wire={wire}
                words={wordsAt(wire, layout.wires)}
                roomy={wire.x2 - wire.x1 > WORDY && wordy.has(`${wire.from} ${wire.to}`)}
                callees={calleesOf(plan.components[wire.from].calls).length}
                callers={callersOf(plan.components, wire.to)}
                handsOver={componentOf(plan.components[wire.from].kind)?.sends.includes('jobs') === true}
                arm={arm}
                now={now}
              />
            ))}
            {layout.boxes.map((box) => {
              const doc = components[box.id] ?? plan.components[box.id];
              const description = componentOf(doc.kind);
              return (
                description && (
                  <ComponentBox
                    key={box.id}
                    box={box}
                    width={layout.boxWidth}
                    height={layout.boxHeight}
                    doc={doc}
                    description={description}
                    arm={arm}
                    now={now}
                    selected={box.id === selected}
                  />
                )
              );
            })}
          </svg>
          <FlightLayer components={plan.components} wires={layout.wires} width={stage} height={layout.height} />
        </div>
      )}
    </div>
  );
}

/** Shorter wires have no room for words [px]. */
const WORDY = 150;

/** What the strip leaves to the rest of the picture: legend, two rows of charts and timeline; one row beside a drawer; its own line not counted [px]. */
const BESIDE = 48 + 32 + 36 + 2 * 134 + 76;
const WITH_DRAWER = 109;
const LEAST = 110;

/** How high the strip may be [px]. */
function useRoom(): number {
  const { height } = useViewportSize();
  const drawer = useSession((state) => state.drawer !== null);
  return drawer ? WITH_DRAWER : Math.max(LEAST, (height || window.innerHeight) - BESIDE);
}

function callersOf(components: Readonly<Record<string, ComponentDoc>>, id: string): number {
  return Object.values(components).filter(({ calls }) => calleesOf(calls).includes(id)).length;
}

function ComponentBox({
  box,
  width,
  height,
  doc,
  description,
  arm,
  now,
  selected,
}: {
  box: Box;
  width: number;
  height: number;
  doc: ComponentDoc;
  description: ComponentDescription;
  arm: string;
  now: number;
  selected: boolean;
}) {
  const { choose } = useSession.getState();
  const { face } = description;
  const figure = (meter: string) => results.at(arm, `${box.id}.${meter}`, now);
  const unitOf = (meter: string) => description.meters.find(({ name }) => name === meter)?.unit ?? '';
  const words = (text: string) =>
    text.replace(/\{(\w+(?:\.\w+)*)\}/g, (_, meter: string) => formatFigure(roundCount(figure(meter), unitOf(meter)), unitOf(meter)));
  // what is 0 goes without saying, but for what comes first
  const [first, ...others] = face.line.split(' · ');
  // nor is what is not known
  const parts = [first, ...others.filter((part) => !words(part).startsWith('0 '))].map(words).filter((part) => !part.includes(UNKNOWN));
  while (parts.length > 1 && parts.join(' · ').length * SMALL_LETTER > width - 18) parts.pop();
  const line = parts.join(' · ');
  const { alert } = face;
  const alarmed = alert !== undefined && figure(alert.meter) > 0;
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
    // biome-ignore lint/a11y/useSemanticElements: an SVG has no button
    <g
      transform={`translate(${box.x},${box.y})`}
      className={classes.box}
      role="button"
      tabIndex={0}
      aria-pressed={selected}
      onClick={() => choose({ component: box.id, pane: 'controls' })}
      onKeyDown={onKeyDown}
    >
      <rect width={width} height={height} rx={Math.min(10, height / 4)} className={classes.frame} data-selected={selected || undefined} />
      {height < MIDDLE ? (
        <Name text={name} x={10} y={height / 2 + 4} room={width - 20} />
      ) : height < FULL_TEXT ? (
        <>
          <Name text={name} x={12} y={height / 2 - 4} room={width - (face.column ? 36 : 22)} />
          <text x="12" y={height / 2 + 12} className={classes.line}>
            <Fitted text={parts[0] ?? ''} letter={SMALL_LETTER} room={width - (face.column ? 36 : 18)} />{' '}
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
          {alert && (alarmed || !face.cells) && !words(alert.text).includes(UNKNOWN) && (
            <text x="12" y={face.cells ? 75 : 62} className={classes.alert} data-tone={alarmed ? alert.tone : undefined}>
              <Fitted text={`${alert.tone === 'retry' ? '↻' : '✕'} ${words(alert.text)}`} letter={SMALL_LETTER} room={width - 18} />
            </text>
          )}
          {face.cells && (
            <Cells
              filled={figure(face.cells.filled)}
              of={figure(face.cells.of)}
              room={width - 48}
              most={alarmed ? MOST_CELLS / 2 : MOST_CELLS}
            />
          )}
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

const COUNTED: ReadonlySet<string> = new Set(['req', 'servers', 'jobs', 'slots', 'replicas', 'runs']);

/** A mean over a bin is rarely whole; people count in whole requests, and of rates two digits say enough. */
function roundCount(value: number, unit: string): number {
  if (unit.endsWith('/s')) return value < 10 ? Number(value.toPrecision(2)) : Math.round(value);
  return COUNTED.has(unit) ? (value > 0 && value < 1 ? 1 : Math.round(value)) : value;
}

function clip(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

function mostOf(arm: string, meter: string): number {
  const samples = results.samples(arm, meter);
  return samples ? extent(samples).most : 0;
}

function Cells({ filled, of, room, most }: { filled: number; of: number; room: number; most: number }) {
  if (!(of > 0)) return null;
  if (of > most) {
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
  const size = cells > 20 ? 6 : 8;
  const pitch = Math.min(size + 3, room / perRow);
  const places = Array.from({ length: cells }, (_, i) => ({ x: (i % perRow) * pitch, y: Math.floor(i / perRow) * (size + 2.5) }));
  return (
    <g transform={`translate(12,${cells > 20 ? 47 : 48})`}>
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

/** A wire with what goes over it, as far as its ends measure it for this wire alone. */
function WireLine({
  wire,
  words,
  roomy,
  callees,
  callers,
  handsOver,
  arm,
  now,
}: {
  wire: WirePlace;
  /** Where its words stand, and whether there is room for them [px]. */
  words: { x: number; y: number };
  roomy: boolean;
  callees: number;
  callers: number;
  /** Jobs are handed out over it. */
  handsOver: boolean;
  arm: string;
  now: number;
}) {
  const { from, to, x1, y1, x2, y2 } = wire;
  const { x: middle, y: level } = words;
  const rate = (meter: string) => results.at(arm, meter, now);
  const [sent, unit, ends] = handsOver ? DELIVERIES : ATTEMPTS;
  const attempts = callees === 1 ? rate(`${from}.${sent}`) : callers === 1 ? rate(`${to}.attemptRate`) : Number.NaN;
  const back = callees === 1 ? answers(rate, (meter) => `${from}.${meter}`, ends) : '';
  return (
    <g>
      <path d={`M${x1} ${y1 - 9}L${x2} ${y2 - 9}`} className={classes.wire} />
      <path d={`M${x2} ${y2 + 9}L${x1} ${y1 + 9}`} className={classes.wire} data-back />
      {roomy && attempts >= LEAST_RATE && (
        <text x={middle} y={level - 21} textAnchor="middle" className={classes.wireText}>
          {formatQuantity(roundCount(attempts, unit), unit)}
        </text>
      )}
      {roomy && attempts >= LEAST_RATE && back && (
        <text x={middle} y={level + 29} textAnchor="middle" className={classes.wireText}>
          {back}
        </text>
      )}
    </g>
  );
}

type Sent = readonly [meter: string, unit: string, ends: readonly (readonly [meter: string, word: string])[]];

/** What a caller sends, and how it ends; the good end first. */
const ATTEMPTS: Sent = [
  'attempts',
  'attempts/s',
  [
    ['attemptsOk', 'ok'],
    ['errors.error', 'failed'],
    ['errors.shed', 'shed'],
    ['errors.rejected', 'rejected'],
    ['errors.timedOut', 'timed out'],
  ],
];
/** What a queue hands out. */
const DELIVERIES: Sent = [
  'deliveries',
  'deliveries/s',
  [
    ['throughput', 'done'],
    ['failures', 'failed'],
    ['lapses', 'ran out'],
  ],
];

/** `171 ok · 118 shed · 12 timed out` per second; only what there is. */
function answers(rate: (meter: string) => number, meterOf: (name: string) => string, ends: Sent[2]): string {
  const [[good, word], ...bad] = ends;
  const well = rate(meterOf(good));
  if (Number.isNaN(well)) return '';
  const parts = bad.flatMap(([meter, other]) => {
    const value = rate(meterOf(meter));
    return value >= LEAST_RATE ? [`${told(value)} ${other}`] : [];
  });
  return [`${told(well)} ${word}`, ...parts.slice(0, 2)].join(' · ');
}

/** Less than this a second is not worth a word; jobs can be few. */
const LEAST_RATE = 0.05;

function told(rate: number): string {
  return formatFigure(roundCount(rate, '/s'), '');
}
