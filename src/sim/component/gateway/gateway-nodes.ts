import { mix } from '../../kernel/chance.ts';
import { NEVER } from '../../kernel/time.ts';
import { Replica, UP } from '../../replica/replica.ts';
import { Replicas, type ReplicaTerms, type ReplicaWords } from '../../replica/replicas.ts';
import type { Site } from '../component.ts';
import { fact, gauge } from './gateway-meters.ts';
import type { GatewayParams } from './gateway-params.ts';

const NONE = -1;

const WORDS: ReplicaWords = {
  facts: { died: fact.replicaDied },
  gauges: { up: gauge.up, starting: gauge.starting, paused: gauge.paused },
};

/** Whose nodes they are. */
export interface NodesOwner {
  /** One has died, with all that it knew. */
  nodeDied(node: number): void;
}

/** The nodes of a gateway: their lives, and which of them a call comes to. */
export class GatewayNodes {
  readonly replicas: Replicas<Replica>;
  /** How many of them are not up, or stand still. While there are none nobody has to ask which they are. */
  impaired = 0;
  /** Where calls go to nodes in turn: the last that got one. */
  private last = 0;

  constructor(
    private readonly site: Site,
    private readonly params: GatewayParams,
    owner: NodesOwner,
  ) {
    const notice = () => this.notice();
    const lives = {
      cameUp: notice,
      died: ({ number }: Replica) => owner.nodeDied(number),
      stoodStill: notice,
      wentOn: notice,
      takeStock: notice,
      madeRoom: notice,
    };
    this.replicas = new Replicas(site, termsOf(params), WORDS, lives, site.keyed('replica'), (number) => new Replica(number));
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

  isUp(node: number): boolean {
    return this.replicas.list[node]?.state === UP;
  }

  /** How much longer one stands still [µs]. */
  pauseLeft(node: number): number {
    return this.isUp(node) ? this.replicas.pauseLeft(this.replicas.list[node]) : 0;
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

  private notice(): void {
    const { replicas, params } = this;
    this.impaired = 0;
    for (let node = 0; node < params.replicas; node++) if (!this.isUp(node) || replicas.isPaused(replicas.list[node])) this.impaired++;
  }
}

/** Read anew each time. One that is asked to stop gets no more calls and finishes those it has: nothing waits for that. */
function termsOf(params: GatewayParams): ReplicaTerms {
  return {
    get startUpTime() {
      return params.startUpTime;
    },
    get restartTime() {
      return params.restartTime;
    },
    grace: NEVER,
    whenGraceEnds: 'killed',
    get workerFault() {
      return params.replicaFault;
    },
  };
}
