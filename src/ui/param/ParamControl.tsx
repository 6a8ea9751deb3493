import { Checkbox, SegmentedControl, Select, Slider, Switch, Tooltip } from '@mantine/core';
import { type KeyboardEvent, lazy, memo, type PointerEvent, Suspense, useId, useMemo, useRef, useState } from 'react';
import type { ChoiceParam, Param } from '../../sim/param/param.ts';
import { formatQuantity } from '../quantity.ts';
import classes from './param.module.css';
import { aboutOf, isNumeric, type NumericParam, nudged, POSITIONS, sliderScale, unitOf, usualOf } from './sliderScale.ts';
import { TIP, useExplanation } from './useExplanation.tsx';
import { useOriginal } from './useOriginal.ts';
import { ValueField } from './ValueField.tsx';

/** Few parameters are texts or lists, and their controls are large. */
const TextControl = lazy(() => import('./TextControl.tsx'));
const ListControl = lazy(() => import('./ListControl.tsx'));
const NumbersControl = lazy(() => import('./NumbersControl.tsx'));

/** How a control tells of an edit: edits of one gesture count as one. */
export interface Editing {
  set(path: string, value: unknown, gesture?: string): void;
  /** The gesture is over. */
  settle(): void;
  /** The arm whose values are edited; the one that is selected if absent. */
  arm?: string;
}

interface ControlProps {
  path: string;
  param: Param;
  value: unknown;
  editing: Editing;
  /** What it is called, where the parameter’s own label does not say enough. */
  label?: string;
}

/** The control of a parameter that is not a policy. */
export const ParamControl = memo(function ParamControl({ path, param, value, editing, label = param.label }: ControlProps) {
  switch (param.type) {
    case 'number':
    case 'integer':
    case 'ratio':
    case 'duration':
      return <NumericControl path={path} param={param} value={value as number | null} editing={editing} label={label} />;
    case 'choice':
      return <ChoiceControl path={path} param={param} value={value as string} editing={editing} label={label} />;
    case 'flag':
      return <FlagControl path={path} param={param} value={value as boolean} editing={editing} label={label} />;
    case 'text':
      return (
        <Row param={param} label={label}>
          {(id) => (
            <Suspense>
              <TextControl id={id} path={path} param={param} value={value as string} editing={editing} />
            </Suspense>
          )}
        </Row>
      );
    case 'list':
      return (
        <Suspense>
          {param.item.type === 'choice' ? (
            <ListControl path={path} param={param} options={param.item.options} value={value as readonly string[]} editing={editing} />
          ) : isNumeric(param.item) ? (
            <NumbersControl path={path} param={param} value={value as readonly number[]} editing={editing} />
          ) : null}
        </Suspense>
      );
    case 'policy':
      return null;
  }
});

/** A control below its name, or beside it; what it means comes when it is asked for. */
function Row({
  param,
  label,
  beside = false,
  children,
}: {
  param: Param;
  label: string;
  beside?: boolean;
  /** @param id of the field that the name belongs to */
  children(id: string): React.ReactNode;
}) {
  const { text, button, words } = useExplanation(param, label);
  const id = useId();
  return (
    <Tooltip label={text} disabled={text === ''} {...TIP}>
      <div className={classes.row} data-beside={beside || undefined}>
        <div className={classes.name}>
          <label className={classes.label} htmlFor={id}>
            {label}
          </label>
          {button}
        </div>
        {children(id)}
        {words}
      </div>
    </Tooltip>
  );
}

const NOTCHES: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 };

function NumericControl({
  path,
  param,
  value,
  editing,
  label,
}: {
  path: string;
  param: NumericParam;
  value: number | null;
  editing: Editing;
  label: string;
}) {
  const gesture = useRef(0);
  const { text, button, words } = useExplanation(param, label);
  const id = useId();
  const unit = unitOf(param);
  const never = param.type === 'duration' ? param.never : undefined;
  const off = value === null;
  const usual = usualOf(param);
  const shown = value ?? usual;
  const original = useOriginal(path, param, editing.arm);
  const scale = useScale(param, aboutOf(param, original), shown);
  const hand = useHand();
  // one position may be less than one round value: an arrow key goes to the next value there is
  const onKeyDownCapture = (event: KeyboardEvent<HTMLElement>) => {
    const by = NOTCHES[event.key];
    if (by === undefined || (event.target as HTMLElement).role !== 'slider') return;
    event.preventDefault();
    event.stopPropagation();
    const next = nudged(param, shown, by, event.shiftKey);
    if (next !== shown) editing.set(path, next);
  };
  return (
    <Tooltip label={text} disabled={text === '' || hand.busy} {...TIP}>
      <div className={classes.numeric} data-wide={label !== param.label || undefined} onKeyDownCapture={onKeyDownCapture} {...hand.on}>
        <div className={classes.name}>
          <label className={classes.label} id={id} htmlFor={`${id}-value`}>
            {label}
          </label>
          {button}
        </div>
        {never !== undefined && (
          <Checkbox
            size="xs"
            className={classes.never}
            label={never}
            checked={off}
            onChange={(event) => editing.set(path, event.currentTarget.checked ? null : usual)}
          />
        )}
        {!off && <ValueField id={`${id}-value`} param={param} value={shown} label={label} onCommit={(next) => editing.set(path, next)} />}
        {!off && (
          <Slider
            className={classes.slider}
            size={3}
            thumbSize={14}
            min={0}
            max={POSITIONS}
            step={1}
            label={null}
            value={scale.toPosition(shown)}
            thumbProps={{ 'aria-labelledby': id }}
            thumbValueText={() => formatQuantity(shown, unit)}
            onChange={(position) => {
              const next = scale.toValue(hand.position(position, scale.toPosition(shown)), hand.fine());
              if (next !== shown) editing.set(path, next, `${path} ${gesture.current}`);
            }}
            onChangeEnd={() => {
              gesture.current++;
              editing.settle();
            }}
          />
        )}
        {words}
      </div>
    </Tooltip>
  );
}

/** How much slower a slider moves while Shift is held. */
const FINE = 10;

/** A slider about the value that the scenario began with; what is typed beyond its ends stays within it from then on. */
function useScale(param: NumericParam, about: number, shown: number) {
  const [seen, setSeen] = useState({ param, about, low: shown, high: shown });
  const fresh = seen.param === param && seen.about === about ? seen : { param, about, low: shown, high: shown };
  const { low, high } = { low: Math.min(fresh.low, shown), high: Math.max(fresh.high, shown) };
  if (fresh !== seen || low !== seen.low || high !== seen.high) setSeen({ param, about, low, high });
  return useMemo(() => sliderScale(param, about, { low, high }), [param, about, low, high]);
}

/** The hand on a slider: whether it is there, and whether Shift asks for fine steps. */
function useHand() {
  const [busy, setBusy] = useState(false);
  const shift = useRef(false);
  /** Where the pointer and the thumb were when Shift went down. */
  const anchor = useRef<{ pointer: number; thumb: number } | null>(null);
  return {
    busy,
    on: {
      onPointerDown(event: PointerEvent) {
        const follow = (moved: { shiftKey: boolean }) => {
          shift.current = moved.shiftKey;
        };
        const end = () => {
          window.removeEventListener('pointermove', follow, true);
          shift.current = false;
        };
        follow(event);
        window.addEventListener('pointermove', follow, true);
        window.addEventListener('pointerup', end, { once: true });
        window.addEventListener('pointercancel', end, { once: true });
        setBusy(true);
      },
      onPointerEnter: (event: PointerEvent) => event.buttons === 0 && setBusy(false),
      onPointerLeave: (event: PointerEvent) => event.buttons === 0 && setBusy(false),
    },
    fine: () => shift.current,
    /** Where the slider is to go for a pointer over a position. */
    position(pointer: number, thumb: number): number {
      if (!shift.current) anchor.current = null;
      else anchor.current ??= { pointer, thumb };
      return anchor.current ? anchor.current.thumb + (pointer - anchor.current.pointer) / FINE : pointer;
    },
  };
}

function FlagControl({ path, param, value, editing, label }: ControlProps & { value: boolean; label: string }) {
  return (
    <Row param={param} label={label} beside>
      {(id) => <Switch id={id} size="xs" checked={value} onChange={(event) => editing.set(path, event.currentTarget.checked)} />}
    </Row>
  );
}

function ChoiceControl({ path, param, value, editing, label }: ControlProps & { param: ChoiceParam; value: string; label: string }) {
  const options = Object.entries(param.options).map(([option, words]) => ({ value: option, label: words }));
  const short = options.length === 2 && options.every(({ label: words }) => words.length <= 16);
  return (
    <Row param={param} label={label}>
      {(id) =>
        short ? (
          <SegmentedControl
            size="xs"
            fullWidth
            data={options}
            value={value}
            onChange={(next) => editing.set(path, next)}
            aria-label={label}
          />
        ) : (
          <Select
            id={id}
            size="xs"
            data={options}
            value={value}
            title={param.options[value]}
            allowDeselect={false}
            onChange={(next) => next && editing.set(path, next)}
            aria-label={label}
          />
        )
      }
    </Row>
  );
}
