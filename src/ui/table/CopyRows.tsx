import { Button } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';

/** Copies what is in a table, with the rows that are out of sight. */
export function CopyRows({ text, label = 'Copy' }: { text(): string; label?: string }) {
  const { copied, copy } = useClipboard();
  return (
    <Button variant="default" size="compact-xs" onClick={() => copy(text())}>
      {copied ? 'Copied' : label}
    </Button>
  );
}
