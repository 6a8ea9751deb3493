/** What came of holding a policy of somebody's own to the laws of its seam; plain data, which crosses from where code runs. */
export interface CheckReport {
  /** What a try is called, and what it is made of. */
  words: { tries: string; step: string; steps: string };
  laws: readonly LawReport[];
  /** Whether the arm comes to the same end twice; null before that was tried, and where no arm uses the policy. */
  twice: TwiceReport | null;
  finished: boolean;
}

export interface LawReport {
  /** What holds, as a sentence without its end. */
  says: string;
  /** Whether it is a law only because the policy promises it. */
  promised: boolean;
  tries: number;
  steps: number;
  /** How it does not hold; null where it does. */
  breach: { found: string; where: string; line: number | null } | null;
}

/** A run of one plan, and the same run again. */
export interface TwiceReport {
  fingerprint: string;
  /** How much was simulated [ms]. */
  reached: number;
  /** The moment by which the second differs [ms]; null where it does not. */
  differsBy: number | null;
  /** What went wrong in a run; null where nothing did. */
  failure: { message: string; line: number | null } | null;
}

/** A line of a report, as it is said: what holds, or where it does not. */
export interface CheckLine {
  state: 'holds' | 'broken' | 'untried';
  sentence: string;
  /** Line of the source, from 1; null where it cannot be told. */
  line: number | null;
}

const count = (value: number) => value.toLocaleString('en');
const seconds = (ms: number) => `${(ms / 1_000).toLocaleString('en', { maximumFractionDigits: 6 })} s`;

/** A report in sentences. @param cause why two runs may differ, as far as the source tells */
export function linesOf({ words, laws, twice, finished }: CheckReport, cause: CauseOfChange): readonly CheckLine[] {
  const lines = laws.map(({ says, promised, tries, steps, breach }): CheckLine => {
    const law = promised ? `As promised: ${says.charAt(0).toLowerCase()}${says.slice(1)}` : says;
    if (breach) return { state: 'broken', sentence: `${law}. It ${breach.found}: ${breach.where}.`, line: breach.line };
    if (tries === 0)
      return { state: 'untried', sentence: `${law}: not tried${finished ? ', since others do not hold' : ' yet'}.`, line: null };
    const much = `${count(steps)} ${steps === 1 ? words.step : words.steps}`;
    return { state: 'holds', sentence: `${law}: ${tries > 1 ? `${count(tries)} ${words.tries}, ` : ''}${much}.`, line: null };
  });
  return twice ? [...lines, twiceLine(twice, cause)] : lines;
}

/** What of a source may make a second run another, in a sentence; and on which line. */
export interface CauseOfChange {
  sentence: string;
  line: number | null;
}

function twiceLine({ fingerprint, reached, differsBy, failure }: TwiceReport, cause: CauseOfChange): CheckLine {
  const law = 'The same run comes to the same end twice';
  if (failure) return { state: 'broken', sentence: `${law}. It stops: ${failure.message}.`, line: failure.line };
  if (differsBy !== null)
    return {
      state: 'broken',
      sentence: `${law}. The second differs from the first by ${seconds(differsBy)}. ${cause.sentence}`,
      line: cause.line,
    };
  return { state: 'holds', sentence: `${law}: the same fingerprint, ${fingerprint}, after ${seconds(reached)}.`, line: null };
}

type Raw = Readonly<Record<string, unknown>>;

const isRecord = (value: unknown): value is Raw => typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown) => typeof value === 'string' && value.length <= 4_000;
const isNumber = (value: unknown) => typeof value === 'number' && value >= 0 && value < Number.POSITIVE_INFINITY;
const isLine = (value: unknown) => value === null || (Number.isSafeInteger(value) && (value as number) >= 1);
const isLaw = (law: unknown) =>
  isRecord(law) &&
  isText(law.says) &&
  typeof law.promised === 'boolean' &&
  isNumber(law.tries) &&
  isNumber(law.steps) &&
  (law.breach === null || (isRecord(law.breach) && isText(law.breach.found) && isText(law.breach.where) && isLine(law.breach.line)));
const isTwice = (twice: unknown) =>
  isRecord(twice) &&
  isText(twice.fingerprint) &&
  isNumber(twice.reached) &&
  (twice.differsBy === null || isNumber(twice.differsBy)) &&
  (twice.failure === null || (isRecord(twice.failure) && isText(twice.failure.message) && isLine(twice.failure.line)));

/** Whether what comes from where code runs that is not ours is a report, in a form that does no harm. */
export function isReport(value: unknown): value is CheckReport {
  return (
    isRecord(value) &&
    isRecord(value.words) &&
    ['tries', 'step', 'steps'].every((word) => isText((value.words as Raw)[word])) &&
    Array.isArray(value.laws) &&
    value.laws.length <= 100 &&
    value.laws.every(isLaw) &&
    (value.twice === null || isTwice(value.twice)) &&
    typeof value.finished === 'boolean'
  );
}
