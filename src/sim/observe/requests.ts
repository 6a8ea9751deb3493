import { defineObserver } from './contract.ts';

/** One row per request of a client, by number, `intended` NaN for all others: what anybody needs to check our figures with their own tools. */
export class RequestLog {
  intended = new Float64Array(1024);
  /** When it was concluded [µs]; NaN while it is not. */
  finished = new Float64Array(1024);
  /** How it ended; see OUTCOMES. */
  outcome = new Uint8Array(1024);
  attempts = new Uint16Array(1024);
  client = new Uint8Array(1024);
  count = 0;

  begin(request: number, client: number, intended: number): void {
    if (request >= this.intended.length) this.widen(request);
    // what a component asked for itself has a number too, and no place here
    this.intended.fill(Number.NaN, this.count, request);
    this.intended[request] = intended;
    this.finished[request] = Number.NaN;
    this.client[request] = client;
    this.count = request + 1;
  }

  end(request: number, finished: number, outcome: number, attempts: number): void {
    this.finished[request] = finished;
    this.outcome[request] = outcome;
    this.attempts[request] = attempts;
  }

  private widen(request: number): void {
    let length = this.intended.length;
    while (length <= request) length *= 2;
    const grow = <C extends Float64Array | Uint8Array | Uint16Array>(old: C, wide: C): C => {
      wide.set(old);
      return wide;
    };
    this.intended = grow(this.intended, new Float64Array(length));
    this.finished = grow(this.finished, new Float64Array(length));
    this.outcome = grow(this.outcome, new Uint8Array(length));
    this.attempts = grow(this.attempts, new Uint16Array(length));
    this.client = grow(this.client, new Uint8Array(length));
  }
}

declare module './contract.ts' {
  interface Logs {
    requests: RequestLog;
  }
}

export const requests = defineObserver({
  id: 'requests',
  keeps: 'what clients wished for and got, a row a request',
  begin: () => new RequestLog(),
});
