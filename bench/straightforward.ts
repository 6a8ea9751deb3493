/**
 * A client with retries before a service as a good engineer would write it in an afternoon: a binary heap of plain
 * objects, timeouts as events, one stream of chance, counters read once a simulated second, percentiles from a ring that
 * keeps every so manieth latency. It keeps far less than we do. It stands for what such an engine costs in V8.
 */

interface Request {
  sentAt: number;
  attempts: number;
  done: boolean;
}

interface Attempt {
  request: Request;
  open: boolean;
}

type EventType = 'arrival' | 'finished' | 'timeout' | 'retry' | 'tick';

interface Event {
  time: number;
  sequence: number;
  type: EventType;
  request: Request | null;
  attempt: Attempt | null;
}

class Heap {
  private readonly events: Event[] = [];

  push(event: Event): void {
    const { events } = this;
    events.push(event);
    let i = events.length - 1;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (before(events[parent], event)) break;
      events[i] = events[parent];
      i = parent;
    }
    events[i] = event;
  }

  pop(): Event | undefined {
    const { events } = this;
    const first = events[0];
    const last = events.pop();
    if (last === undefined || events.length === 0) return first;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= events.length) break;
      if (child + 1 < events.length && before(events[child + 1], events[child])) child++;
      if (before(last, events[child])) break;
      events[i] = events[child];
      i = child;
    }
    events[i] = last;
    return first;
  }
}

const before = (a: Event, b: Event) => a.time < b.time || (a.time === b.time && a.sequence < b.sequence);

/** mulberry32. */
function chanceFrom(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export interface Load {
  seed: number;
  /** [req/s] */
  rate: number;
  requests: number;
  servers: number;
  /** Mean time of service, attempt timeout, first delay of retries [ms]. */
  service: number;
  timeout: number;
  delay: number;
  maxAttempts: number;
}

/** What it says of a simulated second. */
interface Second {
  time: number;
  attempts: number;
  succeeded: number;
  failed: number;
  queueLength: number;
  busy: number;
  p50: number;
  p95: number;
  p99: number;
}

const RING = 1_000;
const EVERY = 4;

export class StraightforwardEngine {
  readonly seconds: Second[] = [];
  attempts = 0;
  succeeded = 0;
  failed = 0;
  private readonly heap = new Heap();
  private readonly chance: () => number;
  private readonly waiting: Attempt[] = [];
  private firstWaiting = 0;
  private readonly latencies: number[] = [];
  private answers = 0;
  private busy = 0;
  private now = 0;
  private sequence = 0;
  private readonly end: number;

  constructor(private readonly load: Load) {
    this.chance = chanceFrom(load.seed);
    this.end = (load.requests / load.rate) * 1_000;
    this.schedule(this.exponential(1_000 / load.rate), 'arrival');
    this.schedule(1_000, 'tick');
  }

  /** Handles so many events; whether the run has ended. */
  run(events: number): boolean {
    for (let i = 0; i < events; i++) {
      const event = this.heap.pop();
      if (!event || event.time > this.end) return true;
      this.now = event.time;
      switch (event.type) {
        case 'arrival':
          this.send({ sentAt: this.now, attempts: 0, done: false });
          this.schedule(this.now + this.exponential(1_000 / this.load.rate), 'arrival');
          break;
        case 'finished':
          this.finished(event.attempt!);
          break;
        case 'timeout':
          if (event.attempt!.open) this.timedOut(event.attempt!);
          break;
        case 'retry':
          this.send(event.request!);
          break;
        case 'tick':
          this.tick();
      }
    }
    return false;
  }

  private schedule(time: number, type: EventType, request: Request | null = null, attempt: Attempt | null = null): void {
    this.heap.push({ time, sequence: this.sequence++, type, request, attempt });
  }

  private exponential(mean: number): number {
    return -Math.log(1 - this.chance()) * mean;
  }

  private send(request: Request): void {
    request.attempts++;
    this.attempts++;
    const attempt = { request, open: true };
    this.schedule(this.now + this.load.timeout, 'timeout', null, attempt);
    if (this.busy < this.load.servers) this.serve(attempt);
    else this.waiting.push(attempt);
  }

  private serve(attempt: Attempt): void {
    this.busy++;
    this.schedule(this.now + this.exponential(this.load.service), 'finished', null, attempt);
  }

  private finished(attempt: Attempt): void {
    this.busy--;
    if (this.firstWaiting < this.waiting.length) {
      this.serve(this.waiting[this.firstWaiting++]);
      if (this.firstWaiting > 10_000 && this.firstWaiting * 2 > this.waiting.length) {
        this.waiting.splice(0, this.firstWaiting);
        this.firstWaiting = 0;
      }
    }
    if (!attempt.open) return;
    attempt.open = false;
    attempt.request.done = true;
    this.succeeded++;
    if (this.answers++ % EVERY === 0) this.latencies[((this.answers / EVERY) % RING) | 0] = this.now - attempt.request.sentAt;
  }

  private timedOut(attempt: Attempt): void {
    attempt.open = false;
    const { request } = attempt;
    if (request.attempts >= this.load.maxAttempts) {
      this.failed++;
      return;
    }
    const delay = this.chance() * this.load.delay * 2 ** (request.attempts - 1);
    this.schedule(this.now + delay, 'retry', request);
  }

  private tick(): void {
    const sorted = this.latencies.filter((each) => each !== undefined).sort((a, b) => a - b);
    const quantile = (q: number) => sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN;
    const { now, attempts, succeeded, failed, busy } = this;
    const queueLength = this.waiting.length - this.firstWaiting;
    this.seconds.push({
      time: now,
      attempts,
      succeeded,
      failed,
      queueLength,
      busy,
      p50: quantile(0.5),
      p95: quantile(0.95),
      p99: quantile(0.99),
    });
    this.schedule(now + 1_000, 'tick');
  }
}
