import { Button } from '@mantine/core';
import { useId } from 'react';
import type { ListParam } from '../../sim/param/param.ts';
import { LeaveOut, ListFrame } from './ListControl.tsx';
import type { Editing } from './ParamControl.tsx';
import classes from './param.module.css';
import type { NumericParam } from './sliderScale.ts';
import { ValueField } from './ValueField.tsx';

/** A list of numbers in an order that matters: each can be typed or left out, and the last can be added once more. */
export default function NumbersControl({
  path,
  param,
  value,
  editing,
}: {
  path: string;
  param: ListParam;
  value: readonly number[];
  editing: Editing;
}) {
  const id = useId();
  const one = { ...param.item, label: param.label, help: '' } as NumericParam;
  const usual = typeof one.default === 'number' ? one.default : one.min;
  return (
    <ListFrame param={param}>
      <ol className={classes.list}>
        {value.map((each, i) => {
          const label = `${param.label}, ${i + 1}`;
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: equal numbers are told apart by nothing else
            <li key={i} className={classes.numbered}>
              <span>{i + 1}</span>
              <ValueField
                id={`${id}-${i}`}
                param={one}
                value={each}
                label={label}
                onCommit={(next) =>
                  editing.set(
                    path,
                    value.map((old, at) => (at === i ? next : old)),
                  )
                }
              />
              <LeaveOut path={path} param={param} value={value} i={i} label={label} editing={editing} />
            </li>
          );
        })}
      </ol>
      {value.length < param.most && (
        <Button size="compact-xs" variant="default" onClick={() => editing.set(path, [...value, value.at(-1) ?? usual])}>
          Add one
        </Button>
      )}
    </ListFrame>
  );
}
