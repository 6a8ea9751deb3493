import { Popover, UnstyledButton } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { useDocument } from '../store/document.ts';
import classes from './Changes.module.css';

const Changes = lazy(() => import('./Changes.tsx'));

/** Says that the scenario is changed; opens what is changed, and the way back. */
export function Edited() {
  const edited = useDocument((state) => state.edited);
  const [open, setOpen] = useState(false);
  // the room is kept: the first edit moves nothing
  if (!edited) return <span className={classes.edited} data-not aria-hidden="true" />;
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-start" shadow="sm" width={340} trapFocus>
      <Popover.Target>
        <UnstyledButton className={classes.edited} title="What is changed, and back to the original" onClick={() => setOpen(!open)}>
          edited
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown>
        <Suspense>
          <Changes onBack={() => setOpen(false)} />
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  );
}
