import { mix } from '../../kernel/chance.ts';
import { Nodes, NodeTerms } from '../../replica/nodes.ts';
import type { Replica } from '../../replica/replica.ts';
import type { Site } from '../component.ts';
import { fact, gauge } from './gateway-meters.ts';
import type { GatewayParams } from './gateway-params.ts';

const NONE = -1;

/** Whose nodes they are. */
export interface NodesOwner {
  /** One has died, with all that it knew. */
  nodeDied(node: number): void;
}

/** The nodes of a gateway: their lives, and which of them a call comes to. */
export class GatewayNodes extends Nodes {
  /** Where calls go to nodes in turn: the last that got one. */
  private last = 0;

  constructor(
    protected override readonly site: Site,
    private readonly params: GatewayParams,
    private readonly owner: NodesOwner,
  ) {
    super(site, new NodeTerms(params), { fact, gauge });
  }

  /** As many as there are to be by now. */
  arrange(): void {
    const { replicas } = this.params;
    if (this.replicas.list.length === 0) this.replicas.begin(replicas);
    else this.replicas.want(replicas);
    this.notice();
  }

  /** The number of the node that a call comes to; −1 when none is up. */
  choose(call: number): number {
    const { replicas, routing } = this.params;
    const { calls } = this.site;
    if (routing === 'turn' && replicas > 1) return this.inTurn(replicas);
    const drawn = replicas === 1 ? 0 : mix(routing === 'key' ? calls.tenantOf(call) + 1 : calls.keyLow[call] ^ this.site.salt) >>> 0;
    const node = drawn % replicas;
    return this.impaired === 0 || this.isUp(node) ? node : this.insteadOf(drawn);
  }

  numberFor(call: number): number {
    return this.site.calls.tasks.instance[call];
  }

  private inTurn(replicas: number): number {
    for (let i = 0; i < replicas; i++) {
      this.last = this.last + 1 >= replicas ? 0 : this.last + 1;
      if (this.impaired === 0 || this.isUp(this.last)) return this.last;
    }
    return NONE;
  }

  /** Where a call goes whose node is down: spread over the others, always the same for the same number. */
  private insteadOf(drawn: number): number {
    const others: number[] = [];
    for (let node = 0; node < this.params.replicas; node++) if (this.isUp(node)) others.push(node);
    return others.length === 0 ? NONE : others[(mix(drawn + 1) >>> 0) % others.length];
  }

  protected notice(): void {
    this.impaired = 0;
    for (let node = 0; node < this.params.replicas; node++) if (!this.isUp(node) || this.standsStill(node)) this.impaired++;
  }

  protected died({ number }: Replica): void {
    this.owner.nodeDied(number);
  }
}
