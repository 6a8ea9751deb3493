import { ActionIcon, Select } from '@mantine/core';
import type { ReactNode } from 'react';
import type { ChoiceParam, ListParam } from '../../sim/param/param.ts';
import { useHelp } from './help.ts';
import type { Editing } from './ParamControl.tsx';
import classes from './param.module.css';

/** A list of choices whose order matters: each entry moves up, down or out, and what is missing can be added. */
export default function ListControl({
  path,
  param,
  options,
  value,
  editing,
}: {
  path: string;
  param: ListParam;
  options: ChoiceParam['options'];
  value: readonly string[];
  editing: Editing;
}) {
  const left = Object.keys(options).filter((option) => !param.distinct || !value.includes(option));
  const swap = (i: number, k: number) =>
    editing.set(
      path,
      value.map((each, at) => (at === i ? value[k] : at === k ? value[i] : each)),
    );
  return (
    <ListFrame param={param}>
      <ol className={classes.list}>
        {value.map((option, i) => {
          const label = options[option] ?? option;
          return (
            <li key={param.distinct ? option : i}>
              <span>{label}</span>
              <Step label={`Move ${label} up`} sign="↑" disabled={i === 0} act={() => swap(i, i - 1)} />
              <Step label={`Move ${label} down`} sign="↓" disabled={i === value.length - 1} act={() => swap(i, i + 1)} />
              <LeaveOut path={path} param={param} value={value} i={i} label={label} editing={editing} />
            </li>
          );
        })}
      </ol>
      {left.length > 0 && value.length < param.most && (
        <Select
          size="xs"
          aria-label={`Add to ${param.label}`}
          placeholder="Add …"
          data={left.map((option) => ({ value: option, label: options[option] }))}
          value={null}
          onChange={(option) => option && editing.set(path, [...value, option])}
        />
      )}
    </ListFrame>
  );
}

/** What a list is called and what it means, above its entries. */
export function ListFrame({ param, children }: { param: ListParam; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out
    <div className={classes.row} role="group" aria-label={param.label}>
      <span className={classes.label}>{param.label}</span>
      <p className={classes.listHelp}>{useHelp(param)}</p>
      {children}
    </div>
  );
}

/** Takes an entry out, as long as enough are left. */
export function LeaveOut({
  path,
  param,
  value,
  i,
  label,
  editing,
}: {
  path: string;
  param: ListParam;
  value: readonly unknown[];
  i: number;
  label: string;
  editing: Editing;
}) {
  const act = () =>
    editing.set(
      path,
      value.filter((_, at) => at !== i),
    );
  return <Step label={`Leave ${label} out`} sign="×" disabled={value.length <= param.least} act={act} />;
}

function Step({ label, sign, disabled, act }: { label: string; sign: string; disabled: boolean; act: () => void }) {
  return (
    <ActionIcon variant="subtle" color="gray" size={24} aria-label={label} disabled={disabled} onClick={act}>
      {sign}
    </ActionIcon>
  );
}
