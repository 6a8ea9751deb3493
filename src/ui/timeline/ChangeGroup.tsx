import { Button, Group, Popover, UnstyledButton } from '@mantine/core';
import { type CSSProperties, useMemo, useState } from 'react';
import { componentsAt, planOf } from '../../scenario/arm.ts';
import { type Components, titleIn } from '../../scenario/setting.ts';
import { changeWords } from '../chart/bands.ts';
import { formatClock } from '../quantity.ts';
import { settingWords, within } from '../settingWords.ts';
import { useDocument } from '../store/document.ts';
import { ChangeCard } from './ChangeCard.tsx';
import type { Flag, PlacedGroup } from './placed.ts';
import classes from './Timeline.module.css';

/** The list shows no more of them; the text has all. */
const MOST_LISTED = 100;

/** Changes that follow each other closely: one mark over all their time, which opens a list of them. */
export function ChangeGroup({ group }: { group: PlacedGroup }) {
  const scenario = useDocument((state) => state.scenario);
  const [open, setOpen] = useState(false);
  const { flags, from, to, room } = group;
  const { duration } = scenario;
  const [{ arm }] = flags;
  const components = useMemo(() => ({ ...planOf(scenario, arm).components, ...componentsAt(scenario, arm, from) }), [scenario, arm, from]);
  const label = groupLabel(components, flags);
  return (
    <Popover opened={open} onChange={setOpen} position="top-start" shadow="sm" width={320} withArrow trapFocus>
      <Popover.Target>
        <UnstyledButton
          className={classes.group}
          style={
            {
              left: `${(from / duration) * 100}%`,
              '--room': `${room * 100}cqw`,
              '--span': `${((to - from) / duration) * 100}cqw`,
            } as CSSProperties
          }
          aria-label={`${label}, ${formatClock(from, true)} to ${formatClock(to, true)}`}
          onClick={() => setOpen(true)}
          onKeyDown={(event) => event.stopPropagation()}
        >
          <span className={classes.groupLabel} title={label}>
            {label}
          </span>
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown>
        <GroupList flags={flags} components={components} onClose={() => setOpen(false)} />
      </Popover.Dropdown>
    </Popover>
  );
}

function GroupList({ flags, components, onClose }: { flags: readonly Flag[]; components: Components; onClose(): void }) {
  const [chosen, setChosen] = useState<Flag | null>(null);
  // an edit makes another change of it
  const flag = chosen && flags.find(({ arm, index }) => arm === chosen.arm && index === chosen.index);
  if (flag) return <ChangeCard flag={flag} onClose={() => setChosen(null)} />;
  const more = flags.length - MOST_LISTED;
  return (
    <div onKeyDown={(event) => event.key !== 'Escape' && event.stopPropagation()} role="none">
      <ul className={classes.list}>
        {flags.slice(0, MOST_LISTED).map((each) => (
          <li key={`${each.arm} ${each.index}`}>
            <UnstyledButton className={classes.entry} onClick={() => setChosen(each)}>
              <span>{formatClock(each.change.at, true)}</span>
              <span>{each.change.note || changeWords(components, each.change)}</span>
            </UnstyledButton>
          </li>
        ))}
      </ul>
      {more > 0 ? <p className={classes.more}>And {more.toLocaleString('en')} more, in the text.</p> : null}
      <Group justify="flex-end" mt={8}>
        <Button size="compact-xs" variant="default" onClick={onClose}>
          Done
        </Button>
      </Group>
    </div>
  );
}

/** What they are: `Shoppers arrival rate, 240 changes` where all set the same. */
function groupLabel(components: Components, flags: readonly Flag[]): string {
  const count = flags.length === 1 ? '1 change' : `${flags.length.toLocaleString('en')} changes`;
  const [{ change }] = flags;
  const paths = Object.keys(change.set);
  const alike =
    paths.length === 1 &&
    flags.every(({ change: { set, do: acts } }) => acts === undefined && paths[0] in set && Object.keys(set).length === 1);
  if (!alike) return count;
  const [id] = paths[0].split('.');
  return `${titleIn(components, id)} ${within(settingWords(components, paths[0], change.set[paths[0]]).label)}, ${count}`;
}
