import { ActionIcon, UnstyledButton } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useDocument } from '../store/document.ts';
import classes from './Changes.module.css';
import { markSent } from './sent.ts';
import { useDifferences } from './useDifferences.ts';

/** What whoever sent this scenario has changed against the original: the first of it, and the rest at a click. */
export default function Received() {
  const [first, ...others] = useDifferences();
  const title = useDocument((state) => state.original.title);
  const [open, setOpen] = useState(false);
  if (first === undefined) return null;
  return (
    <section className={classes.received} aria-label="What was changed">
      <div>
        <b>Changed from “{title}”:</b> {first}
        {others.length > 0 && !open && (
          <>
            {' '}
            <UnstyledButton className={classes.more} onClick={() => setOpen(true)}>
              and {others.length} more
            </UnstyledButton>
          </>
        )}
        {open && (
          <ul>
            {others.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        )}
      </div>
      <ActionIcon variant="subtle" color="gray" size={20} aria-label="Seen: close what was changed" onClick={() => markSent(false)}>
        <IconX size={13} />
      </ActionIcon>
    </section>
  );
}
