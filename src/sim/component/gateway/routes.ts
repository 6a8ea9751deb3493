import type { Keyed } from '../../kernel/chance.ts';
import type { Site } from '../component.ts';
import type { GatewayParams } from './gateway-params.ts';

const NONE = -1;

/** Which of its wires a gateway sends a call over, where it has several. What only a fallback asks is never chosen. */
export class Routes {
  private readonly chance: Keyed;
  private state: object = {};
  /** Calls that are out, by wire. */
  private readonly out: Int32Array;
  /** What a balancer is shown: calls out over those wires that there are to choose from, and which these are. */
  private readonly known: Int32Array;
  private readonly choices: Int32Array;
  /** The wire of each call that is out, by row. */
  private readonly wireOf = new Map<number, number>();

  constructor(
    private readonly site: Site,
    private readonly params: GatewayParams,
  ) {
    const { length } = site.wires;
    this.chance = site.keyed('routes');
    this.out = new Int32Array(length);
    this.known = new Int32Array(length);
    this.choices = new Int32Array(length);
    this.balancerChanged();
  }

  balancerChanged(): void {
    const { policy, params } = this.params.balancer;
    this.state = policy.start(params);
  }

  /** The local number of the wire that a call goes over. */
  choose(call: number): number {
    if (this.out.length === 1) return 0;
    const wire = this.chosen(call, this.look());
    this.out[wire]++;
    this.wireOf.set(call, wire);
    return wire;
  }

  /** A call is no longer out. */
  ended(call: number): void {
    const wire = this.out.length === 1 ? undefined : this.wireOf.get(call);
    if (wire === undefined) return;
    this.wireOf.delete(call);
    this.out[wire]--;
  }

  private chosen(call: number, count: number): number {
    const { site, params, choices, chance } = this;
    const { calls } = site;
    if (params.routes === 'balancer') {
      for (let i = 0; i < count; i++) this.known[i] = this.out[choices[i]];
      const { policy, params: values } = params.balancer;
      return choices[policy.choose(this.state, values, this.known, count, chance.aim(calls.keyLow[call], calls.keyHigh[call]))];
    }
    // a key has one draw for all its calls, so that where it goes changes only as shares do
    const drawn = params.routes === 'key' ? chance.aim(calls.keyOf(call), NONE) : chance.aim(calls.keyLow[call], calls.keyHigh[call]);
    return choices[this.byShare(drawn.unit(), count)];
  }

  /** The choice whose part of all shares a number from 0 to 1 lies in; all are alike where none has a share. */
  private byShare(unit: number, count: number): number {
    const { choices } = this;
    let all = 0;
    for (let i = 0; i < count; i++) all += this.shareOf(choices[i]);
    if (all === 0) return Math.floor(unit * count);
    let left = unit * all;
    let last = 0;
    for (let i = 0; i < count; i++) {
      const share = this.shareOf(choices[i]);
      if (share === 0) continue;
      last = i;
      left -= share;
      if (left < 0) return i;
    }
    // what rounding leaves over is the last one's
    return last;
  }

  private shareOf(wire: number): number {
    return (this.site.settings(wire) as GatewayParams).share;
  }

  /** Notes the wires that there are to choose from, and says how many: all if fallbacks name every one. */
  private look(): number {
    const { choices, site } = this;
    const { length } = site.wires;
    let count = 0;
    for (let wire = 0; wire < length; wire++) if (!this.standsIn(wire)) choices[count++] = wire;
    if (count > 0) return count;
    for (let wire = 0; wire < length; wire++) choices[wire] = wire;
    return length;
  }

  private standsIn(wire: number): boolean {
    const { wires } = this.site;
    for (let other = 0; other < wires.length; other++) {
      const { policy, params } = this.site.settings(other).fallback;
      if (policy.wire !== undefined && policy.wire(params) === wires[wire].name) return true;
    }
    return false;
  }
}
