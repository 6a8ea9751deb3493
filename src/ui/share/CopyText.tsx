import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import { copy } from './copy.ts';

interface CopyTextProps {
  label: string;
  text(): string;
  variant?: 'filled' | 'default';
}

/** How long the button says that it is done [ms]. */
const SAID = 1_500;

/** A button that copies a text. */
export function CopyText({ label, text, variant = 'default' }: CopyTextProps) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), SAID);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <Button variant={variant} onClick={async () => setCopied(await copy(text()))}>
      {copied ? 'Copied' : label}
    </Button>
  );
}
