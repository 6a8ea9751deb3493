import type { Rebuild } from '../../policy/stampede-guard/contract.ts';
import type { Site } from '../component.ts';
import { fact, gauge } from './cache-meters.ts';
import type { CacheNode } from './cache-node.ts';
import type { CacheParams } from './cache-params.ts';
import type { Fills } from './fills.ts';

const NONE = -1;

/** Rebuilds under way, key by key of each node: who may begin one, who holds the right to it, and the cycles they come in. */
export class Rebuilds {
  private readonly rebuild: Rebuild = { underWay: 0, heldUntil: 0, waited: 0 };

  constructor(
    private readonly site: Site,
    private readonly params: CacheParams,
    private readonly fills: Fills,
  ) {}

  /** What the stampede guard says to a call that found nothing fresh. */
  decide(call: number, node: CacheNode, key: number): number {
    const { simulation, calls } = this.site;
    const { stampedeGuard } = this.params;
    const { rebuild } = this;
    rebuild.underWay = node.underWay[key];
    rebuild.heldUntil = node.heldUntil[key];
    rebuild.waited = simulation.now - calls.arrivesAt[call];
    return stampedeGuard.policy.decide(stampedeGuard.params, simulation.now, rebuild);
  }

  begin(fill: number, node: CacheNode): void {
    const { fills, site } = this;
    const { simulation, recorder, requests } = site;
    const key = fills.key[fill];
    fills.invalidations[fill] = node.invalidations[key];
    const { stampedeGuard } = this.params;
    const holds = stampedeGuard.policy.holds(stampedeGuard.params);
    // who goes without the right, out of patience, takes it from nobody
    if (holds > 0 && simulation.now >= node.heldUntil[key]) {
      node.heldUntil[key] = simulation.now + holds;
      fills.right[fill] = node.heldUntil[key];
    }
    const number = requests.number[fills.root[fill]];
    recorder.fact(fact.rebuildBegun, number, NONE);
    if (node.inCycle[key] === 0) {
      node.inCycle[key] = 1;
      node.cycles[key]++;
      recorder.fact(fact.cycleBegun, number, NONE);
    }
    fills.cycle[fill] = node.cycles[key];
    node.underWay[key]++;
    recorder.change(gauge.rebuilding, 1);
  }

  /** @param node null when it is gone @param died whether the process did that rebuilt */
  end(fill: number, node: CacheNode | null, died: boolean): void {
    const { fills } = this;
    const key = fills.key[fill];
    this.site.recorder.change(gauge.rebuilding, -1);
    if (node === null) return;
    node.underWay[key]--;
    if (fills.cycle[fill] === node.cycles[key]) node.inCycle[key] = 0;
    // who is dead gives no right back: it ends by its own time
    if (!died && fills.right[fill] > 0 && node.heldUntil[key] === fills.right[fill]) node.heldUntil[key] = 0;
  }
}
