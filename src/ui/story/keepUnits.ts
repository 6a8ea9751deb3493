/** `30 %`, `1.5 s`, `200 req/s`: a figure and its unit stand on one line. */
const BEFORE_UNIT = /(?<=\d) (?=(?:%|×|[µm]?s|min|h|d|req|[kMG]?B)(?![\p{L}\p{N}]))/gu;

export function keepUnits(prose: string): string {
  return prose.replace(BEFORE_UNIT, '\u00a0');
}
