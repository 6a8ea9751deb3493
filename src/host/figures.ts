import type { Figures } from '../scenario/claims.ts';
import type { World } from '../sim/world/world.ts';

/** A meter of a world: whose, and which of theirs. */
interface Place {
  recorder: number;
  meter: number;
}

/** What claims and tables read of a world that has run. */
export class WorldFigures implements Figures {
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

  over(meter: string, from: number, to: number): number {
    const place = this.places.get(meter);
    const { first, end } = this.binsOf(from, to);
    if (!place || end <= first) return Number.NaN;
    return this.world.recorders[place.recorder].over(place.meter, first, end);
  }

  samples(meter: string, from: number, to: number): Float64Array {
    const place = this.places.get(meter);
    const { first, end } = this.binsOf(from, to);
    const samples = new Float64Array(Math.max(0, end - first)).fill(Number.NaN);
    if (place && end > first) this.world.recorders[place.recorder].write(place.meter, first, end, samples, 0);
    return samples;
  }

  /** The bins that lie within a span [ms]: those that begin in it. */
  private binsOf(from: number, to: number): { first: number; end: number } {
    const { binWidth, closedBins } = this.world;
    const first = Math.ceil(from / binWidth - 1e-9);
    const end = Math.ceil(to / binWidth - 1e-9);
    return { first: Math.max(0, first), end: Math.min(closedBins, end) };
  }
}
