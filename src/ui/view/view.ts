import type { ComponentType } from 'react';

/** A way to look closer at a run, in the drawer: a folder with this and what it shows. Tabs, keys and their table follow. */
export interface View {
  /** Its folder is called the same. */
  id: string;
  /** What its tab says. */
  label: string;
  /** The letter that opens and closes it. */
  key: string;
  /** What it shows, where the label does not say it all. */
  help?: string;
  /** Where its tab stands: they ascend. */
  place: number;
  /** The role that some component of the scenario has to have; left out where any run can be looked at so. */
  needs?: string;
  load(): Promise<{ default: ComponentType }>;
}

export function defineView(view: View): View {
  return view;
}
