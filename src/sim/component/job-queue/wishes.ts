import { ENDED } from '../../flow/items.ts';
import { type Keyed, mix } from '../../kernel/chance.ts';
import { NEVER } from '../../kernel/time.ts';
import type { Site } from '../component.ts';
import { fact, gauge } from './job-queue-meters.ts';
import type { JobQueueParams } from './job-queue-params.ts';

const NONE = -1;

/** What somebody wished for: the jobs made of it, when they get into the queue, and the account of its side effect. */
export class Wishes {
  /** What the transaction around the last wish has said: when its job gets in and its record is there [µs from then], and whether twice. */
  readonly plan = { enqueuedAfter: 0, recordedAfter: 0, twice: false };
  private readonly chance: Keyed;

  constructor(
    private readonly site: Site,
    private readonly params: JobQueueParams,
  ) {
    this.chance = site.keyed('enqueueing');
  }

  /** Makes a job of a wish, and says in `plan` when it gets into the queue. */
  accept(call: number): number {
    const { calls, requests, accounts, recorder, simulation } = this.site;
    const root = calls.root[call];
    const { plan } = this;
    this.readPlan(call);
    const wanted = plan.recordedAfter === NEVER ? 0 : 1;
    let account = accounts.find(requests.firstAccount[root], this.site.index);
    if (account === NONE) {
      account = accounts.begin(this.site.index, requests.firstAccount[root]);
      requests.firstAccount[root] = account;
      accounts.wanted[account] = 0;
    }
    if (wanted > accounts.wanted[account]) {
      accounts.wanted[account] = 1;
      recorder.change(gauge.expected, 1);
    }
    this.site.report(fact.accepted, call);
    return this.begin(call, account, simulation.now + plan.recordedAfter);
  }

  /** One more job of a wish that has an account. */
  begin(call: number, account: number, recordAt: number): number {
    const { calls, requests, items, simulation } = this.site;
    const root = calls.root[call];
    const item = items.begin();
    requests.references[root]++;
    this.jobBegins(account);
    items.root[item] = root;
    items.cause[item] = calls.number[call];
    items.store[item] = this.site.index;
    items.account[item] = account;
    items.key[item] = calls.keyOf(call);
    items.tenant[item] = calls.tenantOf(call);
    items.class[item] = calls.classOf(call);
    items.cost[item] = calls.costOf(call);
    items.enqueuedAt[item] = simulation.now;
    items.recordAt[item] = recordAt;
    items.intent[item] = mix(calls.intent[call] ^ this.site.salt) | 1;
    // in no gauge until it is somewhere
    items.state[item] = ENDED;
    return item;
  }

  jobBegins(account: number): void {
    this.site.accounts.jobsOpen[account]++;
    this.setMissing(account, 0);
  }

  /** A job has ended: a wish whose jobs have all ended without a side effect is missing. */
  jobEnds(account: number): void {
    const { accounts } = this.site;
    if (--accounts.jobsOpen[account] === 0 && accounts.wanted[account] === 1 && accounts.effects[account] === 0)
      this.setMissing(account, 1);
  }

  /** The side effect of a delivered job has taken place. */
  effectMade(call: number): void {
    const { calls, items, accounts, recorder } = this.site;
    const account = items.account[calls.operation[call]];
    const effects = ++accounts.effects[account];
    accounts.writtenBy[account] = Math.max(accounts.writtenBy[account], calls.ticket[call]);
    if (effects > 1) {
      this.effectRepeated(call, effects);
      return;
    }
    this.site.report(fact.effectFirst, call);
    recorder.change(gauge.once, 1);
    this.setMissing(account, 0);
  }

  /** It had taken place before. @param effects how often by now */
  private effectRepeated(call: number, effects: number): void {
    const { calls, recorder, requests, origins } = this.site;
    const root = calls.root[call];
    this.site.report(fact.effectRepeated, call);
    recorder.change(gauge.extra, 1);
    if (effects === 2) {
      recorder.change(gauge.once, -1);
      recorder.change(gauge.repeated, 1);
    }
    origins[requests.client[root]].duplicated(root);
  }

  private readPlan(call: number): void {
    const { calls, simulation } = this.site;
    const { policy, params } = this.params.enqueueing;
    const { plan } = this;
    if (policy.id !== 'none') {
      this.chance.aim(calls.keyLow[call], calls.keyHigh[call]);
      policy.plan(params, simulation.now, this.chance, plan);
      return;
    }
    plan.enqueuedAfter = 0;
    plan.recordedAfter = 0;
    plan.twice = false;
  }

  private setMissing(account: number, missing: number): void {
    const { accounts, recorder } = this.site;
    if (accounts.missing[account] === missing) return;
    accounts.missing[account] = missing;
    recorder.change(gauge.missing, missing === 1 ? 1 : -1);
  }
}
