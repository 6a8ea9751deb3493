import { Stream } from '../../../../src/sim/kernel/chance.ts';
import { type Eviction, HIT, NEWCOMER, NOTHING, type Room } from '../../../../src/sim/policy/eviction/contract.ts';
import { chosen } from '../../../chosen.ts';

interface Document {
  kind: string;
  [param: string]: unknown;
}

interface Items {
  /** Of A, B, C and so on. */
  sizes?: readonly number[];
  costs?: readonly number[];
}

const keyOf = (letter: string) => letter.charCodeAt(0) - 65;
const letterOf = (key: number) => String.fromCharCode(key + 65);
const lettersOf = (keys: readonly number[]) => keys.map(letterOf).join('');

/** A cache of letters, asked for one a millisecond. */
export class Desk {
  readonly room: Room;
  readonly eviction: Eviction;
  /** Those at work: a change takes effect. */
  readonly params: object;
  /** Who has left, in order. */
  victims = '';
  private readonly residents = new Set<number>();

  constructor(document: Document, capacity: number, { sizes, costs }: Items = {}) {
    this.room = {
      capacity,
      keys: 26,
      sizes: sizes ? Float64Array.from({ length: 26 }, (_, key) => sizes[key] ?? 1) : null,
      costs: costs ? Float64Array.from({ length: 26 }, (_, key) => costs[key] ?? 1) : null,
      clock: new Float64Array(1),
      chance: new Stream(1, 'desk', 'eviction'),
    };
    const { policy, params } = chosen('eviction', document);
    this.params = params;
    this.eviction = policy.start(params, this.room);
  }

  /** Asks for one after the other; + for every hit and − for every miss. */
  ask(letters: string): string {
    return Array.from(letters, (letter) => {
      this.room.clock[0] += 1_000;
      const key = keyOf(letter);
      if (this.eviction.lookUp(key) === HIT) {
        this.letGo();
        return '+';
      }
      if (this.makeRoom(key)) {
        this.eviction.admit(key);
        this.residents.add(key);
      }
      return '-';
    }).join('');
  }

  hits(letters: string): number {
    return Array.from(this.ask(letters)).filter((answer) => answer === '+').length;
  }

  wait(ms: number): void {
    this.room.clock[0] += ms * 1_000;
  }

  remove(letter: string): void {
    this.eviction.remove(keyOf(letter));
    this.residents.delete(keyOf(letter));
  }

  /** What is on each shelf, in its order; ghosts in small letters. */
  get shelves(): string[] {
    return this.eviction.shelves().map(({ keys, ghost }) => (ghost ? lettersOf(keys).toLowerCase() : lettersOf(keys)));
  }

  /** What is known of a letter that is in the cache. */
  mark(letter: string): number {
    for (const { keys, marks, ghost } of this.eviction.shelves())
      if (!ghost && keys.includes(keyOf(letter))) return marks![keys.indexOf(keyOf(letter))];
    throw new Error(`${letter} is not there`);
  }

  private letGo(): void {
    const { eviction } = this;
    for (let victim = eviction.letGo?.() ?? NOTHING; victim !== NOTHING; victim = eviction.letGo!()) this.leaves(victim);
  }

  private leaves(victim: number): void {
    this.victims += letterOf(victim);
    this.residents.delete(victim);
  }

  private makeRoom(key: number): boolean {
    const size = (each: number) => (this.room.sizes === null ? 1 : this.room.sizes[each]);
    const level = () => [...this.residents].reduce((sum, each) => sum + size(each), 0);
    while (level() + size(key) > this.room.capacity) {
      const victim = this.eviction.evict(key);
      if (victim === NEWCOMER) return false;
      this.leaves(victim);
    }
    return true;
  }
}
