import { Caller } from '../../flow/caller.ts';
import { CALL_CLOSED } from '../../flow/calls.ts';
import { Holdings } from '../../flow/holdings.ts';
import { CANCELLED, type Callee, DROPPED, ERROR, OK, PERMANENT_ERROR, SHED } from '../../flow/port.ts';
import { NO_TASK } from '../../flow/tasks.ts';
import { type Keyed, mix } from '../../kernel/chance.ts';
import { MICROS_PER_SECOND, wholeMicros } from '../../kernel/time.ts';
import { UP } from '../../replica/replica.ts';
import { Scaling } from '../../replica/scaling.ts';
import { Interpreter } from '../../routine/interpreter.ts';
import type { Component, Site } from '../component.ts';
import { Admission } from './admission.ts';
import { Backlog } from './backlog.ts';
import { FAILS, HANGS } from './health-checks.ts';
import { HungWork } from './hung-work.ts';
import { Interruptions } from './interruptions.ts';
import { OwnLines } from './own-lines.ts';
import { PresentFault } from './present-fault.ts';
import { Servers } from './servers.ts';
import { fact, gauge, histogram } from './serving-meters.ts';
import type { ServingParams } from './serving-params.ts';
import { ServingReplicas } from './serving-replicas.ts';
import { ServingSteps, type StepsOwner } from './serving-steps.ts';
import { SubOperations } from './sub-operations.ts';
import { AWAY, CALLING, FROZEN, HUNG, QUEUED, WORKING } from './task-phases.ts';
import { WaitingLine } from './waiting-line.ts';

const NONE = -1;

/**
 * Serving with a fixed number of servers behind one queue. A part that components are, not a component: a service works
 * on whatever it is asked, a database on reads and writes.
 *
 * A file longer than most: a task's way from its arrival to its answer is one walk, and each step may end it.
 */
export class Serving implements Component, Callee, StepsOwner {
  readonly caller: Caller;
  readonly callee = this;
  readonly holder: Holdings | undefined;
  /** The leases of tasks; null where its routine asks for none. */
  private readonly holdings: Holdings | null;
  /** Where all wait, unless each replica has a line of its own. */
  private readonly line: WaitingLine;
  private readonly own: OwnLines | null;
  private readonly fault: PresentFault;
  protected readonly servers: Servers;
  private readonly replicas: ServingReplicas;
  private readonly scaling: Scaling;
  private readonly hung: HungWork;
  private readonly interruptions: Interruptions;
  private readonly subOperations: SubOperations;
  private readonly routine: Interpreter;
  private readonly admission: Admission;
  private readonly serviceChance: Keyed;
  private readonly workDoneEvent: number;
  private readonly refusalEvent: number;
  private readonly turnedAwayEvent: number;
  private readonly replayEvent: number;
  /** While `serveWaiting` is at it. */
  private servesLine = false;

  constructor(
    protected readonly site: Site,
    private readonly params: ServingParams,
  ) {
    this.caller = new Caller(site, params, this);
    this.subOperations = new SubOperations(site, this.caller);
    this.holdings = site.program.leases > 0 ? new Holdings(site, { fact, gauge, histogram }, this) : null;
    this.holder = this.holdings ?? undefined;
    const steps = new ServingSteps(site, this.holdings, this.subOperations, this);
    this.routine = new Interpreter(site.program, site.calls.tasks, steps);
    this.line = new WaitingLine(site, params);
    this.fault = new PresentFault(site, params);
    this.servers = new Servers(site, this.fault);
    this.admission = new Admission(site, params);
    this.own =
      params.queues === 'own'
        ? new OwnLines(site, params, this.servers, {
            probe: (replica, round) => this.probe(replica, round),
            turnAway: (task) => this.turnAway(task),
            serveWaiting: () => this.serveWaiting(),
          })
        : null;
    this.replicas = new ServingReplicas(site, params, this.servers, {
      lost: (replica) => {
        this.interruptions.loseAll(replica, replica + 1);
        this.replicaLost();
      },
      gone: (replica) => this.holdings?.replicaDies(replica),
      stoodStill: (replica) => this.interruptions.freezeAll(replica),
      wentOn: (replica) => this.wentOn(replica),
      resized: (before) => this.resized(before),
      othersAreUp: () => this.own?.bringUpToDate(),
      serveWaiting: () => this.serveWaiting(),
    });
    const standsStill = (replica: number) => this.replicas.standsStill(replica);
    this.scaling = new Scaling(
      site,
      params,
      this.replicas,
      new Backlog(site, (task) => (this.own?.lineOf(task) ?? this.line).waitsSince(task)),
    );
    this.hung = new HungWork(params, this.fault, {
      replicaOf: (task) => site.calls.tasks.instance[task],
      standsStill,
      failed: (task) => this.end(task, ERROR),
      wentOn: (task, needed) => this.workFor(task, wholeMicros(needed)),
    });
    this.interruptions = new Interruptions(site, params, this.fault, {
      standsStill,
      lost: (task) => this.lose(task),
      wentOn: (task, needed) => this.workFor(task, needed),
      heard: (task, outcome) => this.heard(task, outcome),
    });
    this.workDoneEvent = site.event((task) => this.workDone(task));
    this.refusalEvent = site.event((call) => this.answerRefused(call));
    this.turnedAwayEvent = site.event((call) => this.site.answer(call, ERROR));
    this.replayEvent = site.event((task) => this.replayed(task));
    this.serviceChance = site.keyed('service-time');
  }

  start(): void {
    this.replicas.begin(this.params.replicas);
    this.takeStock();
    this.own?.rotation.start();
    this.scaling.start();
    this.servers.measureFor(this.scaling);
  }

  /** A replica has died. */
  protected replicaLost(): void {}

  /** Servers of the replicas that are up. */
  protected get serversUp(): number {
    return this.replicas.count(UP) * this.params.servers;
  }

  capacity(): number {
    const { serviceTime } = this.params;
    return (this.serversUp * MICROS_PER_SECOND) / serviceTime.policy.mean(serviceTime.params);
  }

  changed(param: string, replaced: boolean): void {
    if (param === 'queueDiscipline' && replaced) (this.own ?? this.line).disciplineChanged();
    else if (param === 'balancer' && replaced) this.own?.balancerChanged();
    else if (param === 'loadShedding' && replaced) this.admission.ruleChanged();
    else if (param === 'replicas') {
      if (this.params.autoscaling.policy.id === 'none') this.replicas.want(this.params.replicas);
    } else if (param === 'servers' || param === 'fault') {
      this.takeStock();
      this.lookAtWork();
    } else if (param === 'autoscaling') {
      this.scaling.start(replaced);
      this.servers.measureFor(this.scaling);
    } else {
      this.replicas.changed(param);
      this.own?.rotation.changed(param, replaced);
      this.caller.changed(param, replaced);
    }
  }

  /** Of the replicas that are up the first dies. */
  act(): void {
    this.replicas.killOne();
  }

  receive(call: number): void {
    const { calls } = this.site;
    this.site.report(fact.arrived, call);
    if (this.own !== null) {
      this.receiveByBalancer(this.own, call);
      return;
    }
    const replica = this.replicaForNewcomer();
    if (replica !== NONE) {
      if (this.fault.affected > 0 && this.refuses(replica, call)) return;
      calls.tasks.begin(call, WORKING);
      this.begin(call, replica);
      return;
    }
    if (this.admission.admits(call, this.line.length, this.servers.atWork, this.servers.working)) {
      calls.tasks.begin(call, QUEUED);
      this.line.join(call);
      return;
    }
    this.shed(call);
  }

  /** A balancer sends a call to a replica that has a line of its own. */
  private receiveByBalancer(own: OwnLines, call: number): void {
    const home = own.choose(call);
    if (home === NONE) this.receiveAtBalancer(own, call);
    else this.receiveAt(own, home, call);
  }

  /** A call has been sent to a replica. */
  private receiveAt(own: OwnLines, replica: number, call: number): void {
    const { tasks } = this.site.calls;
    own.settle(call, replica);
    if (own.isDown(replica)) {
      this.refuse(call, 0);
      return;
    }
    if (this.fault.affected > 0 && this.refuses(replica, call)) return;
    const line = own.at(replica);
    if (line.length === 0 && this.servers.hasRoom(replica)) {
      tasks.begin(call, WORKING);
      this.begin(call, replica);
    } else if (this.admission.admits(call, line.length, this.servers.busyOn(replica), this.fault.serversOf(replica))) {
      tasks.begin(call, QUEUED);
      line.join(call);
    } else this.shed(call);
  }

  /** No replica is there to be sent to. */
  private receiveAtBalancer(own: OwnLines, call: number): void {
    if (!this.admission.admits(call, own.atBalancer.length, 0, 0)) {
      this.shed(call);
      return;
    }
    this.site.calls.tasks.begin(call, QUEUED);
    own.settle(call, NONE);
    own.atBalancer.join(call);
  }

  private shed(call: number): void {
    this.site.report(fact.shed, call);
    this.site.answer(call, SHED);
  }

  withdraw(call: number): void {
    const { whenCallerLeaves } = this.params;
    const { tasks } = this.site.calls;
    const phase = tasks.phase[call];
    // whoever has answered early is done with its caller, though the answer may still be on its way
    if (phase === NO_TASK || tasks.answered[call] > 0) return;
    if (this.own?.rotation.learns) this.learnOfTimeout(this.own, call);
    if (whenCallerLeaves === 'keep-working') return;
    if (phase === QUEUED) {
      (this.own?.lineOf(call) ?? this.line).leave(call);
      this.site.report(fact.dropped, call);
      this.close(call);
      this.site.answer(call, DROPPED);
      return;
    }
    if (whenCallerLeaves !== 'cancel') return;
    this.site.report(fact.cancelled, call);
    this.stop(call);
    this.close(call);
    this.leave(call);
    this.site.answer(call, CANCELLED);
  }

  /** A downstream operation made for a task has ended. */
  concluded(task: number, outcome: number): void {
    if (this.subOperations.settles(task, outcome)) this.waitEnded(task, outcome);
  }

  /** A lease that a task has waited for has come, or is refused. */
  leaseCame(task: number, outcome: number): void {
    this.waitEnded(task, outcome);
  }

  /** What a task waited for has ended; one that stands still hears of it later. */
  waitEnded(task: number, outcome: number): void {
    if (this.site.calls.tasks.phase[task] === FROZEN) this.interruptions.keep(task, outcome);
    else this.heard(task, outcome);
  }

  /** A task learns that it has lost a lease, at once where it works or waits for others: its present step fails. */
  leaseLost(task: number): void {
    const { tasks } = this.site.calls;
    const phase = tasks.phase[task];
    if (phase === QUEUED || phase === FROZEN || this.replicas.standsStill(tasks.instance[task])) return;
    this.stop(task);
    this.holdings!.giveUpWaiting(task);
    tasks.event[task] = NONE;
    if (phase === HUNG) tasks.phase[task] = WORKING;
    this.fail(task, ERROR);
  }

  /** Aims the draws of a task's work, at whichever step it is; to be sampled at once. */
  protected aim(task: number, salt: number): Keyed {
    const { calls, requests } = this.site;
    if (this.params.serviceTimeDrawn === 'request') {
      const root = calls.root[task];
      return this.serviceChance.aim(requests.keyLow[root] ^ salt, requests.keyHigh[root]);
    }
    return this.serviceChance.aim(calls.keyLow[task] ^ salt, calls.keyHigh[task]);
  }

  /** How long a task's work takes [µs]. */
  protected workOf(task: number, salt: number): number {
    const { serviceTime } = this.params;
    return serviceTime.policy.sample(serviceTime.params, this.aim(task, salt));
  }

  /** Service of a call begins, and has ended well. */
  protected hasBegun(_call: number): void {}
  protected hasDone(_call: number): void {}

  /** A task gives its server away while it waits for others, or ends that state. */
  private moveAway(by: number): void {
    const { recorder } = this.site;
    recorder.change(gauge.away, by);
    recorder.change(gauge.working, -by);
  }

  /** The task of a call is over. */
  private close(call: number): void {
    const { calls } = this.site;
    const { tasks } = calls;
    if (tasks.phase[call] === AWAY) this.moveAway(-1);
    tasks.end(call);
    if (this.holdings !== null) this.holdings.taskEnds(call);
    if (tasks.answered[call] > 0) calls.letGo(call);
  }

  /** Serves those who wait, as long as there is a server; a task that ends meanwhile leaves its server to this. */
  private serveWaiting(): void {
    if (this.servesLine) return;
    this.servesLine = true;
    if (this.own === null) while (this.serveNext());
    else
      for (let replica = this.own.due.shift(); replica !== undefined; replica = this.own.due.shift())
        while (this.serveNextAt(this.own.at(replica), replica));
    this.servesLine = false;
  }

  private serveNext(): boolean {
    if (this.line.length === 0) return false;
    const replica = this.servers.choose();
    if (replica === NONE) return false;
    return this.serveFrom(this.line, replica);
  }

  private serveNextAt(line: WaitingLine, replica: number): boolean {
    return line.length > 0 && this.servers.hasRoom(replica) && this.serveFrom(line, replica);
  }

  private serveFrom(line: WaitingLine, replica: number): boolean {
    const task = line.dequeue();
    if (line.dropped.length === 0) return this.serve(task, replica);
    const unanswered = line.dropped.splice(0).filter((dropped) => this.drop(dropped));
    const served = this.serve(task, replica);
    for (const dropped of unanswered) this.site.answer(dropped, DROPPED);
    return served;
  }

  /** Serves one that has waited; false when there is none. */
  private serve(task: number, replica: number): boolean {
    if (task === NONE) return false;
    if (this.site.calls.tasks.step[task] > 0) {
      this.site.recorder.change(gauge.working, 1);
      this.begin(task, replica);
    } else if (this.fault.refusesAfter(replica) !== NONE) {
      this.close(task);
      this.refuses(replica, task);
    } else this.begin(task, replica);
    return true;
  }

  /** The queue discipline has dropped a task: it is over. Whether it is still to be answered. */
  private drop(task: number): boolean {
    const isAnswered = this.site.calls.tasks.answered[task] > 0;
    this.site.report(fact.dropped, task);
    this.close(task);
    return !isAnswered;
  }

  /** Gives a task a server; its waiting is over. */
  private begin(call: number, replica: number): void {
    const { calls, recorder, simulation } = this.site;
    const { tasks } = calls;
    tasks.phase[call] = WORKING;
    tasks.instance[call] = replica;
    this.servers.occupy(replica);
    this.admission.began(call);
    if (tasks.step[call] > 0) {
      this.routine.doAgain(call);
      return;
    }
    this.site.report(fact.started, call);
    recorder.observe(histogram.waitingTime, simulation.now - calls.arrivesAt[call]);
    this.hasBegun(call);
    this.site.begin(call);
    if (this.params.idempotencyKeys && this.site.requests.wasDone(calls.root[call], this.effectOf(call))) this.replay(call);
    else this.routine.walk(call);
  }

  /** Answers from a key: to look it up is the shortest of works, a microsecond. */
  private replay(task: number): void {
    const { calls, simulation } = this.site;
    calls.tasks.event[task] = simulation.schedule(simulation.now + 1, this.replayEvent, task);
  }

  private replayed(task: number): void {
    this.site.calls.tasks.event[task] = NONE;
    this.end(task, OK);
  }

  /** What a task waited for has ended. */
  heard(task: number, outcome: number): void {
    if (outcome === OK) this.routine.walk(task);
    else this.fail(task, outcome === PERMANENT_ERROR ? PERMANENT_ERROR : ERROR);
  }

  /** The step that a task is at has failed: unless its routine catches that, so has the task. */
  private fail(task: number, outcome: number): void {
    if (!this.routine.catches(task, outcome)) this.end(task, outcome);
  }

  failAgain(task: number): void {
    this.fail(task, this.routine.outcomeOf(task));
  }

  /** Whatever is under way for a task stops. */
  protected stop(task: number): void {
    const { calls, simulation } = this.site;
    const { tasks } = calls;
    if (tasks.event[task] !== NONE) simulation.cancel(tasks.event[task], task);
    if (tasks.phase[task] === HUNG) this.hung.remove(task);
    if (tasks.phase[task] === FROZEN) this.interruptions.remove(task);
    this.replicas.forget(task);
    this.subOperations.cancel(task);
  }

  /** A task's replica is gone. */
  private lose(task: number): void {
    this.stop(task);
    if (this.holdings !== null) this.holdings.taskDies(task);
    this.end(task, ERROR);
  }

  /** A task that freed its server wants to work again: it queues like everybody, but is not shed. */
  private waitAgain(task: number): void {
    const { own } = this;
    const home = own === null ? NONE : own.homeOf(task);
    own?.settle(task, home);
    if (own?.isDown(home)) {
      this.end(task, ERROR);
      return;
    }
    const replica = own === null ? this.replicaForNewcomer() : this.hasRoomAt(own, home) ? home : NONE;
    if (replica === NONE) {
      this.site.recorder.change(gauge.away, -1);
      this.site.calls.tasks.phase[task] = QUEUED;
      (own?.lineOf(task) ?? this.line).join(task);
      return;
    }
    this.moveAway(-1);
    this.begin(task, replica);
  }

  private hasRoomAt(own: OwnLines, home: number): boolean {
    return home !== NONE && own.at(home).length === 0 && this.servers.hasRoom(home);
  }

  work(task: number, at: number, factor: number): void {
    if (this.site.calls.tasks.instance[task] === NONE) {
      this.waitAgain(task);
      return;
    }
    let needed = this.workOf(task, at === 0 ? 0 : mix(at));
    if (factor !== 1) needed = wholeMicros(needed * factor);
    if (this.fault.affected === 0 && !this.replicas.matters) this.workFor(task, needed);
    else this.workThroughFault(task, needed);
  }

  /** A task that holds its server waits until it can do its present step. */
  protected waitAtStep(task: number): void {
    const { tasks } = this.site.calls;
    tasks.step[task]--;
    tasks.phase[task] = CALLING;
  }

  /** Works for so long [µs], or whatever a fault makes of that, and a replica that is cold or that the work kills. */
  private workThroughFault(task: number, needed: number): void {
    const { tasks } = this.site.calls;
    const replica = tasks.instance[task];
    const verdict = this.fault.verdict(task, replica, 'start');
    if (verdict !== OK) {
      this.end(task, verdict);
      return;
    }
    const stretch = this.fault.stretchOn(replica) * this.replicas.slowdownOn(replica);
    if (stretch === Number.POSITIVE_INFINITY) {
      tasks.phase[task] = HUNG;
      this.hung.add(task, needed);
    } else this.workFor(task, this.replicas.until(task, stretch === 1 ? needed : wholeMicros(needed * stretch)));
  }

  private workFor(task: number, needed: number): void {
    const { calls, simulation } = this.site;
    const { tasks } = calls;
    tasks.phase[task] = WORKING;
    tasks.event[task] = simulation.schedule(simulation.now + needed, this.workDoneEvent, task);
  }

  private workDone(task: number): void {
    const { tasks } = this.site.calls;
    tasks.event[task] = NONE;
    if (this.replicas.matters && this.replicas.killedBy(task)) return;
    const verdict = this.fault.affected === 0 ? OK : this.fault.verdict(task, tasks.instance[task], 'end');
    if (verdict === OK) this.routine.walk(task);
    else this.end(task, verdict);
  }

  /** A task waits for what others do: it keeps its server meanwhile, or frees it. */
  waitForOthers(task: number): void {
    const { tasks } = this.site.calls;
    if (this.params.whileCalling === 'frees-server' && tasks.instance[task] !== NONE) {
      this.moveAway(1);
      tasks.phase[task] = AWAY;
      this.leave(task);
    } else if (tasks.phase[task] !== AWAY) tasks.phase[task] = CALLING;
  }

  /** How a task that would be answered well now comes out. */
  comesOut(task: number): number {
    return this.fault.affected === 0 ? OK : this.fault.atAnswer(task, this.site.calls.tasks.instance[task]);
  }

  /** Its caller is about to be answered, though it works on. */
  answersEarly(task: number): void {
    if (this.own?.rotation.learns) this.own.learn(task, false);
  }

  /** The task is over: frees its server, lets the next one start, then answers. @param soFar how, unless the answer itself fails */
  end(call: number, soFar: number): void {
    const { calls, requests, recorder, simulation } = this.site;
    const answered = calls.tasks.answered[call];
    const outcome = soFar === OK && answered === 0 ? this.comesOut(call) : soFar;
    const wasted = answered === 0 ? (calls.state[call] & CALL_CLOSED) !== 0 : answered === 2;
    recorder.observe(histogram.timeInSystem, simulation.now - calls.arrivesAt[call]);
    this.site.report(wasted ? fact.wasted : outcome === OK ? fact.finished : fact.answeredError, call);
    if (outcome === OK) {
      this.scaling.countDone();
      this.hasDone(call);
      if (requests.isDuplicate(calls.root[call], this.effectOf(call))) this.reportRepetition(call);
    }
    this.close(call);
    this.leave(call);
    if (answered > 0) return;
    if (this.own?.rotation.learns && !wasted) this.own.learn(call, outcome === ERROR);
    this.site.answer(call, outcome);
  }

  /** What is done once for a request: its operation, here. */
  private effectOf(call: number): number {
    return (this.site.calls.intent[call] ^ this.site.salt) | 1;
  }

  private reportRepetition(call: number): void {
    if (this.params.idempotencyKeys) {
      this.site.report(fact.replayed, call);
      return;
    }
    const { calls, requests, origins } = this.site;
    const root = calls.root[call];
    this.site.report(fact.effectRepeated, call);
    origins[requests.client[root]].duplicated(root);
  }

  /** A task gives its server back. */
  private leave(task: number): void {
    const { tasks } = this.site.calls;
    const replica = tasks.instance[task];
    if (replica === NONE) return;
    tasks.instance[task] = NONE;
    this.servers.free(replica);
    this.admission.ended(task);
    if (this.own !== null) this.lookAtOwnLine(this.own, replica);
    else if (this.line.length > 0) this.serveWaiting();
  }

  private lookAtOwnLine(own: OwnLines, replica: number): void {
    if (own.at(replica).length === 0) return;
    own.due.push(replica);
    this.serveWaiting();
  }

  /** For whoever comes to work: not before those that wait. */
  private replicaForNewcomer(): number {
    return this.line.length > 0 ? NONE : this.servers.choose();
  }

  /** Refuses a call if the replica it was sent to fails fast; true if so. */
  private refuses(replica: number, call: number): boolean {
    const after = this.fault.refusesAfter(replica);
    if (after === NONE) return false;
    this.refuse(call, after);
    return true;
  }

  private refuse(call: number, after: number): void {
    const { simulation } = this.site;
    this.site.report(fact.refused, call);
    if (after === 0) this.answerRefused(call);
    else simulation.schedule(simulation.now + after, this.refusalEvent, call);
  }

  private answerRefused(call: number): void {
    if (this.own?.rotation.learns) this.own.learn(call, true);
    this.site.answer(call, ERROR);
  }

  /** A task waits at a replica that is down, or has been sent there. It is answered at once, but after whatever is being done. */
  private turnAway(task: number): void {
    const { calls, simulation } = this.site;
    const isAnswered = calls.tasks.answered[task] > 0;
    const isAwaited = !isAnswered && (calls.state[task] & CALL_CLOSED) === 0;
    this.site.report(fact.refused, task);
    this.close(task);
    if (this.own?.rotation.learns && isAwaited) this.own.learn(task, true);
    if (!isAnswered) simulation.schedule(simulation.now, this.turnedAwayEvent, task);
  }

  /** A call that has been sent to a replica is withdrawn: if its time is over, that is an answer to the balancer, too. */
  private learnOfTimeout(own: OwnLines, call: number): void {
    if (this.site.calls.deadline[call] <= this.site.simulation.now) own.learn(call, true);
  }

  /** What a health check of a replica comes to. */
  private probe(replica: number, round: number): number {
    if (!this.servers.isUp(replica)) return FAILS;
    return this.replicas.standsStill(replica) ? HANGS : this.fault.probe(replica, round);
  }

  /** After a change of servers, fault, or how many replicas are wanted. */
  private takeStock(): void {
    this.fault.bringUpToDate(this.replicas.wanted);
    this.hung.bringUpToDate();
    this.replicas.bringUpToDate();
    this.own?.bringUpToDate();
  }

  /** The same of work in service and of those who wait. */
  private lookAtWork(): void {
    this.interruptions.bringUpToDate();
    this.hung.wake();
    this.serveWaiting();
  }

  /** Another number of replicas is wanted. @param before so many were */
  private resized(before: number): void {
    const { wanted } = this.replicas;
    this.takeStock();
    if (wanted < before && this.params.grace === 0) this.interruptions.loseAll(wanted, before);
    this.lookAtWork();
  }

  /** A replica that stood still does not any more. */
  private wentOn(replica: number): void {
    this.interruptions.thaw();
    this.hung.wake();
    this.own?.due.push(replica);
    this.serveWaiting();
  }
}
