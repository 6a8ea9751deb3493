import { create } from 'zustand';

/** A span of an arm’s meter that something else on the page speaks of [ms]. */
export interface LitSpan {
  meter: string;
  arm: string;
  from: number;
  to: number;
}

const NONE: readonly LitSpan[] = [];

/** What is lit up in the charts. */
export const useLit = create<{ spans: readonly LitSpan[] }>()(() => ({ spans: NONE }));

export function light(spans: readonly LitSpan[]): void {
  useLit.setState({ spans: spans.length === 0 ? NONE : spans });
}
