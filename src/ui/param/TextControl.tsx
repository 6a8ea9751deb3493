import { Textarea } from '@mantine/core';
import { useState } from 'react';
import type { TextParam } from '../../sim/param/param.ts';
import type { Editing } from './ParamControl.tsx';

/** A text that must have a form; it takes effect when it is left and fits. */
export default function TextControl({
  id,
  path,
  param,
  value,
  editing,
}: {
  id: string;
  path: string;
  param: TextParam;
  value: string;
  editing: Editing;
}) {
  const [draft, setDraft] = useState<string | null>(null);
  const shown = draft ?? value;
  const fits = new RegExp(`^(?:${param.pattern})$`).test(shown);
  return (
    <Textarea
      id={id}
      size="xs"
      autosize
      minRows={1}
      maxRows={5}
      maxLength={4_000}
      value={shown}
      error={fits ? null : `Expected ${param.form}.`}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onKeyDown={(event) => event.stopPropagation()}
      onBlur={() => {
        if (fits && shown !== value) editing.set(path, shown);
        setDraft(null);
      }}
    />
  );
}
