import { UnstyledButton } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import classes from './Inspector.module.css';

const NoteTexts = lazy(() => import('./NoteTexts.tsx'));

/** What a component models, what it leaves out, and what it is checked against. */
export function Notes({ kind }: { kind: string }) {
  const [open, setOpen] = useState(false);
  return (
    <section className={classes.section} aria-label="Model notes">
      <h3 className={classes.heading}>
        <UnstyledButton className={classes.toggle} aria-expanded={open} onClick={() => setOpen(!open)}>
          Model notes
          <span className={classes.differs}>{open ? 'Close' : 'Read'}</span>
        </UnstyledButton>
      </h3>
      {open && (
        <Suspense>
          <NoteTexts kind={kind} />
        </Suspense>
      )}
    </section>
  );
}
