import { Caller } from '../../flow/caller.ts';
import { callerAlerts } from '../../flow/caller-meters.ts';
import { callerScopes } from '../../flow/caller-params.ts';
import { CANCELLED, DROPPED, OK, type Origin } from '../../flow/port.ts';
import { derivedHigh, derivedLow, type Keyed, streamKey } from '../../kernel/chance.ts';
import { NEVER } from '../../kernel/time.ts';
import { REPLACES, RUNS, SKIPS, WAITS, WAITS_INSTEAD } from '../../policy/cron-overlap/contract.ts';
import { reaching } from '../../structure/widened.ts';
import { type Component, defineComponent, type Site } from '../component.ts';
import { fact, facts, gauge, gauges, histogram, histograms, RUN_ENDS, schedulerMeters } from './scheduler-meters.ts';
import { MOST_REPLICAS, type SchedulerParams, schedulerParams } from './scheduler-params.ts';
import { Entry, OVER, Place, RUNNING, SchedulerRuns } from './scheduler-runs.ts';

/** Starts jobs by the clock: entries that fall due again and again, whether or not the run before has ended. */
export const scheduler = defineComponent({
  id: 'scheduler',
  title: 'Scheduler',
  summary: 'Starts jobs by the clock, whether or not the run before has ended.',
  notes: [
    {
      title: 'What it models',
      text: 'Cron: entries with one schedule, each of which falls due at a fixed interval. A run is one request: it enqueues a job where the scheduler is wired to a job queue, and then is under way until that job has ended; wired to anything else, it is under way until its call has ended. It knows which of its runs are under way, and by policy starts the next beside it, skips it, lets it wait, or replaces the one under way.',
    },
    {
      title: 'What it leaves out',
      text: 'Calendars: months, weekdays, time zones, and the hour that summer time repeats or leaves out. How replicas elect a leader, and the time without one when it fails. Clocks of replicas that differ. What it remembers when it is off: runs under way are known afterwards as before.',
    },
    {
      title: 'What is settled how',
      text: '**Due times** are the first run’s plus whole intervals, whatever the interval was before a change; splay moves an entry for good, jitter moves one run. **A run is under way** from its start until its job has ended, the job’s tries and waits in the queue included. Of several jobs made of one run (its enqueueing was retried) the first that is done ends it; it is undone once all have ended and none was done. **A run that it gave up**, because the call failed or was not answered in time, has failed and is not under way for it, even if the work goes on: a call that is the work needs an attempt timeout beyond the longest run. **A run for which the queue has a job already** ends at once. **A run that waits** starts when all of its entry have ended, as an event of its own at that instant; one that falls due at that very instant comes after it. At most one waits, another is skipped, the later or the earlier by policy; while the scheduler is off it goes on waiting. **A run that is replaced** is no longer wanted: its call is cancelled, and the component that was called decides whether the work stops; its job leaves the queue, and a worker that holds it under a lease stops at once, or, if it stands still, when it goes on. A worker that had acknowledged it before, or whose lease is over, works on. **The starting deadline** counts from when a run fell due; exactly that late it does not start. It is as in Kubernetes: of however many missed runs its controller starts the last, and of more than 100 it only warns. The first controller, the default until version 1.20, gave up there. **Without a leader** replicas know nothing of each other’s runs, and splay is the same for all. **Made up for** is a missed run when the scheduler is on again, in the order of entries; the overlap policy is asked for it as for any other. One run that makes up for all stands for the last of them, and delays count from when that was due. **Requests** have the entry’s number as key and tenant, and their intended time is when the run fell due. **Without a wire** nothing falls due.',
    },
    {
      title: 'What it is checked against',
      text: 'Due times, skipping, waiting, replacing, starting deadlines and making up for missed runs by hand, as the controller of Kubernetes decides them; the number of runs under way by Little’s law: how many start a second × how long they take.',
    },
  ],
  params: schedulerParams,
  scopes: { overlap: 'nothing', ...callerScopes },
  takes: [],
  sends: ['calls'],
  calls: { least: 1, most: 1 },
  routine: false,
  facts,
  gauges,
  histograms,
  meters: schedulerMeters,
  face: {
    line: '{running} running · {overlapping} overlapping',
    alerts: callerAlerts,
    shows: ['overlap'],
  },
  balances: [
    { of: 'runs due or made up for', begun: ['due', 'caughtUp'], ended: ['started', 'skipped', 'missed'], open: ['waiting'] },
    { of: 'runs', begun: ['started'], ended: RUN_ENDS, open: ['running'] },
  ],
  traffic: ['interval', 'entries', 'enabled'],
  starts: { interval: 1_000 },
  charts: ['ended', 'running'],
  create: (site, values): Component => new Scheduler(site, values),
});

const NONE = -1;

class Scheduler implements Component, Origin {
  readonly caller: Caller;
  readonly origin = this;
  private readonly runs = new SchedulerRuns();
  private readonly entries: Entry[] = [];
  private readonly splayChance: Keyed;
  private readonly jitterChance: Keyed;
  private readonly tickEvent: number;
  private readonly dueEvent: number;
  private readonly turnEvent: number;
  private readonly expiryEvent: number;
  private readonly keyLow: number;
  private readonly keyHigh: number;
  /** Number of the queue it enqueues jobs in; −1 where a run ends with its call. */
  private queue = NONE;
  /** The run of each request whose job it waits for, by row of the request. */
  private runOf = new Int32Array(1024).fill(NONE);

  constructor(
    private readonly site: Site,
    private readonly params: SchedulerParams,
  ) {
    this.caller = new Caller(site, params, this);
    this.tickEvent = site.event((entry) => this.tick(this.entries[entry]));
    this.dueEvent = site.event((place) => this.fallDue(place));
    this.turnEvent = site.event((place) => this.takeTurn(this.placeAt(place)));
    this.expiryEvent = site.event((place) => this.expire(this.placeAt(place)));
    this.splayChance = site.keyed('splay');
    this.jitterChance = site.keyed('jitter');
    const key = streamKey(site.seed, site.id, 'runs');
    this.keyLow = key.low;
    this.keyHigh = key.high;
  }

  start(): void {
    const { wires } = this.site;
    if (wires.length > 0 && this.site.holdsJobs(wires[0].toIndex)) this.queue = wires[0].toIndex;
    this.armAll();
  }

  open(): number {
    return this.runs.open;
  }

  changed(param: string, replaced: boolean): void {
    if (param === 'interval' || param === 'offset' || param === 'splay' || param === 'entries') this.armAll();
    else if (param === 'enabled') this.comeBack();
    else if (param === 'startingDeadline') this.forEachPlace((place) => this.armExpiry(place));
    else this.caller.changed(param, replaced);
  }

  duplicated(request: number): void {
    this.site.reportRequest(fact.duplicated, request);
  }

  /** A job of a run has ended, perhaps before the enqueueing was answered. */
  jobEnded(request: number, done: boolean): void {
    if (request >= this.runOf.length) return;
    const run = this.runOf[request];
    if (run === NONE || this.runs.state[run] !== RUNNING) return;
    if (done) this.end(run, fact.ended);
    else if (this.runs.concluded[run] === 1 && this.jobsOpen(request) === 0) this.end(run, fact.undone);
  }

  /** The call of a run has ended, and where there is no queue so has the run. */
  concluded(run: number, outcome: number, attempts: number): void {
    const { runs, site } = this;
    const request = runs.request[run];
    if (site.observed.requests !== null) site.observed.requests.end(site.requests.number[request], site.simulation.now, outcome, attempts);
    runs.concluded[run] = 1;
    if (runs.state[run] === OVER) this.forget(run);
    else if (outcome !== OK) this.end(run, fact.failed);
    else if (this.queue === NONE) this.end(run, fact.ended);
    else {
      const open = this.jobsOpen(request);
      if (open <= 0) this.end(run, open === NONE ? fact.deduplicated : fact.undone);
    }
  }

  /** Jobs made of a request that have not ended; −1 when none was made at all. */
  private jobsOpen(request: number): number {
    const { accounts, requests } = this.site;
    const account = accounts.find(requests.firstAccount[request], this.queue);
    return account === NONE ? NONE : accounts.jobsOpen[account];
  }

  /** Every entry there is to be waits for its next tick, and no other. */
  private armAll(): void {
    const { entries, params } = this;
    // it has nobody to ask for anything
    if (this.site.wires.length === 0) return;
    for (let number = entries.length; number < params.entries; number++)
      entries.push(new Entry(number, this.splayChance.aim(number, 0).unit()));
    for (const entry of entries) this.arm(entry);
  }

  private arm(entry: Entry): void {
    const { simulation } = this.site;
    const { interval, offset, splay, entries } = this.params;
    if (entry.event !== NONE) simulation.cancel(entry.event, entry.number);
    entry.event = NONE;
    if (entry.number >= entries) return;
    const first = offset + Math.floor(entry.share * splay);
    let at = first + Math.max(0, Math.ceil((simulation.now - first) / interval)) * interval;
    if (at === entry.tickedAt) at += interval;
    entry.event = simulation.schedule(at, this.tickEvent, entry.number);
  }

  private tick(entry: Entry): void {
    const { simulation } = this.site;
    const { jitter } = this.params;
    entry.event = NONE;
    entry.tickedAt = simulation.now;
    const ordinal = entry.ticks++;
    this.arm(entry);
    const firing = this.firing();
    for (let replica = 0; replica < firing; replica++) {
      const place = entry.number * MOST_REPLICAS + replica;
      if (jitter === 0) this.fallDue(place);
      else {
        const later = Math.floor(this.jitterChance.aim(ordinal, place).unit() * jitter);
        simulation.schedule(simulation.now + later, this.dueEvent, place);
      }
    }
  }

  /** How many replicas start runs. */
  private firing(): number {
    const { leader, replicas } = this.params;
    return leader ? 1 : replicas;
  }

  private placeAt(number: number): Place {
    const { places } = this.entries[Math.floor(number / MOST_REPLICAS)];
    const replica = number % MOST_REPLICAS;
    for (let next = places.length; next <= replica; next++) {
      const own = number - replica + next;
      const low = derivedLow(this.keyLow, this.keyHigh, own);
      places.push(new Place(own, low, derivedHigh(low, this.keyHigh, own)));
    }
    return places[replica];
  }

  private fallDue(number: number): void {
    const { recorder, simulation, grid } = this.site;
    const place = this.placeAt(number);
    const ordinal = place.dues++;
    if (this.params.enabled) this.takeUp(place, fact.due, ordinal, simulation.now, grid.bin);
    else {
      recorder.fact(fact.due, NONE, number);
      recorder.fact(fact.missed, NONE, number);
      place.missed.push({ ordinal, due: simulation.now, bin: grid.bin });
    }
  }

  /** A run is to take place, if the overlap policy lets it. @param as as what: due now, or made up for */
  private takeUp(place: Place, as: number, ordinal: number, due: number, bin: number): void {
    const { recorder, requests } = this.site;
    const verdict = this.decide(place);
    if (verdict === SKIPS) {
      recorder.fact(as, NONE, place.number);
      recorder.fact(fact.skipped, NONE, place.number);
      return;
    }
    const run = this.begin(place, ordinal, due, bin);
    const number = requests.number[this.runs.request[run]];
    recorder.fact(as, number, NONE);
    if (verdict === WAITS) {
      place.waiting = run;
      recorder.fact(fact.waited, number, NONE);
      recorder.change(gauge.waiting, 1);
      this.armExpiry(place);
    } else this.go(place, run);
  }

  /** What becomes of a run that falls due, RUNS, SKIPS or WAITS; room is made for it. */
  private decide(place: Place): number {
    const { simulation } = this.site;
    const { policy, params } = this.params.overlap;
    if (place.turn !== NONE) {
      if (policy.decide(params, 1, 0) === WAITS_INSTEAD) return this.waitInstead(place);
      // whoever waited longer starts before it
      simulation.cancel(place.turn, place.number);
      this.takeTurn(place);
    }
    const sinceStart = place.last === NONE ? Number.POSITIVE_INFINITY : simulation.now - this.runs.startedAt[place.last];
    const verdict = policy.decide(params, place.underWay, sinceStart);
    if (verdict === REPLACES) {
      while (place.last !== NONE) this.replace(place.last);
      return RUNS;
    }
    if (verdict !== WAITS && verdict !== WAITS_INSTEAD) return verdict;
    // nobody would end the wait
    if (place.underWay === 0) return RUNS;
    if (verdict === WAITS_INSTEAD) return this.waitInstead(place);
    return place.waiting === NONE ? WAITS : SKIPS;
  }

  /** One waits in the place of the one that waits, if any, and starts when that would have. */
  private waitInstead(place: Place): number {
    if (place.waiting !== NONE) this.giveUpWaiting(place);
    return WAITS;
  }

  private begin(place: Place, ordinal: number, due: number, bin: number): number {
    const { site, params } = this;
    const { requests, observed } = site;
    const low = derivedLow(place.keyLow, place.keyHigh, ordinal);
    const high = derivedHigh(low, place.keyHigh, ordinal);
    const request = requests.begin(site.index, due, bin, low, high);
    const entry = params.firstTenant + Math.floor(place.number / MOST_REPLICAS);
    requests.key[request] = entry;
    requests.tenant[request] = entry;
    requests.class[request] = params.priority;
    requests.cost[request] = params.cost;
    if (observed.requests !== null) observed.requests.begin(requests.number[request], site.index, due);
    return this.runs.begin(place.number, request, due);
  }

  private go(place: Place, run: number): void {
    const { runs, site } = this;
    const { requests, recorder, simulation } = site;
    const request = runs.request[run];
    runs.state[run] = RUNNING;
    runs.startedAt[run] = simulation.now;
    place.link(runs, run);
    recorder.change(gauge.running, 1);
    if (this.entryOf(place).underWay++ > 0) recorder.change(gauge.overlapping, 1);
    this.site.reportRequest(fact.started, request);
    recorder.observe(histogram.startDelay, simulation.now - runs.due[run]);
    if (this.queue !== NONE) this.remember(request, run);
    const low = requests.keyLow[request];
    const high = requests.keyHigh[request];
    runs.operation[run] = this.caller.open(0, place.number % MOST_REPLICAS, run, request, NONE, low ^ high, low, high);
    this.caller.go(runs.operation[run]);
  }

  /** A run under way is ended because the next is to start: its call is cancelled, its jobs are wanted no more. */
  private replace(run: number): void {
    const { runs, site } = this;
    const { requests, observed, simulation, wires } = site;
    const request = runs.request[run];
    // kept until its jobs have ended
    requests.references[request]++;
    if (runs.concluded[run] === 0) {
      runs.concluded[run] = 1;
      this.caller.cancel(runs.operation[run]);
      observed.requests?.end(requests.number[request], simulation.now, CANCELLED, 1);
    }
    this.end(run, fact.replaced);
    if (this.queue !== NONE) wires[0].callee.revoke?.(request);
    requests.letGo(request);
  }

  private end(run: number, as: number): void {
    const { runs, site } = this;
    const { recorder, simulation } = site;
    const place = this.placeAt(runs.place[run]);
    runs.state[run] = OVER;
    place.unlink(runs, run);
    recorder.change(gauge.running, -1);
    if (--this.entryOf(place).underWay > 0) recorder.change(gauge.overlapping, -1);
    this.site.reportRequest(as, runs.request[run]);
    if (as === fact.ended) recorder.observe(histogram.runTime, simulation.now - runs.due[run]);
    this.giveTurn(place);
    if (runs.concluded[run] === 1) this.forget(run);
  }

  private forget(run: number): void {
    const { runs, runOf } = this;
    const request = runs.request[run];
    if (this.queue !== NONE) runOf[request] = NONE;
    runs.rows.release(run);
    this.site.requests.letGo(request);
  }

  private entryOf(place: Place): Entry {
    return this.entries[Math.floor(place.number / MOST_REPLICAS)];
  }

  private remember(request: number, run: number): void {
    this.runOf = reaching(this.runOf, request, NONE);
    this.runOf[request] = run;
  }

  /** Whoever waits there starts once everybody else has ended: not here, in the midst of an answer, but as an event. */
  private giveTurn(place: Place): void {
    const { simulation } = this.site;
    if (place.waiting === NONE || place.turn !== NONE || place.underWay > 0 || !this.params.enabled) return;
    place.turn = simulation.schedule(simulation.now, this.turnEvent, place.number);
  }

  private takeTurn(place: Place): void {
    place.turn = NONE;
    if (!this.params.enabled) return;
    this.go(place, this.stopWaiting(place));
  }

  /** @returns the run that waited */
  private stopWaiting(place: Place): number {
    const run = place.waiting;
    place.waiting = NONE;
    this.armExpiry(place);
    this.site.recorder.change(gauge.waiting, -1);
    return run;
  }

  /** The run that waits does not take place. */
  private giveUpWaiting(place: Place): void {
    const { site, runs } = this;
    const { requests, observed, simulation } = site;
    const run = this.stopWaiting(place);
    const request = runs.request[run];
    site.reportRequest(fact.skipped, request);
    observed.requests?.end(requests.number[request], simulation.now, DROPPED, 0);
    runs.rows.release(run);
    requests.letGo(request);
  }

  /** The run that waits, if any, waits no longer than its starting deadline. */
  private armExpiry(place: Place): void {
    const { simulation } = this.site;
    const { startingDeadline } = this.params;
    if (place.expiry !== NONE) simulation.cancel(place.expiry, place.number);
    place.expiry = NONE;
    if (place.waiting === NONE || startingDeadline === NEVER) return;
    const at = Math.max(simulation.now, this.runs.due[place.waiting] + startingDeadline);
    place.expiry = simulation.schedule(at, this.expiryEvent, place.number);
  }

  private expire(place: Place): void {
    const { simulation } = this.site;
    place.expiry = NONE;
    if (place.turn !== NONE) simulation.cancel(place.turn, place.number);
    place.turn = NONE;
    this.giveUpWaiting(place);
  }

  private forEachPlace(visit: (place: Place, entry: Entry, replica: number) => void): void {
    for (const entry of this.entries) for (const [replica, place] of entry.places.entries()) visit(place, entry, replica);
  }

  /** It is on again: those that wait take their turns, and missed runs are made up for, or not. */
  private comeBack(): void {
    if (!this.params.enabled) return;
    const { missedRuns, entries, startingDeadline } = this.params;
    const firing = this.firing();
    this.forEachPlace((place, entry, replica) => {
      this.giveTurn(place);
      const { missed } = place;
      place.missed = [];
      if (missedRuns === 'skipped' || entry.number >= entries || replica >= firing) return;
      for (const { ordinal, due, bin } of missedRuns === 'all-made-up' ? missed : missed.slice(-1))
        if (this.site.simulation.now - due < startingDeadline) this.takeUp(place, fact.caughtUp, ordinal, due, bin);
    });
  }
}
