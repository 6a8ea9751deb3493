import { ActionIcon, Menu } from '@mantine/core';
import { IconCheck, IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useState } from 'react';
import type { MenuButtonProps, MenuEntry } from './MenuButton.tsx';
import classes from './OpenMenu.module.css';

/** The menu itself, open from the start: it is there because somebody asked for it. */
export default function OpenMenu({
  label,
  icon,
  entries,
  heading,
  variant = 'subtle',
  size = 18,
  className,
  position = 'bottom-end',
  width = 190,
  foot,
}: MenuButtonProps) {
  /** The entry whose own entries are shown, by its label: what there is to choose from may change meanwhile. */
  const [within, setWithin] = useState<string | null>(null);
  const chosen = entries.find((entry) => entry.label === within && entry.entries);
  const shown = chosen ?? { heading, entries };
  return (
    <Menu defaultOpened position={position} shadow="sm" width={width} onClose={() => setWithin(null)}>
      <Menu.Target>
        <ActionIcon variant={variant} color="gray" size={size} className={className} aria-label={label}>
          {icon}
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {chosen && (
          <Menu.Item leftSection={<IconChevronLeft size={14} />} closeMenuOnClick={false} onClick={() => setWithin(null)}>
            Back
          </Menu.Item>
        )}
        {shown.heading !== undefined && <Menu.Label>{shown.heading}</Menu.Label>}
        {shown.entries?.map((entry) => (
          <Menu.Item
            key={entry.label}
            onClick={entry.entries ? () => setWithin(entry.label) : entry.run}
            closeMenuOnClick={!entry.entries}
            disabled={entry.disabled}
            color={entry.removes ? 'var(--error-text)' : undefined}
            rightSection={mark(entry)}
          >
            {entry.label}
          </Menu.Item>
        ))}
        {foot && !chosen && <div className={classes.foot}>{foot}</div>}
      </Menu.Dropdown>
    </Menu>
  );
}

function mark({ chosen, entries }: MenuEntry) {
  if (entries) return <IconChevronRight size={14} aria-hidden="true" />;
  return chosen ? <IconCheck size={13} role="img" aria-label="chosen" /> : undefined;
}
