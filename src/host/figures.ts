import type { Figure, FigureRequest } from '../scenario/claims.ts';
import type { World } from '../sim/world/world.ts';

/** A meter of a world: whose, and which of theirs. */
interface Place {
  recorder: number;
  meter: number;
}

/** What claims and tables read of a world that has run. */
export class WorldFigures {
  private readonly places = new Map<string, Place>();

  constructor(private readonly world: World) {
    world.recorders.forEach((recorder, r) => {
      recorder.meters.forEach((meter, m) => {
        this.places.set(`${recorder.component}.${meter.name}`, { recorder: r, meter: m });
      });
    });
  }

  get ids(): readonly string[] {
    return [...this.places.keys()];
  }

  /**
   * `value` and `mean`: the meter over the span as a whole; `max`, `min`: of its samples; `sum`, `most`: what a rate comes to,
   * in the span and in its greatest bin. NaN where nothing was observed.
   */
  of({ meter, from, to, stat }: Omit<FigureRequest, 'arm'>): number {
    const place = this.places.get(meter);
    const { first, end } = this.binsOf(from, to);
    if (!place || end <= first) return Number.NaN;
    const recorder = this.world.recorders[place.recorder];
    if (stat === 'value' || stat === 'mean') return recorder.over(place.meter, first, end);
    if (stat === 'sum') return this.counted(recorder.over(place.meter, first, end), end - first);
    const samples = new Float64Array(end - first);
    recorder.write(place.meter, first, end, samples, 0);
    const observed = samples.filter((sample) => !Number.isNaN(sample));
    if (observed.length === 0) return Number.NaN;
    if (stat === 'min') return observed.reduce((a, b) => Math.min(a, b));
    const greatest = observed.reduce((a, b) => Math.max(a, b));
    return stat === 'most' ? this.counted(greatest, 1) : greatest;
  }

  /** What a rate [1/s] comes to in so many bins; what is counted is whole but for what a division left. */
  private counted(rate: number, bins: number): number {
    return Math.round(rate * bins * this.world.binWidth * 1e3) / 1e6;
  }

  /** A meter's samples, one a bin; NaN where nothing was observed. */
  samples(meter: string): Float64Array {
    const samples = new Float64Array(this.world.blueprint.bins).fill(Number.NaN);
    const place = this.places.get(meter);
    if (place) this.world.recorders[place.recorder].write(place.meter, 0, this.world.closedBins, samples, 0);
    return samples;
  }

  /** The histograms that a meter is made of, one a bin; null where it is made of none. */
  histograms(meter: string) {
    const place = this.places.get(meter);
    return place ? this.world.recorders[place.recorder].histogramsOf(place.meter) : null;
  }

  /** A meter over a span [ms] as a whole. */
  over(meter: string, from: number, to: number): number {
    return this.of({ meter, from, to, stat: 'value' });
  }

  /** The bins that lie within a span [ms]: those that begin in it. */
  private binsOf(from: number, to: number): { first: number; end: number } {
    const { binWidth, closedBins } = this.world;
    const first = Math.ceil(from / binWidth - 1e-9);
    const end = Math.ceil(to / binWidth - 1e-9);
    return { first: Math.max(0, first), end: Math.min(closedBins, end) };
  }
}

/** The figures of one seed's arms; an arm is run when it is first asked for, and once. */
export function figuresOfArms(run: (arm: string) => World): Figure {
  const arms = new Map<string, WorldFigures>();
  return (request) => {
    const figures = arms.get(request.arm) ?? new WorldFigures(run(request.arm));
    arms.set(request.arm, figures);
    return figures.of(request);
  };
}
