import { NEVER } from '../kernel/time.ts';
import { withFile } from './file-at-hand.ts';
import { defineLaws, type Subject } from './law.ts';
import { said, type Trial } from './trial.ts';

const SECOND = 1_000_000;
/** What a right sampler misses once in 150,000 tries, in standard deviations. */
const LIMIT = 4.5;

/** Births up to a moment [µs], while nobody is answered; how many. @param most after which it ends */
function births({ policy, params }: Subject<'arrival'>, trial: Trial, until: number, most: number, each: (at: number) => void): number {
  const state = policy.start(params, trial.now, trial.draws, withFile(params).recordings);
  for (let count = 0; ; count++) {
    const due = policy.due(state, params, trial.now);
    if (!(due <= until) || count === most) return count;
    trial.must('forward', due >= trial.now, 'due', () => `is due at ${said(due)} µs, and the one before was born at ${said(trial.now)} µs`);
    trial.step(due - trial.now);
    each(trial.now);
    policy.born(state, params, trial.now, trial.draws);
  }
}

export const laws = defineLaws('arrival', {
  words: { tries: 'runs', step: 'request', steps: 'requests' },
  experiments: [
    {
      laws: {
        forward: 'Never has a request born before the one before it',
        asking: 'Says the same of when the next is due until it is born',
        settling: 'Is due at the same time after time was settled, when nothing has changed',
      },
      play({ policy, params: given }, trial) {
        const { chance } = trial;
        const { values: params, recordings } = withFile(given);
        const state = policy.start(params, 0, trial.draws, recordings);
        for (let i = 0; i < 300; i++) {
          const due = policy.due(state, params, trial.now);
          const again = policy.due(state, params, trial.now);
          trial.must('asking', due === again, 'due', () => `is due at ${said(due)} µs, and asked again at ${said(again)} µs`);
          if (due === NEVER) {
            if (!policy.ended || i > 200) return;
            trial.step(chance.below(SECOND));
            policy.ended(state, params, trial.now, trial.draws);
            continue;
          }
          trial.must(
            'forward',
            due >= trial.now || i === 0,
            'due',
            () => `is due at ${said(due)} µs, and it is ${said(trial.now)} µs already`,
          );
          const between = trial.now + chance.below(Math.min(2_147_483_647, Math.max(1, due - trial.now)));
          if (chance.happens(0.2)) {
            policy.settle(state, params, between);
            const settled = policy.due(state, params, between);
            // rounded once more
            trial.must(
              'settling',
              Math.abs(settled - due) <= 1 + due / 1e12,
              'settle',
              () => `is due at ${said(settled)} µs after it, and at ${said(due)} µs before`,
            );
          }
          trial.step(policy.due(state, params, trial.now) - trial.now);
          policy.born(state, params, trial.now, trial.draws);
        }
      },
    },
    {
      promise: 'keeps-its-rate',
      tries: 1,
      laws: { 'keeps-its-rate': 'Sends as many requests as its rate says, in the long run' },
      play(subject, trial) {
        const rate = subject.policy.rate(subject.params);
        // from when every profile has come to its end or to a cycle, and for many cycles
        const [from, to] = [100 * SECOND, 300 * SECOND];
        let count = 0;
        births(subject, trial, to, 1_000_000, (at) => {
          if (at > from) count++;
        });
        const expected = rate * 200;
        const off = Math.abs(count - expected);
        trial.must(
          'keeps-its-rate',
          off <= LIMIT * Math.sqrt(expected) + 1,
          'rate',
          () => `sends ${said(count)} requests in 200 s, and its rate says ${said(Math.round(expected))}`,
        );
      },
    },
    {
      promise: 'varies-about-its-rate',
      tries: 1,
      laws: {
        'varies-about-its-rate': 'Sends as many requests as its rate says, in the long run, and varies more than independent users do',
      },
      play(subject, trial) {
        const rate = subject.policy.rate(subject.params);
        // spans that are long beside what it varies by, after it has begun
        const from = 100 * SECOND;
        const width = 10 * SECOND;
        const spans = Math.floor(Math.max(40, Math.min(2_000, 80_000 / rate)));
        const counts = new Float64Array(spans);
        births(subject, trial, from + spans * width - 1, 2_000_000, (at) => {
          if (at >= from) counts[Math.floor((at - from) / width)]++;
        });
        const mean = counts.reduce((sum, count) => sum + count, 0) / spans;
        const variance = counts.reduce((sum, count) => sum + (count - mean) * (count - mean), 0) / spans;
        // one span may go on as the one before it ended: what two neighbours share counts twice
        let shared = 0;
        for (let i = 1; i < spans; i++) shared += ((counts[i] - mean) * (counts[i - 1] - mean)) / spans;
        const error = Math.sqrt((variance + 2 * Math.max(0, shared)) / spans);
        const must = (holds: boolean, found: () => string) => trial.must('varies-about-its-rate', holds, 'rate', found);
        const [sent, expected] = [Math.round(mean * spans), Math.round((rate * spans * width) / SECOND)];
        must(
          Math.abs(mean - (rate * width) / SECOND) <= LIMIT * error,
          () => `sends ${said(sent)} requests in ${said((spans * width) / SECOND)} s, and its rate says ${said(expected)}`,
        );
        must(
          variance / mean - 1 > LIMIT * Math.sqrt(2 / spans),
          () => `has counts whose variance is ${said(Number((variance / mean).toPrecision(3)))} times their mean, and independent users 1`,
        );
      },
    },
    {
      promise: 'comes-to-an-end',
      tries: 1,
      laws: { 'comes-to-an-end': 'Sends as many requests as it says, and none after' },
      play(subject, trial) {
        const { requests } = subject.params as { requests: number };
        // whatever has a time comes
        const sent = births(subject, trial, Number.MAX_VALUE, 2 * requests + 10, () => {});
        trial.must('comes-to-an-end', sent === requests, 'due', () => `sends ${said(sent)} requests, and says ${said(requests)}`);
        const rate = subject.policy.rate(subject.params);
        trial.must('comes-to-an-end', rate === 0, 'rate', () => `says a rate of ${said(rate)} in the long run`);
      },
    },
    {
      promise: 'waits-for-answers',
      tries: 1,
      laws: { 'waits-for-answers': 'Has no more requests without an answer than it has users' },
      play(subject, trial) {
        const { policy, params } = subject;
        const { users } = params as { users: number };
        const must = (holds: boolean, method: string, found: () => string) => trial.must('waits-for-answers', holds, method, found);
        const sent = births(subject, trial, 3_600 * SECOND, 2 * users + 10, () => {});
        must(sent === users, 'due', () => `sends ${said(sent)} requests with ${said(users)} users, and nobody was answered`);
        const state = policy.start(params, trial.now, trial.draws, withFile(params).recordings);
        const send = () => {
          const due = policy.due(state, params, trial.now);
          must(due < NEVER, 'due', () => 'sends nothing although a user is free');
          trial.step(Math.max(0, due - trial.now));
          policy.born(state, params, trial.now, trial.draws);
        };
        for (let user = 0; user < users; user++) send();
        for (let answer = 0; answer < 20; answer++) {
          must(policy.due(state, params, trial.now) === NEVER, 'due', () => 'sends a request although every user waits for an answer');
          policy.ended?.(state, params, trial.now, trial.draws);
          send();
        }
      },
    },
    {
      promise: 'leaves-nothing-to-chance',
      tries: 1,
      laws: { 'leaves-nothing-to-chance': 'Draws nothing: two streams make the same arrivals' },
      play({ policy, params }, trial) {
        const state = policy.start(params, 0, trial.draws, withFile(params).recordings);
        for (let i = 0; i < 100; i++) {
          trial.step(Math.max(0, policy.due(state, params, trial.now) - trial.now));
          policy.born(state, params, trial.now, trial.draws);
        }
        trial.must('leaves-nothing-to-chance', trial.draws.words === 0, 'born', () => `draws ${said(trial.draws.words)} times`);
      },
    },
  ],
});
