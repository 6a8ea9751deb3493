import { type Fault, fault } from './fault.ts';
import type { Rect } from './texts.ts';

/** Sizes of the parts of the workshop [px]; NaN for what is not there. */
export interface Measures {
  topology: number;
  legend: number;
  timeline: number;
  drawer: number;
  /** Plots of the first row of charts, and whether all of that row is in sight. */
  plots: readonly number[];
  rowInSight: boolean;
  /** Whether the first two rows are, where all charts have one height and no note stands above the picture. */
  twoRowsInSight: boolean;
  /** Points of the timeline that something lies over. */
  covers: readonly string[];
  /** The question, its choices and the button below them, as far as there are any, and where they can be seen. */
  question: readonly { name: string; inSight: boolean }[];
}

/** Runs in the browser: it may name nothing outside. */
export function measure(): Measures {
  const find = (name: string, inside: ParentNode = document) => inside.querySelector<HTMLElement>(`[class*="_${name}_"]`);
  const heightOf = (element: Element | null) => element?.getBoundingClientRect().height ?? Number.NaN;
  const within = (inner: Rect, outer: Rect) =>
    inner.top >= outer.top - 1 && inner.bottom <= outer.bottom + 1 && inner.left >= outer.left - 1 && inner.right <= outer.right + 1;
  const picture = document.querySelector<HTMLElement>('section[aria-label="Picture"]');
  const grid = picture && find('grid', picture);
  const charts = [...(grid?.children ?? [])].map((chart) => ({ box: chart.getBoundingClientRect(), plot: heightOf(find('plot', chart)) }));
  const row = charts.filter(({ box }) => Math.abs(box.top - charts[0].box.top) < 2);
  const sight = grid?.getBoundingClientRect();
  const second = charts.find(({ box }) => box.top > charts[0].box.top + 2)?.box.top;
  const twoRows = charts.filter(({ box }) => second === undefined || box.top < second + 2);
  const excused = grid?.dataset.sized !== undefined || find('banner') !== null;
  const timeline = picture && find('area', picture);
  const covers: string[] = [];
  if (timeline && timeline.offsetHeight > 0) {
    const { left, top, width, height } = timeline.getBoundingClientRect();
    for (let across = 0.02; across < 1; across += 0.06) {
      for (const down of [0.1, 0.5, 0.9]) {
        const hit = document.elementFromPoint(left + across * width, top + down * height);
        if (!hit || !timeline.contains(hit)) covers.push(hit ? `${hit.tagName.toLowerCase()}.${hit.getAttribute('class')}` : 'the edge');
      }
    }
  }
  const story = document.querySelector<HTMLElement>('section[aria-label="Story"]');
  const ask = story && find('ask', story);
  const buttons = [...(story?.querySelectorAll('button') ?? [])].filter((button) =>
    /^(?:Run and look|Change and look|Look again)$/.test(button.innerText),
  );
  const parts = [
    ...(ask ? [{ name: 'the question', element: find('question', ask) ?? ask }] : []),
    ...[...(ask?.querySelectorAll('label[class*="Radio-label"]') ?? [])].map((element, i) => ({ name: `choice ${i + 1}`, element })),
    ...buttons.map((element) => ({ name: 'the button', element })),
  ];
  const question = parts.map(({ name, element }) => {
    let seen = element.getBoundingClientRect().height > 0;
    const box = element.getBoundingClientRect();
    for (let at = element.parentElement; at; at = at.parentElement)
      if (/auto|scroll|hidden/.test(getComputedStyle(at).overflowY)) seen &&= within(box, at.getBoundingClientRect());
    const hit = document.elementFromPoint((box.left + box.right) / 2, (box.top + box.bottom) / 2);
    seen &&= hit !== null && (element.contains(hit) || hit.contains(element));
    return { name, inSight: seen && box.bottom <= window.innerHeight };
  });
  return {
    topology: heightOf(picture && find('topology', picture)),
    legend: heightOf(picture && find('legend', picture)),
    timeline: heightOf(timeline),
    drawer: heightOf(document.querySelector('section[aria-label="Details"]')),
    plots: row.map(({ plot }) => plot),
    rowInSight: sight !== undefined && row.every(({ box }) => within(box, sight)),
    twoRowsInSight: excused || (sight !== undefined && twoRows.every(({ box }) => within(box, sight))),
    covers: [...new Set(covers)],
    question,
  };
}

/** What the parts may take beside an open drawer at 1280 × 720, and what they need [px]. */
const BUDGET = { topology: 110, legend: 36, plot: 90, timeline: 72, drawer: 180 };

export function judgeQuestion({ question }: Measures): readonly Fault[] {
  return question.filter(({ inSight }) => !inSight).map(({ name }) => fault('below the fold', name));
}

/** While there is no drawer two rows of charts are seen, down to their axes. */
export function judgeRows({ twoRowsInSight }: Measures): readonly Fault[] {
  return twoRowsInSight ? [] : [fault('budget', 'the second row of charts', 'is not all in sight')];
}

export function judgeTimeline({ timeline, covers }: Measures): readonly Fault[] {
  return [
    ...(timeline === BUDGET.timeline ? [] : [fault('budget', 'the timeline', `${timeline} px, not ${BUDGET.timeline}`)]),
    ...covers.map((cover) => fault('over the timeline', cover)),
  ];
}

export function judgeBudget({ topology, legend, drawer, plots, rowInSight }: Measures): readonly Fault[] {
  const least = Math.min(...plots);
  return [
    ...(topology <= BUDGET.topology ? [] : [fault('budget', 'the topology', `${topology} px, at most ${BUDGET.topology}`)]),
    ...(legend <= BUDGET.legend ? [] : [fault('budget', 'the legend', `${legend} px, at most ${BUDGET.legend}`)]),
    ...(drawer >= BUDGET.drawer ? [] : [fault('budget', 'the drawer', `${drawer} px, at least ${BUDGET.drawer}`)]),
    ...(least >= BUDGET.plot ? [] : [fault('budget', 'the plots', `${least} px, at least ${BUDGET.plot}`)]),
    ...(rowInSight ? [] : [fault('budget', 'the first row of charts', 'is not all in sight')]),
  ];
}
