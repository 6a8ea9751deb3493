import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Area } from '../../src/ui/plot/Plot.tsx';
import { coloursIn } from '../pages/colours.ts';

/** Size of a card [px]: what is shown large beside a link is twice as wide as high, or nearly. */
export const CARD = { width: 800, height: 418 };

/** Where the lines are drawn [px]. */
export const PLOT = { left: 84, right: 764, bottom: 368 };
/** Heights above the plot: a line of the title as a share of its size, a row of the caption [px]. */
export const TITLE_LINE = 1.06;
export const ROW = 34;

/** What the page looks like, as far as cards look like it. */
export interface Look {
  /** Its style sheet, from which the colours are. */
  style: string;
  /** Its icon as SVG. */
  icon: string;
}

export function lookOf(root: string): Look {
  return { style: readFileSync(join(root, 'src/ui/app.css'), 'utf8'), icon: readFileSync(join(root, 'public/icon.svg'), 'utf8').trim() };
}

/** Read at a third of its size: small type is large here. */
const STYLE = `
body { width: ${CARD.width}px; height: ${CARD.height}px; margin: 0; position: relative; overflow: hidden; background: var(--panel); color: var(--ink); font-family: "Inter Variable"; font-feature-settings: "cv11", "ss03"; }
header { position: absolute; inset: 28px 36px auto; display: flex; align-items: center; gap: 10px; font-size: 26px; line-height: 1; }
header svg { width: 30px; height: 30px; }
header b { font-weight: 640; letter-spacing: -0.01em; }
header span { margin-left: auto; color: var(--ink-2); }
h1 { position: absolute; inset: 72px 36px auto 34px; margin: 0; line-height: ${TITLE_LINE}; font-weight: 680; letter-spacing: -0.025em; text-wrap: balance; }
section { position: absolute; inset: 0 36px auto; display: flex; flex-wrap: wrap; column-gap: 22px; font-size: 22px; line-height: ${ROW}px; white-space: nowrap; }
h2 { margin: 0 auto 0 0; font: inherit; font-weight: 600; }
[data-lines="2"] h2 { flex-basis: 100%; }
small { margin-left: 4px; font-size: 20px; font-weight: 400; color: var(--ink-3); }
section span { font-weight: 560; }
section svg { width: 34px; height: 6px; margin-right: 7px; vertical-align: middle; }
.chart { position: absolute; inset: 0; }
.chart text { font-size: 20px; fill: var(--ink-3); }
.chart line { stroke: var(--line); stroke-width: 1.5; }
.chart rect { fill: var(--fault); }
section path, .chart path { fill: none; }
`;

/** What is on a card as a document. @param style the page's style sheet @param more rules besides those of all cards */
export function documentOf(html: string, style: string, more = ''): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<style>:root { ${coloursIn(html + STYLE + more, style)} }
${STYLE}${more}</style>
${html}</html>
`;
}

export function yTick(y: string, label: string, { left, right }: Area): string {
  return `<line x1="${left}" x2="${right}" y1="${y}" y2="${y}"/><text x="${left - 12}" y="${y}" dy=".36em" text-anchor="end">${label}</text>`;
}

export function xTick(x: number, label: string, { left, right, bottom }: Area): string {
  const anchor = x < left + 30 ? 'start' : x > right - 30 ? 'end' : 'middle';
  return `<text x="${x.toFixed(1)}" y="${bottom + 32}" text-anchor="${anchor}">${label}</text>`;
}
