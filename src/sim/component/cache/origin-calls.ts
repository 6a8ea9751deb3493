import type { Caller } from '../../flow/caller.ts';
import { derivedHigh, derivedLow, mix } from '../../kernel/chance.ts';
import type { Site } from '../component.ts';
import { AT_ORIGIN, type CacheCalls } from './cache-calls.ts';
import type { CacheNodes } from './cache-nodes.ts';
import type { Entries } from './entries.ts';
import { FETCH, type Fills, FLUSH, REFRESH } from './fills.ts';
import type { Rebuilds } from './rebuilds.ts';

const NONE = -1;

/** What a cache sends to its origin, on behalf of a call or of its own accord. */
export class OriginCalls {
  private ownRequests = 0;

  constructor(
    private readonly site: Site,
    private readonly caller: Caller,
    private readonly nodes: CacheNodes,
    private readonly fills: Fills,
    private readonly rebuilds: Rebuilds,
    private readonly cacheCalls: CacheCalls,
    private readonly entries: Entries,
    /** What becomes of what is sent where there is no origin. */
    private readonly failed: (fill: number) => void,
  ) {}

  /** Sends something that a call waits for. */
  ask(call: number, kind: number, at: number, key: number): void {
    const { calls } = this.site;
    const fill = this.begin(kind, at, key, calls.root[call], call);
    this.fills.call[fill] = call;
    calls.tasks.phase[call] = AT_ORIGIN;
    this.cacheCalls.fill[call] = fill;
    this.site.begin(call);
    this.sendFor(call, fill);
  }

  /** Opens a row for what is to be sent; the request and the call that caused it live on until it is over. */
  begin(kind: number, at: number, key: number, root: number, cause: number): number {
    const { fills, site } = this;
    const { calls, simulation } = site;
    const node = this.nodes.all[at];
    node.reach(key);
    const fill = fills.begin(kind, at, node.birth, key, root, cause, simulation.now);
    if (cause !== NONE) calls.references[cause]++;
    if (kind === FETCH || kind === REFRESH) this.rebuilds.begin(fill, node);
    return fill;
  }

  /** Sends what a call has set off. */
  sendFor(call: number, fill: number): void {
    const { calls } = this.site;
    const kind = this.fills.kind[fill];
    const low = derivedLow(calls.keyLow[call], calls.keyHigh[call], 1 + kind);
    this.send(fill, call, calls.intent[call], low, derivedHigh(low, calls.keyHigh[call], 1 + kind));
  }

  /** Begins something that the cache wants by itself; `sendOwn` sends it. @param operation READ or WRITE */
  beginOwn(kind: number, at: number, key: number, operation: number): number {
    const { requests, simulation, grid, index, seed, salt } = this.site;
    const ordinal = this.ownRequests++;
    const low = derivedLow(mix(seed ^ salt), ordinal, 1);
    const root = requests.begin(index, simulation.now, grid.bin, low, derivedHigh(low, ordinal, 1));
    requests.key[root] = key;
    requests.operation[root] = operation;
    requests.bytes[root] = this.entries.bytesOf(key);
    const fill = this.begin(kind, at, key, root, NONE);
    requests.letGo(root);
    return fill;
  }

  sendOwn(fill: number): void {
    const { requests } = this.site;
    const root = this.fills.root[fill];
    const low = requests.keyLow[root];
    const high = requests.keyHigh[root];
    this.send(fill, NONE, low ^ high, low, high);
  }

  close(fill: number): void {
    const cause = this.fills.cause[fill];
    this.fills.close(fill);
    if (cause !== NONE) this.site.calls.letGo(cause);
  }

  private send(fill: number, cause: number, intent: number, low: number, high: number): void {
    const { fills } = this;
    if (this.site.wires.length === 0) {
      this.failed(fill);
      return;
    }
    const operation = this.caller.open(0, fills.node[fill], fill, fills.root[fill], cause, intent, low, high);
    if (fills.kind[fill] === FLUSH) this.caller.carry(operation, fills.carried[fill]);
    this.caller.go(operation);
  }
}
