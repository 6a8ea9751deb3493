/** How fast a run is played: fitted into so much real time, or at so much simulated time per real time. */
export type Tempo = { kind: 'fit'; seconds: number } | { kind: 'factor'; factor: number };

export const USUAL_TEMPO: Tempo = { kind: 'fit', seconds: 20 };

/** Tempos from slow to quick, as the menu lists them and the keys step through them. */
export const FITS = [40, 20, 10] as const;
export const FACTORS = [0.1, 1, 4, 16, 60, 600, 3_600] as const;

/** Around a moment that counts, on either side, a fitted run is played slower [share of the run]. */
const AROUND = 0.02;
const SLOWER = 4;

/** A stretch of the run that is played evenly. */
interface Stretch {
  /** [ms] */
  from: number;
  /** Real time from the start of the run to `from` [ms]. */
  real: number;
  /** Simulated time per real time. */
  factor: number;
}

/** Between moments of a run and the real time at which they are played, both from the start of the run [ms]. */
export class Pace {
  private readonly stretches: readonly Stretch[];
  /** Real time of the whole run [ms]. */
  readonly total: number;

  /** `moments`: where something changes, or is to be looked at [ms]. A fixed factor does not slow down for them. */
  constructor(
    tempo: Tempo,
    readonly duration: number,
    moments: readonly number[],
  ) {
    const spans = tempo.kind === 'fit' ? spansAround(moments, duration) : [];
    const slow = spans.reduce((sum, { from, to }) => sum + to - from, 0);
    const factor = tempo.kind === 'fit' ? (duration + (SLOWER - 1) * slow) / (tempo.seconds * 1_000) : tempo.factor;
    const stretches: Stretch[] = [];
    let real = 0;
    const add = (from: number, to: number, quick: number) => {
      if (to <= from) return;
      stretches.push({ from, real, factor: quick });
      real += (to - from) / quick;
    };
    let done = 0;
    for (const { from, to } of spans) {
      add(done, from, factor);
      add(from, to, factor / SLOWER);
      done = to;
    }
    add(done, duration, factor);
    this.stretches = stretches.length > 0 ? stretches : [{ from: 0, real: 0, factor }];
    this.total = real;
  }

  /** Simulated time per real time, as it is played at a moment. */
  factorAt(moment: number): number {
    return this.stretchAt(moment).factor;
  }

  realAt(moment: number): number {
    const { from, real, factor } = this.stretchAt(moment);
    return real + (moment - from) / factor;
  }

  /** Before the run and after it time goes on as at its ends. */
  momentAt(real: number): number {
    const stretch = this.stretches.findLast((each) => each.real <= real) ?? this.stretches[0];
    return stretch.from + (real - stretch.real) * stretch.factor;
  }

  private stretchAt(moment: number): Stretch {
    return this.stretches.findLast(({ from }) => from <= moment) ?? this.stretches[0];
  }
}

/** The spans around moments, in order and apart. */
function spansAround(moments: readonly number[], duration: number): readonly { from: number; to: number }[] {
  const spans: { from: number; to: number }[] = [];
  for (const moment of [...moments].sort((a, b) => a - b)) {
    const from = Math.max(0, moment - AROUND * duration);
    const to = Math.min(duration, moment + AROUND * duration);
    const last = spans.at(-1);
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else spans.push({ from, to });
  }
  return spans;
}

/** One notch slower or quicker among tempos of the same kind. */
export function shifted(tempo: Tempo, notches: number): Tempo {
  if (tempo.kind === 'fit') {
    const seconds = next(FITS, tempo.seconds, notches, (a, b) => a <= b);
    return { kind: 'fit', seconds };
  }
  return { kind: 'factor', factor: next(FACTORS, tempo.factor, notches, (a, b) => a >= b) };
}

/** The entry `notches` away from the first that is as far as a value. */
function next(list: readonly number[], value: number, notches: number, reaches: (entry: number, value: number) => boolean): number {
  const found = list.findIndex((entry) => reaches(entry, value));
  const i = found < 0 ? list.length : found;
  // from between two entries one notch back is the lower of them
  return list[Math.min(list.length - 1, Math.max(0, list[i] === value || notches < 0 ? i + notches : i + notches - 1))];
}

/** What passes in the run while a second passes here: `1 s = 1 h 12 min`. */
export function factorText(factor: number): string {
  return `1 s = ${spanText(factor)}`;
}

/** A span [s] in two whole units, or one with two or three digits. */
function spanText(seconds: number): string {
  if (seconds < 60) return `${Number(seconds.toPrecision(2))} s`;
  const [large, small, ratio, value] = seconds < 3_600 ? ['min', 's', 60, seconds] : ['h', 'min', 60, seconds / 60];
  // from ten on the small unit says nothing any more
  const rounded = value < 10 * ratio ? Math.round(value) : Math.round(value / ratio) * ratio;
  const whole = Math.floor(rounded / ratio);
  const rest = rounded - whole * ratio;
  return rest === 0 ? `${whole} ${large}` : `${whole} ${large} ${rest} ${small}`;
}

/** The moments at which a run is played slower [ms]: its changes, and what a step looks at. */
export function momentsOf(changes: readonly { at: number }[], look: number | undefined): readonly number[] {
  return [...changes.map(({ at }) => at), ...(look === undefined ? [] : [look])];
}
