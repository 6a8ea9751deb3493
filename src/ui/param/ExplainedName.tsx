import { Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Param } from '../../sim/param/param.ts';
import classes from './param.module.css';
import { TIP, useExplanation } from './useExplanation.tsx';

/** The name of a parameter that stands above more than one control, and what it means. */
export function ExplainedName({ param, children }: { param: Param; children: ReactNode }) {
  const { text, button, words } = useExplanation(param, param.label);
  return (
    <Tooltip label={text} disabled={text === ''} {...TIP}>
      <div className={classes.explained}>
        <div className={classes.name}>
          {children}
          {button}
        </div>
        {words}
      </div>
    </Tooltip>
  );
}
