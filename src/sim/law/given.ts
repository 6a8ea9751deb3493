import { Chance } from '../kernel/chance.ts';

/** Says what the uniform draws are, over and over; 1 stands for the largest there is. */
export class Given extends Chance {
  drawn = 0;

  constructor(private readonly units: readonly number[]) {
    super();
  }

  override unit(): number {
    return Math.min(this.units[this.drawn++ % this.units.length], 1 - 1 / 9_007_199_254_740_992);
  }

  override word(): number {
    throw new Error('only uniform draws are given');
  }
}
