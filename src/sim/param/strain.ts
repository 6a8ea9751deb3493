/** A figure that is too high or too low, on average over the last moments. */
export interface Strain {
  meter: string;
  /** It is so from here on … */
  from?: number;
  /** … or below this. */
  below?: number;
  /** A gauge that has to grow as well. */
  grows?: string;
  /** What is wrong, in words; `{meter}` stands for that meter's figure. */
  text: string;
}
