import type { FocusEvent, KeyboardEvent, MouseEvent, PointerEvent } from 'react';
import { create } from 'zustand';

/** What of a story’s text the reader points at: a number with its source, or a term. */
interface Pointed {
  at: HTMLElement | null;
  /** It was pressed, and stays until something else is. */
  held: boolean;
  /** By a key: whoever has no pointer wants to get into what opens. */
  byKey: boolean;
}

const NOTHING: Pointed = { at: null, held: false, byKey: false };

export const usePointed = create<Pointed>()(() => NOTHING);

/** How long the way from a word to what it says may take [ms]. */
const LEAVING = 180;
let leaving = 0;

function pointedIn(target: EventTarget): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>('[data-source][role], [data-term][role]') : null;
}

function point(at: HTMLElement | null): void {
  stay();
  if (at && at !== usePointed.getState().at) usePointed.setState({ ...NOTHING, at });
}

function hold(at: HTMLElement, byKey: boolean): void {
  stay();
  const { at: before, held } = usePointed.getState();
  usePointed.setState(before === at && held ? NOTHING : { at, held: true, byKey });
}

/** The pointer is on what opened. */
export function stay(): void {
  clearTimeout(leaving);
}

/** @param letGo what was pressed goes, too */
export function leave(letGo = false): void {
  stay();
  if (letGo || !usePointed.getState().held) leaving = window.setTimeout(pointAtNothing, LEAVING);
}

export function pointAtNothing(): void {
  stay();
  if (usePointed.getState().at) usePointed.setState(NOTHING);
}

/** For the element around a text: a pointer over it, the focus, a tap and keys. */
export const pointing = {
  onPointerOver: (event: PointerEvent) => {
    const at = event.pointerType === 'touch' ? null : pointedIn(event.target);
    if (at && !usePointed.getState().held) point(at);
  },
  onPointerOut: (event: PointerEvent) => {
    if (event.pointerType !== 'touch' && pointedIn(event.target)) leave();
  },
  onFocus: ({ target }: FocusEvent) => point(pointedIn(target)),
  onBlur: ({ target }: FocusEvent) => {
    // a click has others who see where it goes
    if (pointedIn(target)) leave(usePointed.getState().byKey);
  },
  onClick: ({ target, detail }: MouseEvent) => {
    const at = pointedIn(target);
    if (at) hold(at, detail === 0);
  },
  onKeyDown: (event: KeyboardEvent) => {
    const at = pointedIn(event.target);
    if (!at || (event.key !== 'Enter' && event.key !== ' ')) return;
    event.preventDefault();
    hold(at, true);
  },
};
