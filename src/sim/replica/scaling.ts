import type { Simulation } from '../kernel/simulation.ts';
import { NEVER } from '../kernel/time.ts';
import type { Recorder } from '../meter/recorder.ts';
import type { AnyAutoscaling, Readings } from '../policy/autoscaling/contract.ts';
import type { AnyPolicy, Chosen } from '../policy/policy.ts';
import { STARTING, UP } from './replica.ts';

const NONE = -1;

interface ScalingSite {
  readonly simulation: Simulation;
  readonly recorder: Recorder;
  event(handle: (subject: number) => void): number;
  policiesOf(param: string): readonly AnyPolicy[];
}

/** What is scaled: how many are meant to be up, how many are in a state, and how many there are to be from now on. */
interface Scaled {
  readonly wanted: number;
  count(state: number): number;
  want(count: number): void;
}

/** What a controller is told that only the component knows. */
export interface ScalingSource {
  /** Work that could be begun and is not, and how long what has waited longest has waited [µs]. */
  backlog(): number;
  oldestAge(): number;
}

/** An autoscaler that looks at its own interval, and the areas under busy and slots that it is told the mean of. */
export class Scaling {
  private readonly lookEvent: number;
  private state: object = {};
  private look = NONE;
  private readonly readings: Readings = {
    up: 0,
    starting: 0,
    backlog: 0,
    oldestAge: 0,
    busy: 0,
    slots: 0,
    utilisation: 0,
    done: 0,
    since: 0,
  };
  private lookedAt = 0;
  private busyArea = 0;
  private slotArea = 0;
  private areaAt = 0;
  private doneSinceLook = 0;
  /** Work under way, and how much there could be. */
  busy = 0;
  slots = 0;

  constructor(
    private readonly site: ScalingSite,
    private readonly params: { readonly autoscaling: Chosen<AnyAutoscaling>; readonly replicas: number },
    private readonly replicas: Scaled,
    private readonly source: ScalingSource,
  ) {
    this.lookEvent = site.event(() => this.decide());
    this.addReadings();
  }

  /** Whether it looks at all: else nothing needs to be counted. */
  get looks(): boolean {
    return this.look !== NONE;
  }

  /** @param replaced whether it is another policy, whose state starts fresh */
  start(replaced = true): void {
    const { simulation } = this.site;
    const { autoscaling } = this.params;
    if (replaced) {
      this.state = autoscaling.policy.start(autoscaling.params, simulation.now);
      if (autoscaling.policy.id === 'none' && this.look !== NONE) this.replicas.want(this.params.replicas);
    }
    if (this.look !== NONE) simulation.cancel(this.look, 0);
    this.look = NONE;
    const interval = autoscaling.policy.interval(autoscaling.params);
    if (interval === NEVER) return;
    this.beginCounting();
    this.areaAt = simulation.now;
    this.look = simulation.schedule(simulation.now + interval, this.lookEvent, 0);
  }

  /** Takes in the time up to now; `busy` or `slots` is about to change. */
  countTime(): void {
    if (this.look === NONE) return;
    const { now } = this.site.simulation;
    this.busyArea += this.busy * (now - this.areaAt);
    this.slotArea += this.slots * (now - this.areaAt);
    this.areaAt = now;
  }

  /** A piece of work is done. */
  countDone(): void {
    this.doneSinceLook++;
  }

  /** From now on, for its next look. */
  private beginCounting(): void {
    this.busyArea = 0;
    this.slotArea = 0;
    this.doneSinceLook = 0;
    this.lookedAt = this.site.simulation.now;
  }

  private decide(): void {
    const { simulation } = this.site;
    const { autoscaling } = this.params;
    const { now } = simulation;
    const { readings, replicas } = this;
    this.countTime();
    readings.up = replicas.count(UP);
    readings.starting = replicas.count(STARTING);
    readings.backlog = this.source.backlog();
    readings.oldestAge = this.source.oldestAge();
    readings.busy = this.busy;
    readings.slots = this.slots;
    readings.utilisation = this.slotArea > 0 ? Math.min(1, this.busyArea / this.slotArea) : 0;
    readings.done = this.doneSinceLook;
    readings.since = now - this.lookedAt;
    this.beginCounting();
    const wanted = autoscaling.policy.plan(this.state, autoscaling.params, now, readings);
    this.look = simulation.schedule(now + autoscaling.policy.interval(autoscaling.params), this.lookEvent, 0);
    if (wanted !== replicas.wanted) replicas.want(wanted);
  }

  private addReadings(): void {
    for (const policy of this.site.policiesOf('autoscaling')) {
      for (const [name, gauge] of Object.entries(policy.gauges ?? {})) {
        const help = `${policy.title}: ${gauge.label.toLowerCase()}.`;
        this.site.recorder.addReading(
          { kind: 'reading', name: `autoscaling.${name}`, label: gauge.label, unit: gauge.unit, help },
          (now) => {
            const { autoscaling } = this.params;
            return autoscaling.policy === policy ? gauge.read(this.state, autoscaling.params, now) : Number.NaN;
          },
        );
      }
    }
  }
}
