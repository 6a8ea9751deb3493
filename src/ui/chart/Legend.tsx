import { ActionIcon, Select, TextInput, Tooltip, UnstyledButton } from '@mantine/core';
import { IconChevronDown, IconPlus } from '@tabler/icons-react';
import { type CSSProperties, useMemo, useState } from 'react';
import { addChart } from '../../scenario/edit/charts.ts';
import { withArmTitle, withoutArm } from '../../scenario/edit.ts';
import { allMetersOf } from '../../scenario/meters.ts';
import { armsOf, BASE, LIMITS } from '../../scenario/scenario.ts';
import { perform } from '../build/perform.ts';
import { useSeenArms } from '../challenge/seenArms.ts';
import { MenuButton } from '../menu/MenuButton.tsx';
import { hover, useHover } from '../plot/hover.ts';
import { formatClock } from '../quantity.ts';
import { compareArm, selectArm, toggleArm } from '../store/arms.ts';
import { useDocument } from '../store/document.ts';
import { useSession } from '../store/session.ts';
import { armStyle } from './armStyles.ts';
import classes from './ChartGrid.module.css';
import { rowsOf } from './legendRows.ts';

/** The arms, to choose, hide, name and copy; and the place to add a chart. */
export function Legend({ watched }: { watched: readonly string[] }) {
  const scenario = useDocument((state) => state.scenario);
  const { edit } = useDocument.getState();
  const selected = useSession((state) => state.arm);
  const hidden = useSession((state) => state.hidden);
  const drawer = useSession((state) => state.drawer !== null);
  const arms = useSeenArms();
  const original = useDocument((state) => state.original);
  const rows = useMemo(() => rowsOf(armsOf(original).map(({ title }) => title)), [original]);
  const [renaming, setRenaming] = useState<string | null>(null);
  const removeArm = (id: string) => {
    edit((document) => withoutArm(document, id));
    if (selected === id) selectArm(BASE);
  };
  return (
    <div
      className={classes.legend}
      data-many={rows > 1 || undefined}
      data-one-row={drawer || undefined}
      style={{ '--rows': rows } as CSSProperties}
    >
      {arms.map(({ id, title, index }) =>
        renaming === id ? (
          <TextInput
            key={id}
            size="xs"
            w={140}
            autoFocus
            aria-label="Name of the arm"
            defaultValue={title}
            maxLength={LIMITS.titleLength}
            onBlur={(event) => {
              const name = event.currentTarget.value.trim();
              if (name !== '' && name !== title) edit((document) => withArmTitle(document, id, name));
              setRenaming(null);
            }}
            onKeyDown={(event) => {
              if (event.key === 'Enter' || event.key === 'Escape') event.currentTarget.blur();
              event.stopPropagation();
            }}
          />
        ) : (
          <span key={id} style={{ display: 'inline-flex', alignItems: 'center' }}>
            <UnstyledButton
              className={classes.arm}
              aria-pressed={arms.length > 1 && id === selected}
              data-hidden={hidden.includes(id) || undefined}
              onClick={() => selectArm(id)}
              onPointerEnter={() => arms.length > 1 && hover.move(hover.time, id)}
              onPointerLeave={() => hover.move(hover.time)}
              fz="inherit"
            >
              <Line index={index} />
              {title}
            </UnstyledButton>
            <MenuButton
              label={`${title}: more`}
              icon={<IconChevronDown size={12} />}
              position="bottom-start"
              entries={[
                ...(arms.length > 1 ? [{ label: hidden.includes(id) ? 'Show' : 'Hide', run: () => toggleArm(id) }] : []),
                { label: 'Rename', run: () => setRenaming(id) },
                { label: 'Copy as a new arm', run: () => compareArm(id) },
                ...(id === BASE ? [] : [{ label: 'Remove', run: () => removeArm(id), removes: true }]),
              ]}
            />
          </span>
        ),
      )}
      <Traffic several={arms.length > 1} seed={scenario.seed} />
      <AddChart watched={watched} />
    </div>
  );
}

/** What the arms share; while the pointer is on a chart, the moment under it. */
function Traffic({ several, seed }: { several: boolean; seed: number }) {
  const pointed = useHover();
  return (
    <span className={classes.traffic} data-hovered={pointed !== null || undefined}>
      {pointed !== null ? `at ${formatClock(pointed, true)}` : several ? `same traffic, seed ${seed}` : `seed ${seed}`}
    </span>
  );
}

/** A sample of an arm's line. */
export function Line({ index }: { index: number }) {
  const { color, dash } = armStyle(index);
  return (
    <svg width="18" height="4" aria-hidden="true">
      <line x1="0" x2="18" y1="2" y2="2" stroke={color} strokeWidth="2" strokeDasharray={dash} />
    </svg>
  );
}

function AddChart({ watched }: { watched: readonly string[] }) {
  const scenario = useDocument((state) => state.scenario);
  const [open, setOpen] = useState(false);
  const groups = useMemo(() => {
    if (!open) return [];
    const meters = allMetersOf(scenario).filter(({ id }) => !watched.includes(id));
    const components = new Map(meters.map(({ component, owner }) => [component, owner]));
    return [...components].map(([component, owner]) => ({
      group: owner,
      items: meters.filter((meter) => meter.component === component).map(({ id, label }) => ({ value: id, label })),
    }));
  }, [open, scenario, watched]);
  if (!open) {
    return (
      <Tooltip label="Add a chart">
        <ActionIcon
          variant="subtle"
          color="gray"
          size={22}
          aria-label="Add a chart"
          onClick={() => setOpen(true)}
          disabled={watched.length >= LIMITS.watch}
        >
          <IconPlus size={14} />
        </ActionIcon>
      </Tooltip>
    );
  }
  return (
    <Select
      size="xs"
      w={200}
      autoFocus
      searchable
      defaultDropdownOpened
      placeholder="Which meter?"
      aria-label="Meter to add"
      data={groups}
      nothingFoundMessage="No such meter"
      onChange={(meter) => {
        if (meter) perform((document) => addChart(document, meter), { quietly: true });
        setOpen(false);
      }}
      onBlur={() => setOpen(false)}
    />
  );
}
