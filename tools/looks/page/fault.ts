/** What is wrong somewhere on the page. */
export interface Fault {
  /** The kind of it: `overlap`, `cut` … */
  what: string;
  /** Where, and of which text. */
  where: string;
  /** By how much, or what was expected. */
  figure: string;
}

export const fault = (what: string, where: string, figure = ''): Fault => ({ what, where, figure });
