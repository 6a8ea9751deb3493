import { useEffect, useRef, useState } from 'react';
import { formatQuantity, parseQuantity } from '../quantity.ts';
import classes from './param.module.css';
import { type NumericParam, nudged, unitOf } from './sliderScale.ts';
import { rangeOf } from './valuesOf.ts';

/** A parameter's value as text: shows it with its unit, takes it with any unit that fits, says what is wrong. */
export function ValueField({
  id,
  param,
  value,
  label,
  onCommit,
}: {
  id: string;
  param: NumericParam;
  value: number;
  label: string;
  onCommit(value: number): void;
}) {
  const unit = unitOf(param);
  const [draft, setDraft] = useState<string | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const parsed = draft === null ? value : parseQuantity(draft, unit);
  const problem = problemOf(param, parsed);
  useEffect(() => {
    field.current?.setCustomValidity(problem ?? '');
  }, [problem]);
  const commit = () => {
    if (draft !== null && parsed !== null && problem === null && parsed !== value) onCommit(parsed);
    setDraft(null);
  };
  return (
    <>
      <input
        ref={field}
        className={classes.field}
        id={id}
        aria-label={`${label}, value`}
        aria-invalid={problem !== null || undefined}
        aria-errormessage={problem === null ? undefined : `${id}-problem`}
        value={draft ?? formatQuantity(value, unit)}
        onFocus={(event) => event.currentTarget.select()}
        onChange={(event) => setDraft(event.currentTarget.value)}
        onBlur={commit}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.key === 'Enter' && problem === null) commit();
          else if (event.key === 'Escape') setDraft(null);
          else if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
            event.preventDefault();
            setDraft(null);
            onCommit(nudged(param, value, event.key === 'ArrowUp' ? 1 : -1, event.shiftKey));
          }
        }}
      />
      {problem !== null && (
        <span className={classes.problem} id={`${id}-problem`} role="alert">
          {problem}
        </span>
      )}
    </>
  );
}

/** What is wrong with a value, in one sentence; null if nothing. */
function problemOf(param: NumericParam, value: number | null): string | null {
  const range = rangeOf(param);
  if (value === null) return `Not a number. Expected ${range}.`;
  if (param.type === 'integer' && !Number.isInteger(value)) return `Expected a whole number, ${range}.`;
  return value < param.min || value > param.max ? `Out of range. Expected ${range}.` : null;
}
