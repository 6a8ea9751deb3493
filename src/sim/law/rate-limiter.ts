import { NEVER } from '../kernel/time.ts';
import { type Ask, PASSES, REFUSED, SECOND } from '../policy/rate-limiter/contract.ts';
import { defineLaws, type Experiment, type Subject } from './law.ts';
import { said, type Trial } from './trial.ts';

/** What rates that are no whole numbers may add up to. */
const DUST = 1e-6;
const COSTS = [1, 1, 1, 1, 2, 3, 5, 0.5, 20, 0];
/** Cells of others before and behind its own. */
const BEFORE = 3;
const BEHIND = 3;

export const one = (more: Partial<Ask> = {}): Ask => ({ cost: 1, tenant: 0, priority: 0, ...more });

/** A key of a limiter as its host uses it. Its cells lie among others, which must stay as they are. */
class Desk {
  readonly column: Float64Array;
  private readonly size: number;
  /** What has passed, and when. */
  readonly passed: { time: number; cost: number }[] = [];
  now = 0;

  constructor(
    readonly subject: Subject<'rate-limiter'>,
    readonly trial: Trial,
  ) {
    this.size = subject.policy.size(subject.params);
    this.column = new Float64Array(BEFORE + this.size + BEHIND).fill(Number.NaN);
    subject.policy.start(subject.params, this.column, BEFORE, 0);
  }

  get cells(): Float64Array {
    return this.column.slice(BEFORE, BEFORE + this.size);
  }

  check(ask: Ask, now = this.now): number {
    return this.subject.policy.check(this.subject.params, this.column, BEFORE, now, ask);
  }

  passes(ask: Ask, now = this.now): boolean {
    return this.check(ask, now) !== REFUSED;
  }

  retryAfter(ask: Ask): number {
    return this.subject.policy.retryAfter(this.subject.params, this.column, BEFORE, this.now, ask);
  }

  nextFree(ask: Ask): number | undefined {
    return this.subject.policy.nextFree?.(this.subject.params, this.column, BEFORE, this.now, ask);
  }

  take(ask: Ask): void {
    this.subject.policy.take(this.subject.params, this.column, BEFORE, this.now, ask);
  }

  release(ask: Ask, latency: number, failed: boolean): void {
    this.subject.policy.release?.(this.subject.params, this.column, BEFORE, this.now, ask, latency, failed);
  }

  asks(ask: Ask): boolean {
    const { policy, params } = this.subject;
    this.trial.step();
    this.trial.now = this.now;
    const answer = this.check(ask);
    if (answer === REFUSED) {
      policy.refuse?.(params, this.column, BEFORE, this.now, ask);
      return false;
    }
    const longest = policy.longestWait?.(params) ?? 0;
    this.trial.must(
      'waits',
      answer <= longest,
      'check',
      () => `has a call wait ${said(answer)} µs, and its longest wait is ${said(longest)} µs`,
    );
    this.take(ask);
    this.passed.push({ time: this.now + answer, cost: ask.cost });
    return true;
  }

  /** That it has touched no cell but its own, and left a number in each of these. */
  tidy(): void {
    const { column, size } = this;
    const others = [...column.subarray(0, BEFORE), ...column.subarray(BEFORE + size)];
    this.trial.must('cells', others.every(Number.isNaN), 'take', () => `writes to a cell that is not its own: it has ${size} from at on`);
    const unset = this.cells.findIndex(Number.isNaN);
    this.trial.must('cells', unset < 0, 'start', () => `leaves cell ${unset} of ${size} without a number`);
  }
}

/** Spans that have to do with the parameters, and µs more and less of them. */
function spansOf(values: object): number[] {
  const spans = [0, 1, 7, 900, 20_000, SECOND];
  for (const [name, value] of Object.entries(values)) {
    if (typeof value === 'object' && value !== null) spans.push(...spansOf((value as { params?: object }).params ?? {}));
    else if (name === 'rate' && value > 0)
      spans.push(Math.floor(SECOND / value), Math.ceil(SECOND / value), Math.ceil((3 * SECOND) / value));
    else if (Number.isInteger(value) && value > 0) spans.push(value - 1, value, value + 1, 2 * value);
  }
  return spans.filter((span) => span < 1e13);
}

/** A stream of calls at random: single ones, bursts, some that end, some that come back when they were told to. */
function play(desk: Desk, steps: number, look: (ask: Ask) => void = () => {}): Desk {
  const { trial } = desk;
  const { chance } = trial;
  const spans = spansOf(desk.subject.params);
  const open: { ask: Ask; since: number }[] = [];
  for (let i = 0; i < steps; i++) {
    const ask = { cost: trial.pick(COSTS), tenant: chance.below(5), priority: chance.below(5) };
    const asks = () => {
      if (desk.asks(ask)) open.push({ ask, since: desk.now });
    };
    const what = chance.below(8);
    if (what < 3) asks();
    else if (what === 3) for (let n = chance.below(12); n > 0; n--) asks();
    else if (what < 6) desk.now += trial.pick(spans);
    else if (what === 6) {
      const wait = desk.retryAfter(ask);
      if (wait < 1e13) desk.now += Math.max(0, wait - chance.below(2));
      asks();
    } else if (open.length > 0) {
      const [{ ask: ended, since }] = open.splice(chance.below(open.length), 1);
      desk.release(ended, desk.now - since, chance.happens(0.3));
    }
    look(ask);
  }
  return desk;
}

const promised = (
  promise: string,
  says: string,
  of: (desk: Desk, must: (holds: boolean, method: string, found: () => string) => void, trial: Trial) => void,
): Experiment<'rate-limiter'> => ({
  promise,
  tries: 10,
  laws: { [promise]: says },
  play(subject, trial) {
    of(new Desk(subject, trial), (holds, method, found) => trial.must(promise, holds, method, found), trial);
  },
});

export const laws = defineLaws('rate-limiter', {
  words: { tries: 'streams', step: 'call', steps: 'calls' },
  experiments: [
    {
      laws: {
        promise: 'Lets no more pass, in any span of time, than it promises',
        waits: 'Has nobody wait for longer than its longest wait',
        cells: 'Touches no cell but its own, and leaves numbers in these',
      },
      play(subject, trial) {
        const desk = play(new Desk(subject, trial), 60);
        desk.tidy();
        const passed = desk.passed.sort((a, b) => a.time - b.time);
        for (let first = 0; first < passed.length; first++) {
          let cost = 0;
          for (let last = first; last < passed.length; last++) {
            cost += passed[last].cost;
            const span = passed[last].time - passed[first].time;
            const most = subject.policy.promise(subject.params, span);
            const sum = cost;
            trial.must(
              'promise',
              sum <= most + DUST,
              'check',
              () => `lets ${said(sum)} pass within ${said(span)} µs, and promises ${said(most)} at the most`,
            );
          }
        }
      },
    },
    {
      laws: {
        'come-back': 'Says 0 when a call would pass now, and only then',
        sooner: 'Lets no call pass sooner than it says to come back',
        exact: 'Lets a call pass when it says to come back, where its hint is exact',
        'none-ends': 'Says when a call passes if no other ends before',
        looking: 'Changes nothing when it is only asked',
      },
      play(subject, trial) {
        const desk = new Desk(subject, trial);
        play(desk, 40, (ask) => {
          const before = desk.cells;
          const wait = desk.retryAfter(ask);
          const passes = desk.passes(ask);
          trial.must(
            'come-back',
            (wait === 0) === passes,
            'retryAfter',
            () => `answers ${said(wait)} µs where the call would ${passes ? '' : 'not '}pass now`,
          );
          if (wait > 0 && subject.policy.hint !== 'none') {
            const sooners = wait === NEVER ? [1, SECOND, 1e10] : [0, Math.floor(wait / 2), wait - 1];
            for (const later of sooners)
              trial.must(
                'sooner',
                !desk.passes(ask, desk.now + later),
                'retryAfter',
                () => `answers ${said(wait)} µs, and ${said(later)} µs are enough`,
              );
            if (wait < NEVER && subject.policy.hint === 'exact')
              for (const later of [0, 1, wait])
                trial.must(
                  'exact',
                  desk.passes(ask, desk.now + wait + later),
                  'retryAfter',
                  () => `answers ${said(wait)} µs, and refuses the call after ${said(wait + later)} µs`,
                );
          }
          const free = desk.nextFree(ask);
          if (wait > 0 && free !== undefined) {
            const found = () => `answers ${said(free)} µs, and the call passes at another moment`;
            const sooners = free === NEVER ? [1, SECOND, 1e10] : [0, Math.floor(free / 2), free - 1];
            for (const later of sooners) trial.must('none-ends', !desk.passes(ask, desk.now + later), 'nextFree', found);
            if (free < NEVER) trial.must('none-ends', desk.passes(ask, desk.now + free), 'nextFree', found);
          }
          const after = desk.cells;
          trial.must(
            'looking',
            before.every((cell, i) => Object.is(cell, after[i])),
            'check',
            () => 'changes a cell in check, retryAfter or nextFree',
          );
        });
      },
    },
    {
      laws: {
        elsewhere: 'Is never made more generous by what passes elsewhere',
        importance: 'Refuses no call where a less important one would pass',
      },
      play(subject, trial) {
        const desk = play(new Desk(subject, trial), 40);
        for (const cost of [0.5, 1, 2, 5]) {
          const passes = [0, 1, 2, 3, 4].map((priority) => desk.passes(one({ cost, priority })));
          const unfair = passes.findIndex((each, i) => !each && passes[i + 1] === true);
          trial.must(
            'importance',
            unfair < 0,
            'check',
            () => `refuses a call of class ${unfair}, and lets one of class ${unfair + 1} pass`,
          );
        }
        const before = [0.5, 1, 2, 5].map((cost) => desk.check(one({ cost })));
        for (let i = 0; i < 3; i++) desk.take(one({ cost: trial.pick(COSTS) }));
        for (const [i, cost] of [0.5, 1, 2, 5].entries()) {
          const now = desk.check(one({ cost }));
          const generous = now !== REFUSED && (before[i] === REFUSED || now < before[i]);
          trial.must(
            'elsewhere',
            !generous,
            'take',
            () => `lets a call of cost ${cost} pass after more has passed elsewhere, and not before`,
          );
        }
      },
    },
    promised('lets-everybody-pass', 'Lets everybody pass at once', (desk, must, trial) => {
      for (let i = 0; i < 300; i++) {
        desk.now += i % 3;
        const ask = one({ cost: trial.pick([0, 1, 1e6]), tenant: i % 4, priority: i % 5 });
        must(desk.check(ask) === PASSES, 'check', () => `answers ${said(desk.check(ask))} for a call of cost ${said(ask.cost)}`);
        desk.asks(ask);
      }
    }),
    promised('exact-window', 'Lets no more than its limit pass in any window', (desk, must) => {
      const { passed, subject } = play(desk, 60);
      const { limit, span } = subject.policy.means!(subject.params)!;
      for (const { time: from } of passed) {
        const cost = passed.reduce((sum, { time, cost: each }) => (time >= from && time < from + span ? sum + each : sum), 0);
        must(cost <= limit, 'check', () => `lets ${said(cost)} pass within ${said(span)} µs, and its limit is ${said(limit)}`);
      }
    }),
    promised('keeps-order', 'Of two calls lets the first to ask pass first', (desk, must) => {
      const { passed } = play(desk, 60);
      // waits are rounded up to whole microseconds
      for (let i = 1; i < passed.length; i++)
        must(
          passed[i].time >= passed[i - 1].time - 1,
          'check',
          () => `lets a call pass ${said(passed[i - 1].time - passed[i].time)} µs before one that asked earlier`,
        );
    }),
    promised('refuses-the-too-dear', 'Refuses a call dearer than all that it ever has, and says so', (desk, must) => {
      const ask = one({ cost: 1e6 });
      must(!play(desk, 20).asks(ask), 'check', () => 'lets a call of cost 1,000,000 pass');
      must(desk.retryAfter(ask) === NEVER, 'retryAfter', () => `answers ${said(desk.retryAfter(ask))} µs for a call of cost 1,000,000`);
    }),
    promised('frees-with-the-end', 'Frees a place when a call ends, and only then', (desk, must) => {
      let admitted = 0;
      while (admitted < 2_000 && desk.asks(one())) admitted++;
      // callers that wait are woken, and do not ask before
      must(desk.nextFree(one()) === NEVER, 'nextFree', () => `does not answer Infinity after ${said(admitted)} calls`);
      for (const later of [1, SECOND, 1e12])
        must(!desk.passes(one(), later), 'check', () => `lets a call pass ${said(later)} µs later, and none has ended`);
      desk.now = SECOND;
      if (admitted === 0) return;
      desk.release(one(), SECOND / 1_000, false);
      must(desk.passes(one()), 'release', () => 'refuses a call after one has ended');
    }),
    promised('treats-all-alike', 'Makes no difference between tenants, nor between classes', (desk, must) => {
      play(desk, 40, ({ cost }) => {
        const answers = [0, 1, 4].flatMap((tenant) => [0, 1, 3].map((priority) => desk.check(one({ cost, tenant, priority }))));
        must(
          new Set(answers).size === 1,
          'check',
          () => `answers ${[...new Set(answers)].map(said).join(' and ')} to calls that differ in tenant and class alone`,
        );
      });
    }),
  ],
});
