import {
  admitProbed,
  advance,
  BAD,
  CLOSED,
  choice,
  closedProbedCircuit,
  concerns,
  defineCircuitBreaker,
  duration,
  integer,
  judgeProbe,
  LONGEST,
  look,
  markOf,
  note,
  OPEN,
  type OutcomeSlices,
  openingExamples,
  openingParams,
  outcomeSlices,
  type ProbedCircuit,
  type SliceRule,
  shareParams,
  tooMany,
  turn,
} from './contract.ts';

interface Recent extends ProbedCircuit {
  slices: OutcomeSlices;
}

interface Window {
  span: number;
  slices: number;
  sliceRule: SliceRule;
}

const emptyWindow = ({ span, slices, sliceRule }: Window, now: number) => outcomeSlices(span, slices, sliceRule, now);

const isAnother = ({ span, began, rule }: OutcomeSlices, params: Window) =>
  span !== params.span || began.length !== params.slices || rule !== params.sliceRule;

function remember(slices: OutcomeSlices, mark: number, now: number): void {
  advance(slices, now);
  note(slices, mark & BAD, mark >> 1);
}

/**
 * Opens when the share of failures among the outcomes of the last seconds passes a threshold, once there are enough of
 * them. The span is cut into slices, and a slice leaves as a whole, so an outcome counts for the span or up to a slice
 * less. Slow attempts, where there is a limit, have a share and a threshold of their own.
 *
 * When slices begin and leave is a parameter. One after the other without gaps is resilience4j's TIME_BASED (slices of
 * a second) and Hystrix (ten of a second). In Polly (ten slices) a slice begins with the first outcome after the last
 * one ended. So it does in cockatiel's SamplingBreaker, where the oldest slice leaves only when a new one begins: there
 * a pause, however long, makes no outcome older. Slices without gaps are counted from when the breaker was made or last
 * closed; resilience4j's are the seconds of the clock. Another span, number of slices or rule starts an empty window.
 */
export const failureRatioOverTime = defineCircuitBreaker({
  id: 'failure-ratio-over-time',
  title: 'Failure ratio over time',
  summary: 'Opens when too large a share of the calls of the last seconds failed.',
  sources: [
    { title: 'resilience4j, CircuitBreaker: time-based sliding window', url: 'https://resilience4j.readme.io/docs/circuitbreaker' },
    { title: 'Polly, Circuit breaker: sampling duration', url: 'https://www.pollydocs.org/strategies/circuit-breaker' },
    { title: 'Hystrix, How it works', url: 'https://github.com/Netflix/Hystrix/wiki/How-it-Works' },
    { title: 'cockatiel, SamplingBreaker', url: 'https://github.com/connor4312/cockatiel#samplingbreaker' },
  ],
  params: {
    ...shareParams,
    span: duration({
      label: 'Window',
      help: 'How far back outcomes count.',
      default: 10_000,
      min: 1,
      max: LONGEST,
      scale: 'log',
    }),
    slices: integer({
      label: 'Slices',
      advanced: true,
      help: 'How many parts the window consists of. The oldest leaves as a whole.',
      default: 10,
      min: 1,
      max: 3_600,
      scale: 'log',
    }),
    sliceRule: choice({
      label: 'A slice begins',
      advanced: true,
      help: 'When a new slice begins and the oldest leaves. It matters where calls are rare.',
      default: 'in-turn',
      options: {
        'in-turn': 'As soon as the last one ends (resilience4j, Hystrix)',
        'on-demand': 'With the first outcome after the last one ended (Polly)',
        'one-by-one': 'As in Polly, and only then does the oldest leave (cockatiel)',
      },
    }),
    minimum: integer({
      label: 'Minimum calls',
      help: 'It never opens on fewer outcomes in the window than this.',
      unit: 'calls',
      default: 10,
      min: 1,
      max: 10_000,
      scale: 'log',
    }),
    ...openingParams,
  },
  examples: [
    ...openingExamples,
    {
      threshold: 0.5,
      compare: 'above',
      span: 5_000,
      slices: 5,
      sliceRule: 'one-by-one',
      minimum: 5,
      judged: 'failure',
      keepsProbe: true,
      openTime: 500,
    },
    { threshold: 0.1, span: 30_000, sliceRule: 'on-demand', minimum: 100, judged: 'failure' },
    { threshold: 1, slowThreshold: 0.5, span: 2_000, slices: 3, minimum: 5, openTime: 500, slowAfter: 20 },
    { threshold: 1, compare: 'above' },
  ],
  promises: ({ threshold, compare }) =>
    threshold === 1 && compare === 'above' ? ['never-refuses'] : ['opens-when-all-fails', 'probes-and-recovers'],
  start: (params, now): Recent => ({ ...closedProbedCircuit(now), slices: emptyWindow(params, now) }),
  decide: (recent, params, now) => admitProbed(recent, params, now),
  learn(recent, params, now, ticket, seen, took) {
    if (!concerns(recent, params, ticket, seen)) return;
    const mark = markOf(seen, took, params);
    if (recent.phase === CLOSED) {
      if (isAnother(recent.slices, params)) recent.slices = emptyWindow(params, now);
      const { slices } = recent;
      remember(slices, mark, now);
      if (mark === 0 && params.judged === 'failure') return;
      if (slices.total.count >= params.minimum && tooMany(slices.total, params)) turn(recent, OPEN, now);
    } else if (judgeProbe(recent, params, now, mark)) {
      recent.slices = emptyWindow(params, now);
      if (params.keepsProbe) remember(recent.slices, mark, now);
    }
  },
  look: (recent, params, now) => look(recent, params, now),
  phase: (recent) => recent.phase,
});
