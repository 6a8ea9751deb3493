import { Popover, UnstyledButton } from '@mantine/core';
import { type CSSProperties, type KeyboardEvent, type PointerEvent, useEffect, useMemo, useRef, useState } from 'react';
import { changesOf, withChangeMoved, withoutChange } from '../../scenario/edit.ts';
import { BASE } from '../../scenario/scenario.ts';
import { changeLabel, faultBands } from '../chart/bands.ts';
import { timeTicks } from '../plot/axis.ts';
import { formatClock } from '../quantity.ts';
import { useDocument } from '../store/document.ts';
import { playhead } from '../store/playhead.ts';
import { useSession } from '../store/session.ts';
import { ChangeCard } from './ChangeCard.tsx';
import { ChangeGroup } from './ChangeGroup.tsx';
import { type Flag, type PlacedFlag, placed } from './placed.ts';
import classes from './Timeline.module.css';

/** The run from left to right: the playhead to drag, and changes as flags to drag, or as groups where they are very many. */
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
  const { flags: single, groups } = useMemo(() => placed(flags, duration), [flags, duration]);
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
        {groups.map((group) => (
          <ChangeGroup key={group.from} group={group} />
        ))}
        {single.map((each) => (
          <FlagHandle key={`${each.flag.arm} ${each.flag.index}`} placed={each} timeAt={timeAt} />
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

function FlagHandle({ placed: { flag, row, leftward, room }, timeAt }: { placed: PlacedFlag; timeAt(clientX: number): number }) {
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
        <ChangeCard flag={flag} onClose={() => setOpen(false)} />
      </Popover.Dropdown>
    </Popover>
  );
}
