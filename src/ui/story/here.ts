import { planOf } from '../../scenario/arm.ts';
import type { Figure, FigureRequest } from '../../scenario/claims.ts';
import { type Cut, measure, measuredIn, type Provenance, partsOf, provenanceOf, unitOf } from '../../scenario/measured.ts';
import { armsOf, type Scenario, type StepDoc } from '../../scenario/scenario.ts';
import { agrees, rewritten, writtenNumber } from '../../scenario/written-number.ts';
import { formatQuantity } from '../quantity.ts';
import { Looking, useLooking, type Wanted } from '../view/looking.ts';

/** Runs of the scenario as it is now, each made once somebody points at a number of it. */
const looking = new Looking<'seeds'>('answers');
/** Asked for again once the hand rests [ms]. */
const REST = 200;

/** What a number is in the run that is on the screen. */
export interface Here {
  /** As precise as it is written. */
  text: string;
  agrees: boolean;
}

/** What a number is here: null where one run cannot tell, `waiting` until it has been run. */
export function useHere(
  text: string,
  from: Provenance | null,
  scenario: Scenario,
  step: StepDoc | undefined,
  unitOfMeter: (meter: string) => string,
) {
  const wanted = from === null || from.kind === 'seeds' ? [] : wantedOf(from, step, scenario);
  useLooking(looking, wanted, REST);
  if (from === null || wanted.length === 0 || wanted.some(({ slot }) => looking.failure(slot) !== null)) return null;
  const figure = figureIn(wanted);
  return figure === null ? 'waiting' : hereOf(text, from, scenario, figure, unitOfMeter);
}

/** A number as it is found here, beside what is written. */
export function hereOf(text: string, from: Provenance, cut: Cut, figure: Figure, unitOfMeter: (meter: string) => string): Here {
  const found = measure(from, cut, figure);
  const unit = unitOf(from, unitOfMeter);
  const written = writtenNumber(text);
  if (Number.isNaN(found)) return { text: 'nothing to measure', agrees: false };
  const isLike = written !== null && (unit === 'ms') === (written.kind === 'time');
  if (!isLike) return { text: formatQuantity(found, unit), agrees: false };
  // “more than 100” would not be true of whatever is found
  const same = written.side === 'near' ? rewritten(text, found) : null;
  const plain = formatQuantity(found, unit === 'ratio' && written.kind === 'number' ? '×' : unit);
  return { text: same ?? plain, agrees: agrees(written, found) };
}

/** Figures that are needed, by arm: those of all numbers of the step at once, so that each arm is run once. */
function wantedOf(from: Provenance, step: StepDoc | undefined, scenario: Scenario): readonly Wanted<'seeds'>[] {
  const there = new Set(armsOf(scenario).map(({ id }) => id));
  const arms = [...new Set(partsOf(from).map(({ arm }) => arm))];
  if (arms.some((arm) => !there.has(arm))) return [];
  const all = requestsOf([from, ...numbersIn(step)], scenario);
  return arms.map((arm) => {
    const figures = all.filter((request) => request.arm === arm);
    return {
      ask: 'seeds',
      slot: arm,
      plan: planOf(scenario, arm),
      args: { meter: figures[0]?.meter ?? '', seeds: [scenario.seed], figures },
    };
  });
}

function numbersIn(step: StepDoc | undefined): readonly Provenance[] {
  if (!step) return [];
  const { text, fold, ask } = step;
  const texts = [text, fold?.text, ask?.question, ask?.why, ...(ask?.choices ?? []).map(({ because }) => because)];
  return texts
    .flatMap((each = '') => measuredIn(each))
    .flatMap(({ source }) => {
      const from = provenanceOf(source);
      return typeof from === 'string' || from.kind === 'seeds' ? [] : [from];
    });
}

/** The figures that numbers are made of, each once. */
export function requestsOf(numbers: readonly Provenance[], cut: Cut): readonly FigureRequest[] {
  const requests = new Map<string, FigureRequest>();
  for (const from of numbers)
    measure(from, cut, (request) => {
      requests.set(JSON.stringify(request), request);
      return Number.NaN;
    });
  return [...requests.values()];
}

/** Null until all of these have been told. */
function figureIn(wanted: readonly Wanted<'seeds'>[]): Figure | null {
  const found = new Map<string, number>();
  for (const { slot, plan } of wanted) {
    const [answer, question] = [looking.answer(slot), looking.of(slot)];
    if (!answer || answer.done < 1 || JSON.stringify(question?.plan) !== JSON.stringify(plan)) return null;
    question?.args.figures.forEach((request, i) => {
      found.set(JSON.stringify(request), answer.figures[i]);
    });
  }
  return (request) => found.get(JSON.stringify(request)) ?? Number.NaN;
}
