import { UnstyledButton } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { type ReactNode, useId, useState } from 'react';
import type { Param } from '../../sim/param/param.ts';
import { useHelp } from './help.ts';
import classes from './param.module.css';
import { valuesOf } from './valuesOf.ts';

/** What a parameter means: for a tooltip, and for those without a pointer a button beside its name and the words that it opens. */
interface Explanation {
  /** What it does and which values it takes; empty until that has been read. */
  text: string;
  button: ReactNode;
  /** While they are asked for. */
  words: ReactNode;
}

export function useExplanation(param: Param, label: string): Explanation {
  const help = useHelp(param);
  const [open, setOpen] = useState(false);
  const id = useId();
  const text = help === '' ? '' : [help, valuesOf(param)].filter((part) => part !== '').join(' ');
  return {
    text,
    button: (
      <UnstyledButton
        className={classes.about}
        aria-label={`About ${label}`}
        aria-expanded={open}
        aria-describedby={open ? id : undefined}
        onClick={() => setOpen(!open)}
      >
        <IconInfoCircle size={14} stroke={1.8} aria-hidden />
      </UnstyledButton>
    ),
    words: open && (
      <p className={classes.words} id={id}>
        {text}
      </p>
    ),
  };
}

/** How a tooltip beside a control looks. */
export const TIP = { multiline: true, w: 260, openDelay: 450, position: 'left', withinPortal: true } as const;
