import { ActionIcon } from '@mantine/core';
import { lazy, type ReactNode, Suspense, useState } from 'react';

export interface MenuEntry {
  label: string;
  run?(): void;
  /** What there is to choose from under it, in the place of the menu, and what to choose it for. */
  entries?: readonly MenuEntry[];
  heading?: string;
  disabled?: boolean;
  /** It is the one that holds. */
  chosen?: boolean;
  /** It takes something away. */
  removes?: boolean;
}

export interface MenuButtonProps {
  label: string;
  icon: ReactNode;
  entries: readonly MenuEntry[];
  /** What the entries are for. */
  heading?: string;
  variant?: 'subtle' | 'default';
  size?: number;
  className?: string;
  /** Of the menu [px]. */
  width?: number;
  position?: 'bottom-start' | 'bottom-end';
  /** What is said below the entries. */
  foot?: ReactNode;
}

const OpenMenu = lazy(() => import('./OpenMenu.tsx'));

/** A small button with a menu, which is loaded when somebody first opens one. */
export function MenuButton(props: MenuButtonProps) {
  const { label, icon, variant = 'subtle', size = 18, className } = props;
  const [used, setUsed] = useState(false);
  const plain = (
    <ActionIcon
      variant={variant}
      color="gray"
      size={size}
      className={className}
      aria-label={label}
      aria-haspopup="menu"
      onClick={() => setUsed(true)}
    >
      {icon}
    </ActionIcon>
  );
  if (!used) return plain;
  return (
    <Suspense fallback={plain}>
      <OpenMenu {...props} />
    </Suspense>
  );
}
