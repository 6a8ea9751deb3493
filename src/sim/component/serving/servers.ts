import { widened } from '../../structure/widened.ts';
import type { Site } from '../component.ts';
import type { PresentFault } from './present-fault.ts';
import { gauge } from './serving-meters.ts';
import type { ServingParams } from './serving-params.ts';

const NONE = -1;

/** The machines that serve one line: how busy each is, and which takes whoever comes. */
export class Servers {
  /** Busy servers on all of them. */
  atWork = 0;
  /** Busy servers by replica, those of replicas that are going included. */
  private busy: Int32Array;
  private next = 0;
  /** How many there are to be. */
  private replicas = 1;
  /** Servers that work, on all of them. */
  working = 0;

  constructor(
    private readonly site: Site,
    private readonly params: ServingParams,
    private readonly fault: PresentFault,
  ) {
    this.busy = new Int32Array(params.replicas);
  }

  /** After a change of servers, replicas or fault. */
  bringUpToDate(): void {
    const { replicas } = this.params;
    this.replicas = replicas;
    if (replicas > this.busy.length) this.busy = widened(this.busy, replicas);
    this.next %= replicas;
    let servers = 0;
    for (let i = 0; i < replicas; i++) servers += this.fault.serversOf(i);
    this.site.recorder.change(gauge.servers, servers - this.working);
    this.working = servers;
  }

  /** One that can take a request now, in turn; −1 when all are full. */
  choose(): number {
    const { replicas } = this;
    if (replicas === 1 && this.fault.affected === 0) return this.busy[0] < this.working ? 0 : NONE;
    for (let i = 0; i < replicas; i++) {
      let replica = this.next + i;
      if (replica >= replicas) replica -= replicas;
      if (this.hasRoom(replica)) {
        this.next = replica + 1 === replicas ? 0 : replica + 1;
        return replica;
      }
    }
    return NONE;
  }

  busyOn(replica: number): number {
    return this.busy[replica];
  }

  /** Whether one can take a request now, be it to refuse it. */
  hasRoom(replica: number): boolean {
    return this.fault.refusesAfter(replica) !== NONE || this.busy[replica] < this.fault.serversOf(replica);
  }

  occupy(replica: number): void {
    this.busy[replica]++;
    this.atWork++;
  }

  free(replica: number): void {
    this.busy[replica]--;
    this.atWork--;
  }
}
