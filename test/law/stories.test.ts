import { expect, test } from 'vitest';
import { World } from '../../src/sim/world/world.ts';
import { firstRequests } from '../worlds.ts';
import { Maker } from './random-world.ts';
import { strangeIn } from './stories.ts';

const WORLDS = 60;

test('every fact is about a call of its own request, and one that its component can know of', () => {
  let facts = 0;
  for (let seed = 1; seed <= WORLDS; seed++) {
    const world = new World(new Maker(seed).blueprint(seed), { trace: firstRequests(200) });
    world.run();
    expect(strangeIn(world), `world ${seed}`).toEqual([]);
    facts += world.trace!.times.length;
  }
  expect(facts).toBeGreaterThan(10_000);
});
