import { ActionIcon, Menu } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import type { MenuButtonProps } from './MenuButton.tsx';

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
}: MenuButtonProps) {
  return (
    <Menu defaultOpened position={position} shadow="sm" width={width}>
      <Menu.Target>
        <ActionIcon variant={variant} color="gray" size={size} className={className} aria-label={label}>
          {icon}
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {heading !== undefined && <Menu.Label>{heading}</Menu.Label>}
        {entries.map((entry) => (
          <Menu.Item
            key={entry.label}
            onClick={entry.run}
            disabled={entry.disabled}
            color={entry.removes ? 'red' : undefined}
            rightSection={entry.chosen ? <IconCheck size={13} role="img" aria-label="chosen" /> : undefined}
          >
            {entry.label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
