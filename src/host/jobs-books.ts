import type { World } from '../sim/world/world.ts';
import type { Book, Missing, MissingCause } from './jobs.ts';

const GAUGES = ['expected', 'once', 'repeated', 'extra', 'missing'] as const;
/** Ends of a job that leave a wish undone and are not in the log of deaths. */
const UNDONE = ['dropped', 'superseded', 'displaced', 'lost'] as const satisfies readonly MissingCause[];
/** Half a µs [ms]: a moment told in ms is the same as one in µs. */
const NEAR = 0.0005;
/** Wishes that are listed, by queue. */
const MOST_MISSED = 5_000;

/** The account of one queue while the run goes on. */
class OpenBook {
  readonly at: number[] = [];
  readonly columns: number[][] = GAUGES.map(() => []);
  readonly missed: Missing[] = [];
  private readonly stillMissing = new Map<number, Missing>();
  private readonly standing = GAUGES.map(() => 0);
  private readonly undone = UNDONE.map(() => 0);
  /** The request whose job was the last to end undone, and how. */
  private readonly ended: { request: number; cause: MissingCause } = { request: -1, cause: 'acknowledged' };

  constructor(
    private readonly world: World,
    readonly queue: number,
  ) {}

  /** What was entered for a request at a moment [ms]. */
  look(request: number, at: number): void {
    const { world, queue, standing } = this;
    const recorder = world.recorders[queue];
    const missing = standing[4];
    let moved = false;
    for (let g = 0; g < GAUGES.length; g++) {
      const level = recorder.standing(GAUGES[g]);
      if (level === standing[g]) continue;
      standing[g] = level;
      moved = true;
    }
    if (moved) this.write(at);
    if (standing[4] > missing) this.begin(request, at);
    else if (standing[4] < missing) this.end(request, at);
  }

  /** A fact about a request: it may be why its wish is missing from here on. */
  note(request: number): void {
    const { undone } = this;
    const recorder = this.world.recorders[this.queue];
    for (let u = 0; u < UNDONE.length; u++) {
      const total = recorder.total(UNDONE[u]);
      if (total === undone[u]) continue;
      undone[u] = total;
      this.ended.request = request;
      this.ended.cause = UNDONE[u];
    }
  }

  close(): Book {
    const [expected, once, repeated, extra, missing] = this.columns.map((column) => Int32Array.from(column));
    return { queue: this.queue, at: Float64Array.from(this.at), expected, once, repeated, extra, missing, missed: this.missed };
  }

  private write(at: number): void {
    const again = this.at.at(-1) === at;
    const row = again ? this.at.length - 1 : this.at.length;
    this.at[row] = at;
    for (let g = 0; g < GAUGES.length; g++) this.columns[g][row] = this.standing[g];
  }

  private begin(request: number, at: number): void {
    if (this.missed.length >= MOST_MISSED) return;
    const { world, queue, ended } = this;
    const death = world.observed.jobs?.deaths.at(-1);
    const died = death?.request === request && death.component === queue && Math.abs(death.at / 1_000 - at) < NEAR;
    const cause: MissingCause = died ? 'dead' : ended.request === request ? ended.cause : 'acknowledged';
    const entry: Missing = { request, at, until: Number.POSITIVE_INFINITY, cause };
    this.missed.push(entry);
    this.stillMissing.set(request, entry);
  }

  private end(request: number, at: number): void {
    const entry = this.stillMissing.get(request);
    if (!entry) return;
    entry.until = at;
    this.stillMissing.delete(request);
  }
}

/**
 * Keeps the books of a world's queues exactly, entry by entry. Given to it as the requests whose stories it keeps, it is
 * asked at every fact whether that request is one of them: none is, and what stands differently since the fact before was
 * moved by that one.
 */
export class Books extends Set<number> {
  private books: readonly OpenBook[] = [];
  private world: World | null = null;
  private request = -1;
  private at = 0;

  follow(world: World): void {
    this.world = world;
    const { ids, blueprint } = world;
    this.books = ids.flatMap((id, i) => (blueprint.components[id].kind === 'job-queue' ? [new OpenBook(world, i)] : []));
  }

  override has(request: number): boolean {
    const now = this.world?.now ?? 0;
    if (request !== this.request || now !== this.at) {
      this.look();
      this.request = request;
      this.at = now;
    }
    for (const book of this.books) book.note(request);
    return false;
  }

  /** The run has ended. */
  close(): readonly Book[] {
    this.look();
    return this.books.map((book) => book.close());
  }

  private look(): void {
    for (const book of this.books) book.look(this.request, this.at);
  }
}
