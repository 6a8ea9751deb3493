import { mm1 } from './mm1.ts';

export interface TandemFigures {
  /** Mean number in all stations. */
  inFlight: number;
  /** Mean time through all stations [s]. */
  timeInSystem: number;
  /** Its variance [s²]. First in, first out. */
  timeInSystemVariance: number;
}

/**
 * Stations M/M/1 one after the other with endless queues, in steady state. What leaves M/M/1 is Poisson again (Burke),
 * the numbers at the stations are independent (Jackson), and first in first out so are the times at them (Reich):
 * means and variances add up. Holds where a server is free as soon as its own work is done.
 * Throws when any station is at utilisation 1 or above. Source: Jackson, Networks of waiting lines (1957).
 * @param arrivalRate λ [1/s] @param serviceRates μ of each station [1/s]
 */
export function tandem(arrivalRate: number, serviceRates: readonly number[]): TandemFigures {
  const total: TandemFigures = { inFlight: 0, timeInSystem: 0, timeInSystemVariance: 0 };
  for (const serviceRate of serviceRates) {
    const station = mm1({ arrivalRate, serviceRate });
    total.inFlight += station.inFlight;
    total.timeInSystem += station.timeInSystem;
    total.timeInSystemVariance += station.timeInSystemVariance;
  }
  return total;
}
