import { ActionIcon, Button, TextInput, Tooltip, UnstyledButton } from '@mantine/core';
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconCode,
  IconDice5,
  IconKeyboard,
  IconMoon,
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
  IconPlayerSkipBackFilled,
  IconPlayerTrackNextFilled,
  IconPlayerTrackPrevFilled,
  IconPresentation,
  IconSun,
} from '@tabler/icons-react';
import { type CSSProperties, useEffect, useRef, useState } from 'react';
import { LIMITS } from '../../scenario/scenario.ts';
import { Edited } from '../address/Edited.tsx';
import { MenuButton } from '../menu/MenuButton.tsx';
import { formatClock } from '../quantity.ts';
import { useDocument } from '../store/document.ts';
import { playhead, usePlaying } from '../store/playhead.ts';
import { build, closeText, openText, useSession } from '../store/session.ts';
import { CompactMenu } from './CompactMenu.tsx';
import classes from './Header.module.css';
import { PaceMenu } from './PaceMenu.tsx';
import { anotherSeed, setSeed } from './seed.ts';
import { useColours } from './useColours.ts';
import { useCompare } from './useCompare.ts';

export function Header() {
  const title = useDocument((state) => state.scenario.title);
  const topic = useDocument((state) => state.scenario.topic);
  const { choose } = useSession.getState();
  return (
    <header className={classes.header}>
      <UnstyledButton className={classes.mark} onClick={() => choose({ dialog: 'library' })} aria-label="Goodput, open the library">
        <svg width="18" height="18" viewBox="0 0 18 18" aria-hidden="true">
          <path
            d="M1 13h4l2-9 3 12 2-7h5"
            fill="none"
            stroke="var(--accent)"
            strokeWidth="2"
            strokeLinejoin="round"
            strokeLinecap="round"
          />
        </svg>
        <span>goodput</span>
      </UnstyledButton>
      <h1 className="visually-hidden">{title}</h1>
      <Title title={title} />
      <span className={classes.chip}>{topic.replaceAll('-', ' ')}</span>
      <History />
      <Edited />
      <span className={classes.space} />
      <Transport />
      <Seed />
      <span className={classes.space} />
      <Compare />
      <Build />
      <Text />
      <Tooltip label="Projector view">
        <ActionIcon
          variant="default"
          size={28}
          aria-label="Projector view"
          onClick={() => choose({ presenting: true })}
          className={classes.wideOnly}
        >
          <IconPresentation size={15} />
        </ActionIcon>
      </Tooltip>
      <Button className={classes.share} onClick={() => choose({ dialog: 'share' })}>
        Share
      </Button>
      <span className={classes.wideOnly}>
        <Theme />
      </span>
      <Tooltip label="Keys">
        <ActionIcon
          variant="default"
          size={28}
          aria-label="Keyboard shortcuts"
          onClick={() => choose({ dialog: 'keys' })}
          className={classes.wideOnly}
        >
          <IconKeyboard size={15} />
        </ActionIcon>
      </Tooltip>
      <CompactMenu />
    </header>
  );
}

/** The title, to read and to rename. */
function Title({ title }: { title: string }) {
  const [editing, setEditing] = useState(false);
  if (editing) {
    return (
      <TextInput
        size="xs"
        w={220}
        autoFocus
        aria-label="Title of the scenario"
        defaultValue={title}
        maxLength={LIMITS.titleLength}
        onBlur={(event) => {
          const next = event.currentTarget.value.trim();
          if (next !== '' && next !== title) useDocument.getState().edit((scenario) => ({ ...scenario, title: next }));
          setEditing(false);
        }}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.key === 'Enter' || event.key === 'Escape') event.currentTarget.blur();
        }}
      />
    );
  }
  return (
    <UnstyledButton className={classes.title} onClick={() => setEditing(true)} title={`${title}: rename`}>
      {title}
    </UnstyledButton>
  );
}

function History() {
  const canUndo = useDocument((state) => state.past.length > 0);
  const canRedo = useDocument((state) => state.future.length > 0);
  const { undo, redo } = useDocument.getState();
  return (
    <span className={classes.history}>
      <ActionIcon variant="subtle" color="gray" size={26} aria-label="Undo" title="Undo" disabled={!canUndo} onClick={undo}>
        <IconArrowBackUp size={16} />
      </ActionIcon>
      <ActionIcon variant="subtle" color="gray" size={26} aria-label="Redo" title="Redo" disabled={!canRedo} onClick={redo}>
        <IconArrowForwardUp size={16} />
      </ActionIcon>
    </span>
  );
}

/** Play, step and pace; the clock is the playhead. */
function Transport() {
  const { playing, duration } = usePlaying();
  const step = duration / 600;
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would be a form */}
      <div className={classes.transport} role="group" aria-label="Playback">
        <ActionIcon variant="transparent" size={26} aria-label="To the start" className={classes.rewind} onClick={() => playhead.seek(0)}>
          <IconPlayerSkipBackFilled size={12} />
        </ActionIcon>
        <ActionIcon
          variant="transparent"
          size={26}
          aria-label="Step back"
          className={classes.wideOnly}
          onClick={() => playhead.seek(playhead.now - step)}
        >
          <IconPlayerTrackPrevFilled size={12} />
        </ActionIcon>
        <ActionIcon
          variant={playing ? 'light' : 'transparent'}
          size={26}
          aria-label={playing ? 'Pause' : 'Play'}
          onClick={() => playhead.toggle()}
        >
          {playing ? <IconPlayerPauseFilled size={14} /> : <IconPlayerPlayFilled size={14} />}
        </ActionIcon>
        <ActionIcon
          variant="transparent"
          size={26}
          aria-label="Step forward"
          className={classes.wideOnly}
          onClick={() => playhead.seek(playhead.now + step)}
        >
          <IconPlayerTrackNextFilled size={12} />
        </ActionIcon>
      </div>
      <Clock />
      <PaceMenu />
    </>
  );
}

/** Written to the DOM directly: it changes sixty times a second. */
function Clock() {
  const { duration } = usePlaying();
  const now = useRef<HTMLSpanElement>(null);
  useEffect(
    () =>
      playhead.follow((time) => {
        if (now.current) now.current.textContent = formatClock(time, true);
      }),
    [],
  );
  return (
    <span className={classes.clock}>
      <span ref={now} className={classes.now} style={{ '--letters': formatClock(duration, true).length } as CSSProperties} />{' '}
      <span className={classes.total}>/ {formatClock(duration)}</span>
    </span>
  );
}

/** What decides everything that is left to chance. */
function Seed() {
  const seed = useDocument((state) => state.scenario.seed);
  const [draft, setDraft] = useState<string | null>(null);
  const parsed = draft === null ? seed : Number(draft.replace(/\D/g, '') || Number.NaN);
  const valid = Number.isSafeInteger(parsed) && parsed >= LIMITS.seed.min;
  const commit = () => {
    if (draft !== null && valid && parsed !== seed) setSeed(parsed);
    setDraft(null);
  };
  return (
    <span className={classes.seed}>
      <input
        aria-label="Seed"
        aria-invalid={!valid || undefined}
        title={valid ? 'The seed decides everything that is left to chance' : 'Expected a whole number from 0'}
        value={draft ?? `seed ${seed}`}
        size={Math.max(6, `seed ${seed}`.length)}
        onFocus={(event) => {
          setDraft(String(seed));
          const field = event.currentTarget;
          requestAnimationFrame(() => field.select());
        }}
        onChange={(event) => setDraft(event.currentTarget.value)}
        onBlur={commit}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.key === 'Enter') event.currentTarget.blur();
          if (event.key === 'Escape') setDraft(null);
        }}
      />
      <Tooltip label="Another seed">
        <ActionIcon variant="transparent" size={22} aria-label="Another seed" onClick={anotherSeed}>
          <IconDice5 size={15} />
        </ActionIcon>
      </Tooltip>
    </span>
  );
}

/** The picture as a canvas to build at. */
function Build() {
  const building = useSession((state) => state.building);
  return (
    <Tooltip label="Build: add, wire and break parts">
      <Button
        variant="default"
        aria-pressed={building}
        onClick={() => build(!building)}
        className={`${classes.wideOnly} ${classes.pressable}`}
      >
        Build
      </Button>
    </Tooltip>
  );
}

/** The scenario as text, beside the picture. */
function Text() {
  const open = useSession(({ text }) => text !== null);
  return (
    <Tooltip label="The scenario as text">
      <ActionIcon
        variant="default"
        size={28}
        aria-label="The scenario as text"
        aria-pressed={open}
        onClick={() => (open ? closeText() : openText({ kind: 'scenario' }))}
        className={`${classes.wideOnly} ${classes.pressable}`}
      >
        <IconCode size={15} />
      </ActionIcon>
    </Tooltip>
  );
}

function Compare() {
  const { run, entries, heading } = useCompare();
  if (entries)
    return (
      <MenuButton
        label="Compare"
        icon="Compare"
        variant="default"
        size={28}
        className={classes.compare}
        width={280}
        heading={heading}
        entries={entries}
      />
    );
  return (
    <Tooltip label="Copy this arm and change the copy: same traffic, two pictures" multiline w={220}>
      <Button variant="default" className={classes.compare} onClick={run}>
        Compare
      </Button>
    </Tooltip>
  );
}

function Theme() {
  const { scheme, entries } = useColours();
  return (
    <MenuButton
      label={`Colours: ${scheme}`}
      icon={scheme === 'dark' ? <IconMoon size={15} /> : <IconSun size={15} />}
      variant="default"
      size={28}
      entries={entries}
    />
  );
}
