import { ERROR, OK, passedOn } from '../../flow/port.ts';
import { ABSENT, NO_VALUE } from '../../flow/truth.ts';
import { type Keyed, mix } from '../../kernel/chance.ts';
import type { Freshness } from '../../policy/early-refresh/contract.ts';
import { FETCHES, JOINS } from '../../policy/stampede-guard/contract.ts';
import { reaching } from '../../structure/widened.ts';
import type { Site } from '../component.ts';
import type { AbsentKeys } from './absent-keys.ts';
import { type CacheCalls, JOINED_OTHERS, LOOKING_AGAIN } from './cache-calls.ts';
import { fact, gauge, histogram } from './cache-meters.ts';
import type { CacheNode } from './cache-node.ts';
import type { CacheNodes } from './cache-nodes.ts';
import type { CacheParams } from './cache-params.ts';
import type { Entries } from './entries.ts';
import { FETCH, type Fills, PASSING, REFRESH } from './fills.ts';
import type { LookUps } from './look-ups.ts';
import type { OriginCalls } from './origin-calls.ts';
import type { Rebuilds } from './rebuilds.ts';
import { WaitingCalls } from './waiting-calls.ts';

const NONE = -1;

/** A read on its way: hit, stale hit or miss; served, refreshed, fetched, or joined to somebody else's fetch. */
export class Reads {
  private readonly againEvent: number;
  private readonly refreshChance: Keyed;
  private readonly deathChance: Keyed;
  private readonly freshness: Freshness = { since: 0, until: 0, rebuild: 0 };
  private readonly waiting = new WaitingCalls();
  /** The newest value of each key that anybody was shown. */
  private shown = new Int32Array(64).fill(NO_VALUE);

  constructor(
    private readonly site: Site,
    private readonly params: CacheParams,
    private readonly cacheCalls: CacheCalls,
    private readonly nodes: CacheNodes,
    private readonly entries: Entries,
    private readonly origin: OriginCalls,
    private readonly fills: Fills,
    private readonly rebuilds: Rebuilds,
    private readonly lookUps: LookUps,
    private readonly absentKeys: AbsentKeys,
  ) {
    this.againEvent = site.event((call) => this.looksAgain(call));
    this.refreshChance = site.keyed('early-refresh');
    this.deathChance = site.keyed('holder');
  }

  read(call: number): void {
    const { params } = this;
    const { now } = this.site.simulation;
    const at = this.nodes.serving(call);
    const key = this.site.calls.keyOf(call);
    if (at === NONE) {
      this.bypass(call, key);
      return;
    }
    const node = this.nodes.all[at];
    node.reach(key);
    if (node.dirty[key] !== NO_VALUE) {
      if (node.present[key] === 1) node.use(key);
      this.count(call, fact.hit, key);
      this.serve(call, node.dirty[key], node.present[key] === 1 ? node.since[key] : now);
      return;
    }
    if (node.present[key] === 1) {
      if (now < node.until[key]) {
        this.hit(call, at, key);
        return;
      }
      if (now < node.until[key] + params.staleWhileRevalidate) {
        node.use(key);
        this.count(call, fact.staleHit, key);
        const refreshes = this.rebuilds.decide(call, node, key) === FETCHES;
        this.serveAndRefresh(call, at, key, refreshes);
        return;
      }
      if (params.staleWhileRebuilding > 0 && this.keepsAlive(call, at, key)) return;
      if (now >= node.until[key] + params.staleIfError) {
        this.site.report(fact.expired, call);
        node.drop(key);
        this.nodes.takeStock();
      }
    }
    this.miss(call, at, key);
  }

  /** No node is up for a call: a miss, and its caller asks the origin. */
  bypass(call: number, key: number): void {
    this.count(call, fact.miss, key);
    this.origin.ask(call, PASSING, this.nodes.numberFor(call), key);
  }

  /** A call counts once as a hit or a miss: at its first look. */
  count(call: number, what: number, key: number): void {
    const { countedAs } = this.cacheCalls;
    if (countedAs[call] !== 0) return;
    countedAs[call] = what;
    this.site.report(what, call);
    this.lookUps.note(key, this.site.calls.bytesOf(call), what !== fact.miss);
  }

  /** A fetch is over, and its value, if it is one, has come to the cache. */
  endRebuild(fill: number): void {
    const { fills, params, site } = this;
    const { requests, simulation } = site;
    const key = fills.key[fill];
    const root = fills.root[fill];
    const node = this.nodes.find(fills.node[fill], fills.birth[fill]);
    const died =
      params.holderDies > 0 && this.deathChance.aim(requests.keyLow[root] ^ mix(fills.number[fill]), 0).happens(params.holderDies);
    const outcome = died ? ERROR : fills.outcome[fill];
    const value = fills.value[fill];
    this.rebuilds.end(fill, node, died);
    if (died) site.reportRequest(fact.holderDied, root);
    else if (outcome !== OK) site.reportRequest(fact.fillFailed, root);
    const degraded = fills.degraded[fill];
    if (node && outcome === OK && degraded === 0) this.entries.store(fill, node, simulation.now - fills.since[fill]);
    const call = fills.call[fill];
    if (call !== NONE) this.end(call, outcome, value, died ? null : node, key, degraded);
    if (node) this.wake(node, key, died, outcome, value, degraded);
    this.origin.close(fill);
  }

  /** A call is taken back that waits for somebody else's rebuild. */
  leave(call: number): void {
    const { phase } = this.site.calls.tasks;
    const joined = phase[call] === JOINED_OTHERS;
    if (joined) this.waiting.leave(this.nodes.all[this.nodes.numberFor(call)], this.site.calls.keyOf(call), call);
    if (joined || phase[call] === LOOKING_AGAIN) this.site.recorder.change(gauge.waiting, -1);
  }

  /** A node goes, or has lost all it held: those that wait there look again. */
  nodeLeaves(node: CacheNode): void {
    const { joined } = this.waiting;
    for (let key = 0; key < node.firstWaiting.length; key++) {
      for (;;) {
        const call = this.waiting.takeFirst(node, key, joined);
        if (call === NONE) break;
        this.site.recorder.change(gauge.waiting, -1);
        this.lookAgain(call, 0);
      }
      node.heldUntil[key] = 0;
    }
  }

  /** A node has died that was fetching for a call, which looks again as one that comes now would. */
  loseFetch(call: number): void {
    this.fills.call[this.cacheCalls.fill[call]] = NONE;
    this.lookAgain(call, 0);
  }

  /** What a call waits for will not come: it looks again now. */
  hurry(call: number): void {
    this.cacheCalls.hurry(call, this.againEvent);
  }

  private hit(call: number, at: number, key: number): void {
    const { calls, simulation } = this.site;
    const { ttl, negativeTtl, ttlCounts, earlyRefresh, refreshWaits } = this.params;
    const { now } = simulation;
    const node = this.nodes.all[at];
    node.use(key);
    let refreshes = false;
    if (earlyRefresh.policy.id !== 'none') {
      const { freshness } = this;
      freshness.since = node.since[key];
      freshness.until = node.until[key];
      freshness.rebuild = node.rebuild[key];
      const chance = this.refreshChance.aim(calls.keyLow[call], calls.keyHigh[call]);
      if (earlyRefresh.policy.refreshes(earlyRefresh.params, now, freshness, chance) && this.rebuilds.decide(call, node, key) === FETCHES) {
        if (refreshWaits && this.cacheCalls.countedAs[call] === 0) {
          this.count(call, fact.miss, key);
          this.origin.ask(call, FETCH, at, key);
          return;
        }
        refreshes = true;
      }
    }
    const absent = node.value[key] === ABSENT;
    if (ttlCounts === 'use')
      node.until[key] = Math.max(node.until[key], this.entries.lifeOf(absent ? negativeTtl : ttl, calls.keyLow[call], calls.keyHigh[call]));
    this.count(call, fact.hit, key);
    if (absent) this.site.report(fact.absentHit, call);
    this.serveAndRefresh(call, at, key, refreshes);
  }

  /** Whoever finds an entry expired keeps it alive for the others, and rebuilds it unless the guard says that somebody does; false where it has been so for too long. */
  private keepsAlive(call: number, at: number, key: number): boolean {
    const { now } = this.site.simulation;
    const { staleWhileRebuilding } = this.params;
    const node = this.nodes.all[at];
    const extended = node.extendedUntil[key];
    if (now >= Math.max(node.until[key], extended) + staleWhileRebuilding) return false;
    const finds = now >= extended;
    if (finds) node.extendedUntil[key] = now + staleWhileRebuilding;
    if (finds && this.rebuilds.decide(call, node, key) === FETCHES) {
      this.count(call, fact.miss, key);
      this.origin.ask(call, FETCH, at, key);
    } else {
      node.use(key);
      this.count(call, fact.staleHit, key);
      this.serveAndRefresh(call, at, key, false);
    }
    return true;
  }

  /** Answers with the entry of a key, and has it rebuilt where nobody waits for that. */
  private serveAndRefresh(call: number, at: number, key: number, refreshes: boolean): void {
    const { value, since } = this.nodes.all[at];
    // what is to be sent is known before the answer, and goes out after it: by then the call may be over
    const fill = refreshes ? this.origin.begin(REFRESH, at, key, this.site.calls.root[call], call) : NONE;
    this.serve(call, value[key], since[key]);
    if (fill !== NONE) this.origin.sendFor(call, fill);
  }

  private miss(call: number, at: number, key: number): void {
    if (!this.absentKeys.mayExist(key)) {
      this.count(call, fact.hit, key);
      this.site.report(fact.guarded, call);
      this.serve(call, ABSENT, NONE);
      return;
    }
    this.count(call, fact.miss, key);
    const { now } = this.site.simulation;
    const node = this.nodes.all[at];
    const wait = now < node.uncacheableUntil[key] ? FETCHES : this.rebuilds.decide(call, node, key);
    if (wait === FETCHES) this.origin.ask(call, FETCH, at, key);
    else if (wait === JOINS) {
      this.site.report(fact.joined, call);
      this.join(call, at, key);
    } else this.lookAgain(call, Math.max(1, wait));
  }

  /** A call that waited for a fetch is answered: with its value, or if that failed with what the node has, or an error. */
  private end(call: number, outcome: number, value: number, node: CacheNode | null, key: number, degraded: number): void {
    const { now } = this.site.simulation;
    if (outcome === OK) {
      this.cacheCalls.markDegraded(call, degraded);
      this.serve(call, value, NONE);
    } else if (node !== null && node.present[key] === 1 && now < node.until[key] + this.params.staleIfError) {
      if (now >= node.until[key]) this.site.report(fact.servedOnError, call);
      node.use(key);
      this.serve(call, node.value[key], node.since[key]);
    } else {
      this.site.report(fact.failed, call);
      this.cacheCalls.answer(call, passedOn(outcome));
    }
  }

  private join(call: number, at: number, key: number): void {
    const { calls, recorder } = this.site;
    this.waiting.join(this.nodes.all[at], key, call);
    calls.tasks.phase[call] = JOINED_OTHERS;
    recorder.change(gauge.waiting, 1);
  }

  /** Those that joined share what came of it, or look again; after a death they start anew. */
  private wake(node: CacheNode, key: number, died: boolean, outcome: number, value: number, degraded: number): void {
    const { recorder } = this.site;
    // those that join from here on, in answer to this, wait for another
    const { joined } = this.waiting;
    const { policy, params } = this.params.stampedeGuard;
    const looksAgain = policy.looksAgain?.(params) === true;
    for (;;) {
      const call = this.waiting.takeFirst(node, key, joined);
      if (call === NONE) return;
      recorder.change(gauge.waiting, -1);
      if (died) this.lookAgain(call, 1);
      else if (looksAgain) this.lookAgain(call, 0);
      else this.end(call, outcome, value, node, key, degraded);
    }
  }

  /** A call looks again after a while [µs]. */
  private lookAgain(call: number, wait: number): void {
    const { calls, recorder, simulation } = this.site;
    calls.tasks.phase[call] = LOOKING_AGAIN;
    recorder.change(gauge.waiting, 1);
    calls.tasks.event[call] = simulation.schedule(simulation.now + wait, this.againEvent, call);
  }

  private looksAgain(call: number): void {
    const { calls, recorder } = this.site;
    if (this.nodes.putOffCall(call, this.againEvent)) return;
    calls.tasks.event[call] = NONE;
    recorder.change(gauge.waiting, -1);
    this.read(call);
  }

  /** Answers a read well. @param since when the value came into the cache [µs]; NONE for one that was just fetched */
  private serve(call: number, value: number, since: number): void {
    const { calls, recorder, simulation, truth } = this.site;
    const { now } = simulation;
    const missed = this.cacheCalls.countedAs[call] === fact.miss;
    recorder.observe(missed ? histogram.missTime : histogram.hitTime, now - calls.arrivesAt[call]);
    if (since !== NONE) recorder.observe(histogram.age, now - since);
    this.site.report(fact.served, call);
    const key = this.site.calls.keyOf(call);
    if (value !== NO_VALUE) {
      recorder.observe(histogram.staleness, truth.staleness(key, value, now));
      if (truth.isWrong(key, value)) this.site.report(fact.servedWrong, call);
    }
    if (value >= 0) this.noteShown(call, key, value);
    this.site.report(missed ? fact.servedMiss : fact.servedHit, call);
    calls.value[call] = value;
    this.cacheCalls.answer(call, OK);
  }

  /** Somebody is shown a value: an older one than others have seen goes back in time. */
  private noteShown(call: number, key: number, value: number): void {
    this.shown = reaching(this.shown, key, NO_VALUE);
    if (value < this.shown[key]) this.site.report(fact.wentBack, call);
    else this.shown[key] = value;
  }
}
