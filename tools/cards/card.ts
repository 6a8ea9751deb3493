import { armOf } from '../../src/scenario/arm.ts';
import { document } from '../../src/scenario/document.ts';
import { armsOf, BASE, type Scenario } from '../../src/scenario/scenario.ts';
import { armStyle, LONE_DASH } from '../../src/ui/chart/armStyles.ts';
import { faultBands } from '../../src/ui/chart/bands.ts';
import { linearTicks, logTicks, timeTicks } from '../../src/ui/plot/axis.ts';
import type { Area, Plotted } from '../../src/ui/plot/Plot.tsx';
import { type Scale, scaleOf } from '../../src/ui/plot/scale.ts';
import { seriesPath } from '../../src/ui/plot/seriesPath.ts';
import { formatClock, formatNumber, formatSpan } from '../../src/ui/quantity.ts';
import { escaped } from '../pages/html.ts';
import type { Drawing } from './drawing.ts';
import { CARD, documentOf, type Look, PLOT, ROW, TITLE_LINE, xTick, yTick } from './layout.ts';

/** Sizes of titles, the largest first: up to how many letters, how large [px], on how many lines. */
const TITLES = [
  { letters: 26, size: 54, lines: 1 },
  { letters: 33, size: 46, lines: 1 },
  { letters: Number.POSITIVE_INFINITY, size: 46, lines: 2 },
] as const;
/** Height of the header and the gaps above the plot [px]. */
const HEAD = 84;
/** Room for the caption [px], and what it takes: a letter, and an entry of the legend beside its letters. */
const CAPTION = 728;
const LETTER = 12;
const ENTRY = 63;

/** A fault that lasts longer than this share of the run is no event of it. */
const WHOLE_RUN = 0.8;

/** A card as a document. */
export function cardHtml(scenario: Scenario, drawing: Drawing, { style, icon }: Look): string {
  const title = TITLES.find(({ letters }) => scenario.title.length <= letters)!;
  const titles = titlesOf(scenario, drawing);
  const label = `${drawing.label} ${unitLabel(drawing.unit)}`;
  const rows = drawing.lines.length === 1 || label.length * LETTER + widthOf(titles) <= CAPTION ? 1 : 2;
  const captionTop = HEAD + title.lines * title.size * TITLE_LINE;
  const area = { ...PLOT, top: Math.round(captionTop + rows * ROW + 12) };
  const x = scaleOf(false, { low: 0, high: scenario.duration }, area.left, area.right);
  const y = scaleOf(drawing.log, drawing.domain, area.bottom, area.top);
  const lines = linesOf(scenario, drawing, { x, y, area });
  const html = `<header>${icon}<b>goodput</b><span>${escaped(document.fields.topic.options[scenario.topic])}</span></header>
<h1 style="font-size:${title.size}px" data-lines="${title.lines}">${escaped(scenario.title).replace(/\S+-\S+/g, '<nobr>$&</nobr>')}</h1>
<section style="top:${captionTop.toFixed(1)}px" data-lines="${rows}"><h2>${escaped(drawing.label)} <small>${escaped(unitLabel(drawing.unit))}</small></h2>${lines.map(({ entry }) => entry).join('')}</section>
<svg class="chart" width="${CARD.width}" height="${CARD.height}">
${bandsOf(scenario, x, area)}
${yTicks(drawing, area.bottom - area.top)
  .map((tick) => yTick(y(tick).toFixed(1), tickLabel(tick, drawing.unit), area))
  .join('')}
${timeTicks(scenario.duration, 4)
  .map((time) => xTick(x(time), timeLabel(time, scenario.duration), area))
  .join('')}
${lines
  .map(({ path }) => path)
  .reverse()
  .join('')}
</svg>
`;
  return documentOf(html, style);
}

function bandsOf(scenario: Scenario, x: Scale, { top, bottom }: Area): string {
  return faultBands(scenario, BASE)
    .filter(({ from, to }) => to - from < WHOLE_RUN * scenario.duration)
    .map(({ from, to }) => {
      const width = Math.max(2, x(to) - x(from)).toFixed(1);
      return `<rect x="${x(from).toFixed(1)}" y="${top}" width="${width}" height="${bottom - top}"/>`;
    })
    .join('');
}

function titlesOf(scenario: Scenario, { lines }: Drawing): readonly string[] {
  return lines.map(({ arm }) => armOf(scenario, arm).title);
}

/** About what a legend takes [px]. */
function widthOf(titles: readonly string[]): number {
  return titles.reduce((width, { length }) => width + ENTRY + length * LETTER, 0);
}

/** Whether a legend of these arms fits. */
export function fits(scenario: Scenario, arms: readonly string[]): boolean {
  return widthOf(arms.map((arm) => armOf(scenario, arm).title)) <= CAPTION;
}

interface DrawnLine {
  /** Its row in the legend. */
  entry: string;
  path: string;
}

function linesOf(scenario: Scenario, { lines, binWidth }: Drawing, plotted: Pick<Plotted, 'x' | 'y' | 'area'>): readonly DrawnLine[] {
  const arms = armsOf(scenario);
  return lines.map(({ arm, samples }) => {
    const index = arms.findIndex(({ id }) => id === arm);
    const { color, dash } = armStyle(index);
    const doubled = dash
      ?.split(' ')
      .map((length) => Number(length) * 2)
      .join(' ');
    const look = `stroke="${color}" stroke-linejoin="round"${doubled ? ` stroke-dasharray="${doubled}"` : ''}`;
    return {
      entry:
        lines.length === 1
          ? ''
          : `<span style="color:${color}"><svg viewBox="0 0 34 6"><path d="M0 3H34" stroke-width="4" ${look}/></svg>${escaped(arms[index].title)}</span>`,
      path: `<path d="${seriesPath(samples, binWidth, plotted, 0, 2 * LONE_DASH)}" stroke-width="${arm === BASE ? 4 : 3.5}" ${look}/>`,
    };
  });
}

function yTicks({ log, domain, unit }: Drawing, height: number): readonly number[] {
  const most = height > 130 ? 4 : 3;
  return log ? logTicks(domain, most, unit) : linearTicks(domain, most, unit);
}

function tickLabel(value: number, unit: string): string {
  if (unit === 'ms') return formatSpan(value).replace(/\s/g, '');
  if (unit === 'ratio') return `${formatNumber(value * 100)}%`;
  if (unit === '×') return `${formatNumber(value)}×`;
  return value >= 1_000 ? `${formatNumber(value / 1_000)}k` : formatNumber(value);
}

function unitLabel(unit: string): string {
  return unit === 'ms' || unit === 'ratio' || unit === '×' ? '' : unit;
}

const HOUR = 3_600_000;

function timeLabel(time: number, duration: number): string {
  if (duration >= HOUR) return time === 0 ? '0' : formatSpan(time);
  return duration < 5_000 ? formatSpan(time) : formatClock(time);
}
