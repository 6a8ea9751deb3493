import { hashName, mix } from '../kernel/chance.ts';
import { MICROS_PER_MS } from '../kernel/time.ts';
import { widened } from '../structure/widened.ts';
import type { Facts } from './facts.ts';
import { HistogramRow, LogHistogram } from './log-histogram.ts';
import { type Meter, QUANTILES } from './meter.ts';
import type { Trace } from './trace.ts';
import { checkVocabulary, type Vocabulary } from './vocabulary.ts';

/** Where a meter's numbers lie: rows of the tables below. */
interface Source {
  rows: number[];
  of: number[];
}

/** The time columns kept per histogram and bin: the quantiles, then the mean. */
const TIME_COLUMNS = QUANTILES.length + 1;

/** Every bin of every histogram passes through here, and leaves it empty. */
const scratch = new LogHistogram();

/** A mean over time that is as small as this is the difference of two large areas that are the same. */
const ROUNDING = 1e-6;

/**
 * Folds one component's facts into samples on a grid of bins. A component says what happened; rates, means and
 * quantiles are made here, after the fact, and nothing of it flows back.
 *
 * A gauge is moved by facts, and where no fact tells it, by hand. Its area up to now is Σ ± (count · now − Σ times), one
 * term for each fact that moves it: whole numbers, so exact and free of drift.
 */
export class Recorder {
  /** Set while request stories are kept. */
  trace: Trace | null = null;

  /** The number in the world of the first of its facts; the others follow. */
  private readonly first: number;
  /** Per fact: how often before the present bin. */
  private readonly countsBefore: Float64Array;
  /** Per gauge: what was moved by hand, then Σ ± times [µs]; side by side, because they change together. */
  private readonly moved: Float64Array;
  private readonly areaBefore: Float64Array;
  /** Per gauge: the facts that move it, by their numbers in the world. */
  private readonly movedBy: { fact: number; by: number }[][];
  /** Per histogram: the values of the present bin [µs], and how many; they are sorted into buckets when it closes. */
  private readonly values: Float64Array[];
  private readonly observed: Int32Array;

  private readonly countRows: Float64Array[];
  private readonly arrivalRows: Float64Array[];
  private readonly levelRows: Float64Array[];
  /** Per histogram: TIME_COLUMNS numbers a bin [µs]. */
  private readonly timeRows: Float64Array[];
  private readonly readings: ((now: number) => number)[] = [];
  private readonly readingRows: Float64Array[] = [];
  /** Per histogram: every bin's, for quantiles over longer spans. */
  private readonly kept: HistogramRow[];
  private readonly sources: Source[];
  private readonly peaks = new Map<string, () => number>();
  private closed = 0;

  /**
   * @param index number of the component in its world
   * @param clock [0] is now [µs]
   * @param bins how many bins the run is cut into
   * @param secondsPerBin their width
   */
  constructor(
    readonly component: string,
    private readonly index: number,
    private readonly clock: Float64Array,
    private readonly bins: number,
    private readonly secondsPerBin: number,
    /** The world's: those of all its components, in one order. */
    private readonly allFacts: Facts,
    private readonly vocabulary: Vocabulary,
    readonly meters: Meter[],
  ) {
    checkVocabulary(vocabulary);
    const { facts, gauges, histograms } = vocabulary;
    const home = hashName(component);
    this.first = allFacts.enter(Int32Array.from(facts, (fact) => mix(home ^ Math.imul(hashName(fact), 0x9e3779b1))));
    this.countsBefore = new Float64Array(facts.length);
    this.movedBy = gauges.map(({ up, down }) => [
      ...up.map((fact) => ({ fact: this.numberOf(fact), by: 1 })),
      ...down.map((fact) => ({ fact: this.numberOf(fact), by: -1 })),
    ]);
    this.moved = new Float64Array(gauges.length * 2);
    this.areaBefore = new Float64Array(gauges.length);
    this.values = histograms.map(() => new Float64Array(1024));
    this.observed = new Int32Array(histograms.length);
    this.countRows = facts.map(() => new Float64Array(bins));
    this.arrivalRows = facts.map(() => new Float64Array(bins));
    this.levelRows = gauges.map(() => new Float64Array(bins));
    this.timeRows = histograms.map(() => new Float64Array(bins * TIME_COLUMNS));
    this.kept = histograms.map(() => new HistogramRow());
    this.sources = meters.map((meter) => this.sourceOf(meter));
  }

  /** Adds a number that is looked at once a bin, at its end; looking must change nothing. */
  addReading(meter: Meter, read: (now: number) => number): void {
    this.meters.push(meter);
    this.sources.push({ rows: [this.readings.length], of: [] });
    this.readings.push(read);
    this.readingRows.push(new Float64Array(this.bins).fill(Number.NaN));
  }

  /** Says how to find out what one of its peaks is so far: times in ms; looking must change nothing. */
  addPeak(name: string, read: () => number): void {
    if (!this.vocabulary.peaks?.includes(name)) throw new Error(`${this.component} has no peak ${name} in its vocabulary`);
    this.peaks.set(name, read);
  }

  /** The peaks so far, by name; one that does not apply is not there. */
  peaksNow(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.peaks].map(([name, read]) => [name, read()]));
  }

  /** Replaces a reading's samples, one a bin, by what is known afterwards. */
  rewrite(reading: string, values: readonly number[]): void {
    const meter = this.meters.findIndex(({ name }) => name === reading);
    if (!this.meters[meter].hindsight) throw new Error(`${reading} does not say that it is known with hindsight`);
    this.readingRows[this.sources[meter].rows[0]].set(values.slice(0, this.bins));
  }

  /**
   * Something happened, now.
   * @param fact its number in the vocabulary
   * @param request number of the root request
   * @param call number of the call it is about, −1 if none
   */
  fact(fact: number, request: number, call: number): void {
    this.allFacts.tell(this.first + fact, call < 0 ? ~request : call);
    if (this.trace !== null) this.tellStory(fact, request, call);
  }

  /** Apart from `fact`, which is compiled into its callers and so must be short. */
  private tellStory(fact: number, request: number, call: number): void {
    this.trace?.fact(this.clock[0], this.index, fact, request, call);
  }

  /** The same fact, seen by when its request was meant to be sent: in bin `bin`. */
  byArrival(fact: number, bin: number): void {
    this.arrivalRows[fact][bin]++;
  }

  /** Moves a gauge by hand, now. */
  change(gauge: number, by: number): void {
    const { moved } = this;
    moved[gauge * 2] += by;
    moved[gauge * 2 + 1] += by * this.clock[0];
  }

  /** Whether there is a gauge of this name. */
  has(gauge: string): boolean {
    return this.vocabulary.gauges.some(({ name }) => name === gauge);
  }

  /** Where a gauge stands. */
  standing(gauge: string): number {
    const g = this.vocabulary.gauges.findIndex(({ name }) => name === gauge);
    if (g < 0) throw new Error(`${this.component} has no gauge ${gauge}`);
    return this.movedBy[g].reduce((level, { fact, by }) => level + by * this.allFacts.count(fact), this.moved[g * 2]);
  }

  /** How often a fact has happened so far. */
  total(fact: string): number {
    return this.allFacts.count(this.numberOf(fact));
  }

  /** A fact's number among those of its component. */
  factNumber(fact: string): number {
    const number = this.vocabulary.facts.indexOf(fact);
    if (number < 0) throw new Error(`${this.component} never reports ${fact}`);
    return number;
  }

  private numberOf(fact: string): number {
    return this.first + this.factNumber(fact);
  }

  /** A span of time was measured [whole µs]. */
  observe(histogram: number, micros: number): void {
    const n = this.observed[histogram]++;
    let values = this.values[histogram];
    if (n === values.length) values = this.widen(histogram);
    values[n] = micros;
  }

  private widen(histogram: number): Float64Array {
    const values = this.values[histogram];
    const wider = widened(values, values.length * 2);
    this.values[histogram] = wider;
    return wider;
  }

  /** Closes bin number `bin`, which ran from `from` to `to` [µs]. */
  close(bin: number, from: number, to: number): void {
    const { allFacts, countsBefore, moved } = this;
    for (let f = 0; f < countsBefore.length; f++) {
      const count = allFacts.count(this.first + f);
      this.countRows[f][bin] = count - countsBefore[f];
      countsBefore[f] = count;
    }
    for (let g = 0; g < this.movedBy.length; g++) {
      let area = moved[g * 2] * to - moved[g * 2 + 1];
      for (const { fact, by } of this.movedBy[g]) area += by * (allFacts.count(fact) * to - allFacts.moment(fact));
      const mean = (area - this.areaBefore[g]) / (to - from);
      this.levelRows[g][bin] = Math.abs(mean) < ROUNDING ? 0 : mean;
      this.areaBefore[g] = area;
    }
    for (let h = 0; h < this.values.length; h++) this.closeHistogram(h, bin);
    for (let r = 0; r < this.readings.length; r++) this.readingRows[r][bin] = this.readings[r](to);
    this.closed = bin + 1;
  }

  private closeHistogram(h: number, bin: number): void {
    const row = this.timeRows[h];
    const at = bin * TIME_COLUMNS;
    scratch.add(this.values[h], this.observed[h]);
    this.observed[h] = 0;
    row[at + QUANTILES.length] = scratch.mean();
    scratch.drain(QUANTILES, row, at, this.kept[h]);
  }

  /** A meter's sample in one bin; NaN where nothing was observed. */
  sample(meter: number, bin: number): number {
    const one = new Float64Array(1);
    this.write(meter, bin, bin + 1, one, 0);
    return one[0];
  }

  /** Writes a meter's samples of bins `from` to `to` − 1, from `offset` on. */
  write(meter: number, from: number, to: number, into: Float64Array, offset: number): void {
    const spec = this.meters[meter];
    const { rows, of } = this.sources[meter];
    const at = offset - from;
    switch (spec.kind) {
      case 'rate':
        spread(this.countRows, rows, from, to, into, at, 1 / this.secondsPerBin);
        return;
      case 'rate-by-arrival':
        spread(this.arrivalRows, rows, from, to, into, at, 1 / this.secondsPerBin);
        return;
      case 'level':
        spread(this.levelRows, rows, from, to, into, at, 1);
        return;
      case 'reading':
        spread(this.readingRows, rows, from, to, into, at, 1);
        return;
      case 'ratio':
      case 'share': {
        const table = spec.kind === 'ratio' ? this.countRows : this.levelRows;
        for (let bin = from; bin < to; bin++) into[at + bin] = quotient(sum(table, rows, bin, bin + 1), sum(table, of, bin, bin + 1));
        return;
      }
      case 'quantile':
      case 'mean': {
        const column = spec.kind === 'mean' ? QUANTILES.length : QUANTILES.indexOf(spec.quantile);
        const row = this.timeRows[rows[0]];
        for (let bin = from; bin < to; bin++) into[at + bin] = row[bin * TIME_COLUMNS + column] / MICROS_PER_MS;
      }
    }
  }

  /**
   * A meter's value over bins `from` to `to` − 1 as a whole: counts over the span, means over time, ratios of sums,
   * quantiles of all values together; NaN where nothing was observed.
   */
  over(meter: number, from: number, to: number): number {
    const spec = this.meters[meter];
    const { rows, of } = this.sources[meter];
    switch (spec.kind) {
      case 'rate':
        return sum(this.countRows, rows, from, to) / ((to - from) * this.secondsPerBin);
      case 'rate-by-arrival':
        return sum(this.arrivalRows, rows, from, to) / ((to - from) * this.secondsPerBin);
      case 'ratio':
        return quotient(sum(this.countRows, rows, from, to), sum(this.countRows, of, from, to));
      case 'level':
        return sum(this.levelRows, rows, from, to) / (to - from);
      case 'share':
        return quotient(sum(this.levelRows, rows, from, to), sum(this.levelRows, of, from, to));
      case 'quantile':
        return this.merge(rows[0], from, to).quantile(spec.quantile) / MICROS_PER_MS;
      case 'mean':
        return this.merge(rows[0], from, to).mean() / MICROS_PER_MS;
      case 'reading':
        return sum(this.readingRows, rows, from, to) / (to - from);
    }
  }

  /** How many values a meter's histogram holds over a span; for other meters, NaN. */
  observations(meter: number, from: number, to: number): number {
    const spec = this.meters[meter];
    return spec.kind === 'quantile' || spec.kind === 'mean' ? this.merge(this.sources[meter].rows[0], from, to).count : Number.NaN;
  }

  /** The histograms that a meter is made of, one a bin; null where it is made of none. */
  histogramsOf(meter: number): HistogramRow | null {
    const { kind } = this.meters[meter];
    return kind === 'quantile' || kind === 'mean' ? this.kept[this.sources[meter].rows[0]] : null;
  }

  /** Which histogram and span `merged` holds: the quantiles of one are asked for one after the other. */
  private mergedKey = '';
  private readonly merged = new LogHistogram();

  private merge(h: number, from: number, to: number): LogHistogram {
    const key = `${h} ${from} ${to} ${this.closed}`;
    if (key !== this.mergedKey) {
      this.merged.clear();
      this.kept[h].mergeInto(this.merged, from, to);
      this.mergedKey = key;
    }
    return this.merged;
  }

  private sourceOf(meter: Meter): Source {
    const { facts, histograms } = this.vocabulary;
    const gauges = this.vocabulary.gauges.map(({ name }) => name);
    const find = (names: readonly string[], wanted: readonly string[]) =>
      wanted.map((name) => {
        const row = names.indexOf(name);
        if (row < 0) throw new Error(`${this.component}.${meter.name} measures ${name}, which is never reported`);
        return row;
      });
    switch (meter.kind) {
      case 'rate':
      case 'rate-by-arrival':
        return { rows: find(facts, meter.facts), of: [] };
      case 'ratio':
        return { rows: find(facts, meter.facts), of: find(facts, meter.of) };
      case 'level':
        return { rows: find(gauges, meter.gauges), of: [] };
      case 'share':
        return { rows: find(gauges, meter.gauges), of: find(gauges, [meter.of]) };
      case 'quantile':
        if (!QUANTILES.includes(meter.quantile))
          throw new Error(`${this.component}.${meter.name} is the quantile ${meter.quantile}; kept are ${QUANTILES.join(', ')}`);
        return { rows: find(histograms, [meter.histogram]), of: [] };
      case 'mean':
        return { rows: find(histograms, [meter.histogram]), of: [] };
      case 'reading':
        return { rows: [], of: [] };
    }
  }
}

/** Writes the sum of rows, bin by bin, times a factor. */
function spread(
  table: readonly Float64Array[],
  rows: readonly number[],
  from: number,
  to: number,
  into: Float64Array,
  at: number,
  factor: number,
): void {
  for (let bin = from; bin < to; bin++) into[at + bin] = 0;
  for (const row of rows) {
    const values = table[row];
    for (let bin = from; bin < to; bin++) into[at + bin] += values[bin] * factor;
  }
}

function sum(table: readonly Float64Array[], rows: readonly number[], from: number, to: number): number {
  let total = 0;
  for (const row of rows) for (let bin = from; bin < to; bin++) total += table[row][bin];
  return total;
}

function quotient(a: number, b: number): number {
  return b === 0 ? Number.NaN : a / b;
}
