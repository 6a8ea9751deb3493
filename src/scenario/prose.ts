import type { StepField } from '../sim/param/step.ts';
import { nameOf } from './descriptions.ts';
import raw from './prose.json' with { type: 'json' };

export interface Source {
  title: string;
  url: string;
}

/** Model notes of a component: what it models, what it leaves out, what it is checked against. Markdown. */
export interface Note {
  title: string;
  text: string;
}

/** How somebody's product is set by default: values of a component's parameters, all others at their defaults. */
export interface Preset {
  id: string;
  title: string;
  summary: string;
  sources: readonly Source[];
  about?: readonly string[];
  values: Readonly<Record<string, unknown>>;
}

/**
 * What the files of the simulated world say of themselves at length, written by `npm run generate`: kept apart from the
 * descriptions because only reference pages, notes and the schema need it.
 */
export const prose = raw as {
  /** Where algorithms come from, by `seam/policy`. */
  sources: Readonly<Record<string, readonly Source[]>>;
  /** Idea, promise and departures from the source, by `seam/policy` and by component. */
  about: Readonly<Record<string, string>>;
  /** What each parameter does, by `component.parameter`, `seam/policy.parameter` and `step/id.field`. */
  help: Readonly<Record<string, string>>;
  /** Model notes, by component. */
  notes: Readonly<Record<string, readonly Note[]>>;
  /** How products are set by default, by component. */
  presets: Readonly<Record<string, readonly Preset[]>>;
  /** What each meter measures, by component and meter. */
  meters: Readonly<Record<string, Readonly<Record<string, string>>>>;
};

/** What a parameter of the descriptions does, in a sentence or two. */
export function helpOf(param: StepField): string {
  // a policy of the document's own brings its sentences with it
  return prose.help[nameOf(param)] ?? ('help' in param ? param.help : undefined) ?? '';
}
