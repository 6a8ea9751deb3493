import { ActionIcon, Menu } from '@mantine/core';
import type { MenuButtonProps } from './MenuButton.tsx';

/** The menu itself, open from the start: it is there because somebody asked for it. */
export default function OpenMenu({
  label,
  icon,
  entries,
  variant = 'subtle',
  size = 18,
  className,
  position = 'bottom-end',
}: MenuButtonProps) {
  return (
    <Menu defaultOpened position={position} shadow="sm" width={190}>
      <Menu.Target>
        <ActionIcon variant={variant} color="gray" size={size} className={className} aria-label={label}>
          {icon}
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {entries.map((entry) => (
          <Menu.Item key={entry.label} onClick={entry.run} disabled={entry.disabled} color={entry.removes ? 'red' : undefined}>
            {entry.label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
