import { DRAINING, type Replica, UP } from '../../replica/replica.ts';
import type { Scaling } from '../../replica/scaling.ts';
import { widened } from '../../structure/widened.ts';
import type { Site } from '../component.ts';
import type { PresentFault } from './present-fault.ts';
import { gauge } from './serving-meters.ts';

const NONE = -1;
/** One that refuses whoever comes always has room for that. */
const ANY = 0x7fffffff;

/** The servers of all replicas: how busy each replica is, and which takes whoever comes. */
export class Servers {
  /** Busy servers on all of them. */
  atWork = 0;
  /** The most of them that there have been. */
  private most = 0;
  /** Busy servers by replica, those of replicas that are going included. */
  private busy = new Int32Array(1);
  /** How many may be busy; 0 on replicas that take no work now. */
  private slots = new Int32Array(1);
  private next = 0;
  /** How many replicas there are to be. */
  wanted = 1;
  /** Servers that take work, on all of them. */
  working = 0;
  /** And with those of replicas that stand still or finish their work before they stop. */
  private counted = 0;
  /** Told of a replica that is not wanted and has finished its work. */
  whenIdle: (replica: number) => void = () => {};
  /** Numbers of the replicas that are up, the lowest first. */
  readonly up: number[] = [];
  /** What is told how busy they are, while it looks at that. */
  private scaling: Scaling | null = null;

  constructor(
    private readonly site: Site,
    private readonly fault: PresentFault,
  ) {
    site.recorder.addPeak('busy', () => this.most);
  }

  /** After a change of servers, replicas or fault. @param list all replicas that there have been @param wanted how many there are to be */
  bringUpToDate(list: readonly Replica[], wanted: number): void {
    const { fault } = this;
    const { now } = this.site.simulation;
    if (list.length > this.busy.length) {
      this.busy = widened(this.busy, list.length);
      this.slots = widened(this.slots, list.length);
    }
    this.wanted = wanted;
    if (this.next >= wanted) this.next = wanted === 0 ? 0 : this.next % wanted;
    this.up.length = 0;
    this.working = 0;
    let counted = 0;
    for (const { number, state, pausedUntil } of list) {
      this.slots[number] = 0;
      if (state === UP) this.up.push(number);
      else if (state !== DRAINING) continue;
      const servers = fault.serversOf(number);
      counted += servers;
      if (state !== UP || pausedUntil > now) continue;
      this.working += servers;
      this.slots[number] = fault.refusesAfter(number) === NONE ? servers : ANY;
    }
    this.site.recorder.change(gauge.servers, counted - this.counted);
    this.counted = counted;
    this.measure();
  }

  /** From now on, or no longer, somebody goes by how busy they are. */
  measureFor(scaling: Scaling): void {
    this.scaling = scaling.looks ? scaling : null;
    this.measure();
  }

  /** One that can take a request now, in turn; −1 when all are full. */
  choose(): number {
    if (this.wanted === 1 && this.fault.affected === 0) return this.busy[0] < this.working ? 0 : NONE;
    return this.chooseInTurn();
  }

  private chooseInTurn(): number {
    const { wanted } = this;
    for (let i = 0; i < wanted; i++) {
      let replica = this.next + i;
      if (replica >= wanted) replica -= wanted;
      if (this.hasRoom(replica)) {
        this.next = replica + 1 === wanted ? 0 : replica + 1;
        return replica;
      }
    }
    return NONE;
  }

  busyOn(replica: number): number {
    return this.busy[replica];
  }

  isUp(replica: number): boolean {
    return this.up.includes(replica);
  }

  /** Whether one can take a request now, be it to refuse it. */
  hasRoom(replica: number): boolean {
    return this.busy[replica] < this.slots[replica];
  }

  occupy(replica: number): void {
    this.busy[replica]++;
    if (++this.atWork > this.most) this.most = this.atWork;
    if (this.scaling !== null) this.measure();
  }

  free(replica: number): void {
    this.busy[replica]--;
    this.atWork--;
    if (this.scaling !== null) this.measure();
    if (replica >= this.wanted && this.busy[replica] === 0) this.whenIdle(replica);
  }

  private measure(): void {
    const { scaling } = this;
    if (scaling === null) return;
    scaling.countTime();
    scaling.busy = this.atWork;
    scaling.slots = this.counted;
  }
}
