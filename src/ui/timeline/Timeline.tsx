import { Button, Group, Popover, TextInput, UnstyledButton } from '@mantine/core';
import { type CSSProperties, type KeyboardEvent, type PointerEvent, useEffect, useMemo, useRef, useState } from 'react';
import { planOf } from '../../scenario/arm.ts';
import { changesOf, withChangeMoved, withChanges, withoutChange } from '../../scenario/edit.ts';
import { BASE, type ChangeDoc, LIMITS } from '../../scenario/scenario.ts';
import { titleIn } from '../../scenario/setting.ts';
import { actTitle, changeLabel, faultBands } from '../chart/bands.ts';
import { timeTicks } from '../plot/axis.ts';
import { formatClock, parseQuantity } from '../quantity.ts';
import { settingWords, within } from '../settingWords.ts';
import { useDocument } from '../store/document.ts';
import { playhead } from '../store/playhead.ts';
import { useSession } from '../store/session.ts';
import classes from './Timeline.module.css';

/** A change with where it is written: in the base, or in an arm. */
interface Flag {
  arm: string;
  index: number;
  change: ChangeDoc;
}

/** The run from left to right: the playhead to drag, and every change as a flag to drag. */
export function Timeline() {
  const scenario = useDocument((state) => state.scenario);
  const arm = useSession((state) => state.arm);
  const track = useRef<HTMLDivElement>(null);
  const flags = useMemo<Flag[]>(() => {
    const of = (id: string) => changesOf(scenario, id).map((change, index) => ({ arm: id, index, change }));
    return arm === BASE ? of(BASE) : [...of(BASE), ...of(arm)];
  }, [scenario, arm]);
  const bands = useMemo(() => faultBands(scenario, arm), [scenario, arm]);
  const { duration } = scenario;
  const timeAt = (clientX: number) => {
    const box = track.current?.getBoundingClientRect();
    return box ? Math.min(duration, Math.max(0, ((clientX - box.left) / box.width) * duration)) : 0;
  };
  return (
    <div className={classes.timeline}>
      <div ref={track} className={classes.area}>
        <Track duration={duration} timeAt={timeAt} />
        {bands.map(({ from, to, label }) => (
          <div
            key={`${label} ${from}`}
            className={classes.band}
            style={{ left: `${(from / duration) * 100}%`, width: `${((to - from) / duration) * 100}%` }}
            title={label}
          />
        ))}
        {rowsOf(flags, duration).map((placed) => (
          <FlagHandle key={`${placed.flag.arm} ${placed.flag.index}`} placed={placed} timeAt={timeAt} />
        ))}
        {timeTicks(duration, 8).map((time, i) => (
          <span
            key={time}
            className={classes.tick}
            style={{ left: `${(time / duration) * 100}%` }}
            data-odd={i % 2 === 1 || undefined}
            data-edge={time === 0 ? 'start' : time === duration ? 'end' : undefined}
          >
            {formatClock(time)}
          </span>
        ))}
      </div>
    </div>
  );
}

interface PlacedFlag {
  flag: Flag;
  row: 'above' | 'below';
  /** Its label ends at the flag: there is no room behind it. */
  leftward: boolean;
  /** Room for its label, as a share of the track. */
  room: number;
}

/** Labels take turns above and below the track, and end where the next one in their row begins; two that face each other share. */
function rowsOf(flags: readonly Flag[], duration: number): readonly PlacedFlag[] {
  const ordered = [...flags].sort((a, b) => a.change.at - b.change.at);
  const leftward = ({ change }: Flag) => change.at > 0.9 * duration;
  return ordered.map((flag, i): PlacedFlag => {
    const isLeftward = leftward(flag);
    // every other one is in its row
    const other = ordered[isLeftward ? i - 2 : i + 2] as Flag | undefined;
    const end = other?.change.at ?? (isLeftward ? 0 : duration);
    const faces = other !== undefined && leftward(other) !== isLeftward;
    const room = Math.abs(end - flag.change.at) / duration / (faces ? 2 : 1);
    return { flag, row: i % 2 === 0 ? 'above' : 'below', leftward: isLeftward, room };
  });
}

function Track({ duration, timeAt }: { duration: number; timeAt(clientX: number): number }) {
  const done = useRef<HTMLDivElement>(null);
  const thumb = useRef<HTMLDivElement>(null);
  useEffect(
    () =>
      playhead.follow((time) => {
        const share = `${(time / duration) * 100}%`;
        if (done.current) done.current.style.width = share;
        if (!thumb.current) return;
        thumb.current.style.left = share;
        thumb.current.setAttribute('aria-valuenow', String(Math.round(time)));
        thumb.current.setAttribute('aria-valuetext', formatClock(time, true));
      }),
    [duration],
  );
  const scrub = (event: PointerEvent<HTMLDivElement>) => playhead.seek(timeAt(event.clientX));
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.shiftKey ? duration / 20 : duration / 600;
    const to = {
      ArrowLeft: playhead.now - step,
      ArrowRight: playhead.now + step,
      Home: 0,
      End: duration,
      PageUp: playhead.now + duration / 10,
      PageDown: playhead.now - duration / 10,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    playhead.seek(to);
  };
  return (
    <div
      className={classes.hit}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        scrub(event);
      }}
      onPointerMove={(event) => event.currentTarget.hasPointerCapture(event.pointerId) && scrub(event)}
    >
      <div className={classes.track}>
        <div ref={done} className={classes.done} />
        <div
          ref={thumb}
          className={classes.thumb}
          role="slider"
          tabIndex={0}
          aria-label="Playhead"
          aria-valuemin={0}
          aria-valuemax={duration}
          aria-valuenow={0}
          onKeyDown={onKeyDown}
        />
      </div>
    </div>
  );
}

function FlagHandle({ placed, timeAt }: { placed: PlacedFlag; timeAt(clientX: number): number }) {
  const { flag, row, leftward, room } = placed;
  const scenario = useDocument((state) => state.scenario);
  const { edit, settle } = useDocument.getState();
  const [open, setOpen] = useState(false);
  const dragged = useRef(false);
  const start = useRef({ x: 0, offset: 0 });
  const { change, arm, index } = flag;
  const label = changeLabel(scenario, arm, change);
  const move = (at: number, gesture?: string) => edit((document) => withChangeMoved(document, arm, index, at), gesture);
  const grain = scenario.duration / 600;
  return (
    <Popover opened={open} onChange={setOpen} position="top" shadow="sm" width={280} withArrow trapFocus>
      <Popover.Target>
        <UnstyledButton
          className={classes.flag}
          data-row={row}
          data-right={leftward || undefined}
          style={{ left: `${(change.at / scenario.duration) * 100}%`, '--room': `${room * 100}cqw` } as CSSProperties}
          aria-label={`Change at ${formatClock(change.at, true)}: ${label}. Arrow keys move it, Delete removes it.`}
          onPointerDown={(event) => {
            event.currentTarget.setPointerCapture(event.pointerId);
            dragged.current = false;
            start.current = { x: event.clientX, offset: change.at - timeAt(event.clientX) };
          }}
          onPointerMove={(event) => {
            if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
            if (Math.abs(event.clientX - start.current.x) > 3) dragged.current = true;
            if (dragged.current) move(Math.round((timeAt(event.clientX) + start.current.offset) / grain) * grain, `move ${arm} ${index}`);
          }}
          onPointerUp={() => {
            settle();
            if (!dragged.current) setOpen(true);
          }}
          onKeyDown={(event) => {
            const by = (event.shiftKey ? 10 : 1) * grain;
            if (event.key === 'ArrowLeft') move(change.at - by);
            else if (event.key === 'ArrowRight') move(change.at + by);
            else if (event.key === 'Delete' || event.key === 'Backspace') edit((document) => withoutChange(document, arm, index));
            else if (event.key === 'Enter') setOpen(true);
            else return;
            event.preventDefault();
            event.stopPropagation();
          }}
        >
          <span className={classes.pole} />
          <span className={classes.label} title={label} style={{ maxWidth: `calc(${room * 100}cqw - 9px)` }}>
            {label}
          </span>
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown>
        <ChangeCard flag={flag} onMove={move} onClose={() => setOpen(false)} />
      </Popover.Dropdown>
    </Popover>
  );
}

/** One change, to read and to edit. */
function ChangeCard({ flag, onMove, onClose }: { flag: Flag; onMove(at: number): void; onClose(): void }) {
  const { edit } = useDocument.getState();
  const { change, arm, index } = flag;
  const { components } = planOf(useDocument.getState().scenario, arm);
  const commitTime = (text: string) => {
    const clock = /^(?:(\d+):)?(\d+):(\d+(?:\.\d+)?)$/.exec(text.trim());
    const at = clock ? (Number(clock[1] ?? 0) * 3_600 + Number(clock[2]) * 60 + Number(clock[3])) * 1_000 : parseQuantity(text, 'ms');
    if (at !== null) onMove(at);
  };
  return (
    <div onKeyDown={(event) => event.key !== 'Escape' && event.stopPropagation()} role="none">
      <Group gap={8} wrap="nowrap">
        <TextInput
          size="xs"
          w={90}
          label="At"
          key={change.at}
          defaultValue={formatClock(change.at, true)}
          onBlur={(event) => commitTime(event.currentTarget.value)}
          onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
        />
        <TextInput
          size="xs"
          label="Note"
          style={{ flex: 1 }}
          placeholder="What happens"
          defaultValue={change.note ?? ''}
          maxLength={LIMITS.titleLength}
          onBlur={(event) => {
            const note = event.currentTarget.value.trim();
            if (note !== (change.note ?? ''))
              edit((document) =>
                withChanges(document, arm, (changes) => changes.map((each, i) => (i === index ? { ...each, note } : each))),
              );
          }}
        />
      </Group>
      <dl className={classes.settings}>
        {Object.entries(change.set).map(([path, value]) => {
          const words = settingWords(components, path, value);
          return (
            <div key={path}>
              <dt>
                {words.component}, {within(words.label)}
              </dt>
              <dd>{words.value}</dd>
            </div>
          );
        })}
        {Object.entries(change.do ?? {}).map(([id, act]) => (
          <div key={id}>
            <dt>{titleIn(components, id)}</dt>
            <dd>{actTitle(components, id, act)}</dd>
          </div>
        ))}
        {change.over ? (
          <div>
            <dt>Spread over</dt>
            <dd>{formatClock(change.over, true)}</dd>
          </div>
        ) : null}
      </dl>
      <Group justify="space-between">
        <Button size="compact-xs" variant="subtle" color="red" onClick={() => edit((document) => withoutChange(document, arm, index))}>
          Remove
        </Button>
        <Button size="compact-xs" variant="default" onClick={onClose}>
          Done
        </Button>
      </Group>
    </div>
  );
}
