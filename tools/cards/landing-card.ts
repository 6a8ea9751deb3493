import { play } from '../../src/host/play.ts';
import { planOf } from '../../src/scenario/arm.ts';
import { BASE, type Scenario } from '../../src/scenario/scenario.ts';
import { DOWN, FROM, guessesOf, METER, QUESTION, REPAIRED, SENTENCES, SERVED, STEP, TO, TOP } from '../../src/ui/landing/landing.ts';
import { linearDomain, linearTicks, timeTicks } from '../../src/ui/plot/axis.ts';
import { scaleOf } from '../../src/ui/plot/scale.ts';
import { seriesPath } from '../../src/ui/plot/seriesPath.ts';
import { formatClock, formatNumber } from '../../src/ui/quantity.ts';
import { escaped } from '../pages/html.ts';
import { CARD, documentOf, type Look, PLOT, xTick, yTick } from './layout.ts';

/** The line that the landing draws up to its question. */
export interface LandingLine {
  /** The lines to guess by, as points [ms, req/s]. */
  guesses: ReturnType<typeof guessesOf>;
  samples: Float64Array;
  /** Width of a bin [ms]. */
  binWidth: number;
  fingerprint: string;
}

/** Fewer than on the landing itself: finer noise is a thicket on a small picture. */
const BINS = 140;

/** Where the lines are drawn: the question stands below them [px]. */
const AREA = { ...PLOT, top: 190, bottom: 326 };

export function landingLine(scenario: Scenario): LandingLine {
  const { result } = play({ arm: BASE, plan: { ...planOf(scenario, BASE), bins: BINS }, figures: [], samples: true }, new Map());
  const place = result.series.findIndex(({ id }) => id === METER);
  if (place < 0) throw new Error(`${scenario.title} has no meter ${METER}`);
  const { bins, binWidth, fingerprint } = result;
  const guesses = guessesOf(scenario.story[STEP]?.ask);
  return { samples: result.samples.slice(place * bins, (place + 1) * bins), binWidth, fingerprint, guesses };
}

/** The landing as it asks, as a document: what was served until the repair, and the lines to guess by. */
export function landingCardHtml({ samples, binWidth, guesses }: LandingLine, { style, icon }: Look): string {
  const domain = linearDomain(0, '', TOP);
  const x = scaleOf(false, { low: FROM, high: TO }, AREA.left, AREA.right);
  const y = scaleOf(false, domain, AREA.bottom, AREA.top);
  const path = (points: LandingLine['guesses'][number]['points']) =>
    points.map(({ at, value }, i) => `${i === 0 ? 'M' : 'L'}${x(at).toFixed(1)} ${y(value).toFixed(1)}`).join('');
  const html = `<header>${icon}<b>goodput</b></header>
<h1 data-lines="2">${SENTENCES.map(escaped).join('<br>')}</h1>
<section style="top:147px" data-lines="1"><h2>${escaped(SERVED)}</h2></section>
<svg class="chart" width="${CARD.width}" height="${CARD.height}">
<rect x="${x(DOWN)}" y="${AREA.top}" width="${(x(REPAIRED) - x(DOWN)).toFixed(1)}" height="${AREA.bottom - AREA.top}"/>
${linearTicks(domain, 3)
  .map((tick) => yTick(y(tick).toFixed(1), formatNumber(tick), AREA))
  .join('')}
${timeTicks(TO, 5)
  .filter((time) => time >= FROM && time < TO)
  .map((time) => xTick(x(time), formatClock(time), AREA))
  .join('')}
${guesses.map(({ points }) => `<path d="${path(points)}" stroke="var(--accent)" stroke-width="3" stroke-dasharray="8 7"/>`).join('')}
<path d="${seriesPath(samples.subarray(0, Math.ceil(REPAIRED / binWidth)), binWidth, { x, y }, Math.ceil(FROM / binWidth))}" stroke="var(--ink)" stroke-width="4" stroke-linejoin="round"/>
<line class="now" x1="${x(REPAIRED)}" x2="${x(REPAIRED)}" y1="${AREA.top}" y2="${AREA.bottom}"/>
</svg>
<p data-lines="1">${escaped(QUESTION)}</p>
`;
  return documentOf(html, style, STYLE);
}

const STYLE = `h1 { font-size: 33px; }
p { position: absolute; inset: 368px 36px auto 34px; margin: 0; font-size: 26px; line-height: 32px; font-weight: 620; letter-spacing: -0.01em; }
.chart .now { stroke: var(--accent); stroke-width: 2; }
`;
