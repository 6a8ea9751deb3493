import { useElementSize, useViewportSize } from '@mantine/hooks';
import { type KeyboardEvent, lazy, type MouseEvent, Suspense, useEffect, useMemo, useRef, useState } from 'react';
import { componentsAt, planOf } from '../../scenario/arm.ts';
import { componentOf } from '../../scenario/descriptions.ts';
import { armsOf, type ComponentDoc } from '../../scenario/scenario.ts';
import { titleIn } from '../../scenario/setting.ts';
import { calleesOf } from '../../sim/param/wires.ts';
import { legendHeight } from '../chart/legendRows.ts';
import { formatFigure, formatQuantity } from '../quantity.ts';
import { results, useResults } from '../samples/results.ts';
import { wantStories } from '../samples/simulate.ts';
import { useDocument } from '../store/document.ts';
import { usePlayhead } from '../store/playhead.ts';
import { useSession } from '../store/session.ts';
import { ComponentBox } from './ComponentBox.tsx';
import { FlightLayer } from './FlightLayer.tsx';
import { layoutOf, roomOf, WITH_DRAWER, type WirePlace, wordsAt, wordyWires } from './layout.ts';
import { roundCount } from './roundCount.ts';
import classes from './Topology.module.css';

const PartMenu = lazy(() => import('../build/PartMenu.tsx'));

/** Who calls whom, with what is happening at the playhead in the arm that is looked at. */
export function Topology() {
  const scenario = useDocument((state) => state.scenario);
  const arm = useSession((state) => state.arm);
  const selected = useSession((state) => state.component);
  const { ref, width } = useElementSize();
  const plan = useMemo(() => planOf(scenario, arm), [scenario, arm]);
  const most = useRoom(width);
  const layout = useMemo(() => layoutOf(plan.components, Math.max(320, width), most), [plan.components, width, most]);
  const wordy = useMemo(() => wordyWires(layout), [layout]);
  useResults();
  const now = usePlayhead();
  const components = useMemo(() => componentsAt(scenario, arm, now), [scenario, arm, now]);
  useEffect(() => {
    wantStories(true);
    return () => wantStories(false);
  }, []);
  const menu = usePartMenu();
  const margin = Math.min(...layout.boxes.map(({ x }) => x), 12);
  const stage = Math.max(width, ...layout.boxes.map(({ x }) => x + layout.boxWidth + margin));
  return (
    <div ref={ref} className={classes.topology}>
      {width > 0 && (
        <div className={classes.stage} style={{ width: stage, height: layout.height }}>
          {/* biome-ignore lint/a11y/useSemanticElements: an SVG has no fieldset */}
          <svg
            width={stage}
            height={layout.height}
            aria-label="Components and wires"
            role="group"
            onContextMenu={menu.onContextMenu}
            onKeyDown={menu.onKeyDown}
          >
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
            {layout.wires.map((wire) => (
              <WireButton
                key={`${wire.from} ${wire.to}`}
                wire={wire}
                label={`Wire from ${titleIn(components, wire.from)} to ${titleIn(components, wire.to)}: break, watch`}
                onPress={menu.onPress}
              />
            ))}
          </svg>
          <FlightLayer components={plan.components} wires={layout.wires} width={stage} height={layout.height} />
        </div>
      )}
      {menu.place && (
        <Suspense>
          <PartMenu {...menu.place} onClose={menu.close} />
        </Suspense>
      )}
    </div>
  );
}

/** Where the menu of a box or a wire is open, by pointer or by keyboard; focus goes back to where it came from. */
function usePartMenu() {
  const [place, setPlace] = useState<{ component: string; to?: string; x: number; y: number } | null>(null);
  const origin = useRef<SVGElement | null>(null);
  const open = (event: MouseEvent | KeyboardEvent, at?: { x: number; y: number }) => {
    const part = (event.target as Element).closest<SVGElement>('[data-part]');
    if (!part) return;
    event.preventDefault();
    event.stopPropagation();
    origin.current = part;
    const { left, top, width, height } = part.getBoundingClientRect();
    const { part: component = '', to } = part.dataset;
    setPlace({ component, to, ...(at ?? { x: left + width / 2, y: top + height / 2 }) });
  };
  const onPress = (event: MouseEvent) => open(event, { x: event.clientX, y: event.clientY });
  return {
    place,
    onPress,
    // a key that asks for it has no place of its own
    onContextMenu: (event: MouseEvent) => open(event, event.button === 2 ? { x: event.clientX, y: event.clientY } : undefined),
    onKeyDown: (event: KeyboardEvent) => {
      const isWire = (event.target as SVGElement).dataset?.to !== undefined;
      const asks = event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey);
      if (asks || (isWire && (event.key === 'Enter' || event.key === ' '))) open(event);
    },
    close: () => {
      setPlace(null);
      origin.current?.focus({ preventScroll: true });
    },
  };
}

/** Shorter wires have no room for words, and a letter of them is about so wide [px]. */
const WORDY = 150;
const LETTER = 5.8;

/** How high the strip may be in a picture of some width [px]. */
function useRoom(width: number): number {
  const { height } = useViewportSize();
  const drawer = useSession((state) => state.drawer !== null);
  const original = useDocument((state) => state.original);
  const legend = useMemo(
    () =>
      legendHeight(
        armsOf(original).map(({ title }) => title),
        width,
      ),
    [original, width],
  );
  return drawer ? WITH_DRAWER : roomOf(height || window.innerHeight, legend);
}

function callersOf(components: Readonly<Record<string, ComponentDoc>>, id: string): number {
  return Object.values(components).filter(({ calls }) => calleesOf(calls).includes(id)).length;
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
  // long words near the caller begin beside its box
  const centre = (words: string) => Math.max(middle, x1 + 6 + (words.length * LETTER) / 2);
  const there = formatQuantity(roundCount(attempts, unit), unit);
  const back = callees === 1 ? answers(rate, (meter) => `${from}.${meter}`, ends) : '';
  return (
    <g>
      <path d={`M${x1} ${y1 - 9}L${x2} ${y2 - 9}`} className={classes.wire} />
      <path d={`M${x2} ${y2 + 9}L${x1} ${y1 + 9}`} className={classes.wire} data-back />
      {roomy && attempts >= LEAST_RATE && (
        <text x={centre(there)} y={level - 21} textAnchor="middle" className={classes.wireText}>
          {there}
        </text>
      )}
      {roomy && attempts >= LEAST_RATE && back && (
        <text x={centre(back)} y={level + 29} textAnchor="middle" className={classes.wireText}>
          {back}
        </text>
      )}
    </g>
  );
}

/** A wire is at least so long where it is pressed, over the edges of its boxes if need be [px]. */
const LEAST_PRESSED = 44;
/** And so far above and below itself [px]. */
const FINGER = LEAST_PRESSED / 2;

/** Where a wire is pressed; it lies over everything, and is seen when it is pointed at. */
function WireButton({ wire, label, onPress }: { wire: WirePlace; label: string; onPress(event: MouseEvent): void }) {
  const { from, to, x1, y1, x2, y2 } = wire;
  const beyond = Math.max(0, LEAST_PRESSED - Math.abs(x2 - x1)) / 2;
  const way = Math.sign(x2 - x1) * beyond;
  return (
    // biome-ignore lint/a11y/useSemanticElements: an SVG has no button
    <g
      className={classes.wireButton}
      role="button"
      tabIndex={0}
      aria-label={label}
      aria-haspopup="menu"
      data-part={from}
      data-to={to}
      onClick={onPress}
    >
      <path
        d={`M${x1 - way} ${y1 - FINGER}L${x2 + way} ${y2 - FINGER}V${y2 + FINGER}L${x1 - way} ${y1 + FINGER}Z`}
        className={classes.wireRoom}
      />
      <path d={`M${x1} ${y1 - 9}L${x2} ${y2 - 9}M${x2} ${y2 + 9}L${x1} ${y1 + 9}`} className={classes.wireMark} />
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
