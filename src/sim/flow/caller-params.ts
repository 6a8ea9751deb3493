import { choice, duration, flag, integer, LONGEST, list, number, type Params, policy, ratio } from '../param/param.ts';
import type { GuardDefinition } from './guard/contract.ts';
import { catalogue as guards } from './guard/index.ts';

/** What can stand around attempts, by id; in the usual order, outermost first. */
const usual: readonly GuardDefinition[] = [...guards].sort((a, b) => a.order - b.order);
const guardNames: Readonly<Record<string, string>> = Object.fromEntries(usual.map(({ id, label }) => [id, label]));

/** Policies that have a state for each calling instance. */
export const OF_EACH_INSTANCE = ['retryBudget', 'circuitBreaker', 'ownLimiter', 'concurrencyLimit', 'hedge'] as const;

/** Those that are no guard's own. */
function ownParams(defaults: { maxAttempts: number; attemptTimeout: number | null }) {
  return {
    retryDelay: policy({
      label: 'Retry delay',
      help: 'How long to wait before trying again.',
      group: 'Retries',
      whenCalling: true,
      seam: 'retry-delay',
      idle: { meters: ['retries'], why: 'nothing is tried again' },
      default: { kind: 'full-jitter' },
    }),
    firstRetry: choice({
      label: 'First retry',
      help: 'Whether the first retry waits, or comes at once whatever the delay. At once suits failures that are over in an instant.',
      group: 'Retries',
      advanced: true,
      whenCalling: true,
      idle: { meters: ['retries'], why: 'nothing is tried again' },
      default: 'waits',
      options: {
        waits: 'Waits like the others',
        'at-once': 'At once; the second waits as a second does (urllib3)',
        'at-once-uncounted': 'At once; the second waits as a first would',
      },
    }),
    maxAttempts: integer({
      label: 'Most attempts',
      help: 'The first attempt included: 1 means no retries, 4 means up to 3.',
      group: 'Retries',
      whenCalling: true,
      idle: {
        enough: { peak: 'attemptsWanted' },
        why: 'nothing needs more than {peak} attempts',
        whyNone: 'no attempt fails that would be tried again',
      },
      default: defaults.maxAttempts,
      min: 1,
      max: 1_000,
      scale: 'log',
    }),
    retryBudget: policy({
      label: 'Retry budget',
      help: 'Whether a retry may be made at all.',
      group: 'Retries',
      whenCalling: true,
      seam: 'retry-budget',
      default: { kind: 'unlimited' },
    }),
    retryTimeouts: flag({
      label: 'Retry after a timeout',
      help: 'A timeout leaves it open whether the work was done; retrying may do it twice.',
      group: 'Retries',
      advanced: true,
      whenCalling: true,
      default: true,
    }),
    whenRejected: choice({
      label: 'When a gate rejects',
      help: 'What a caller makes of a rejection (429) and of the wait it names (Retry-After).',
      group: 'Retries',
      advanced: true,
      whenCalling: true,
      default: 'honours',
      options: {
        'gives-up': 'Gives up',
        ignores: 'Retries as after an error, ignoring Retry-After',
        honours: 'Waits at least as long as Retry-After says',
        'honours-briefly': 'Waits as long as Retry-After says, but at most 5 s beyond its own delay (AWS SDKs, 2026)',
        'honours-and-spreads': 'Waits as long as Retry-After says, and its own delay on top',
      },
    }),
    rejectedFactor: number({
      label: 'Delay after a rejection',
      help: 'How many times as long its own delay is after a rejection (429), even beyond the cap.',
      group: 'Retries',
      advanced: true,
      whenCalling: true,
      unit: '×',
      idle: { meters: ['errors.rejected'], why: 'no gate rejects anything' },
      default: 1,
      min: 0,
      max: 1_000,
      scale: 'log',
    }),
    ownLimiter: policy({
      label: 'Own rate limit',
      help: 'A limit the caller sets itself, for each of its processes: calls wait until it lets them go.',
      group: 'Own rate limit',
      whenCalling: true,
      advanced: true,
      seam: 'rate-limiter',
      default: { kind: 'none' },
    }),
    concurrencyLimit: policy({
      label: 'Concurrency limit',
      help: 'How many of its calls may be out at a time, for each of its processes and wires (a bulkhead). Others wait until one has ended.',
      group: 'Concurrency limit',
      whenCalling: true,
      advanced: true,
      seam: 'rate-limiter',
      default: { kind: 'none' },
    }),
    longestHold: duration({
      label: 'Longest wait for a limit',
      help: 'How long a call waits for one of its own limits at most, before it is refused.',
      group: 'Concurrency limit',
      advanced: true,
      whenCalling: true,
      default: null,
      never: 'As long as it takes',
      min: 0,
      max: LONGEST,
      scale: 'log',
    }),
    hedge: policy({
      label: 'Hedge',
      help: 'When a second copy of an attempt that takes long is sent; the first answer counts.',
      group: 'Hedging',
      whenCalling: true,
      advanced: true,
      seam: 'hedge',
      default: { kind: 'none' },
    }),
    mostHedges: integer({
      label: 'Most hedges',
      help: 'How many there are at most beside an attempt; retries are counted apart.',
      group: 'Hedging',
      whenCalling: true,
      advanced: true,
      default: 1,
      min: 1,
      max: 20,
    }),
    hedgeShare: ratio({
      label: 'Hedge budget',
      help: 'Hedges per other attempt that are allowed in the long run; up to ten are saved up. A full share allows all.',
      group: 'Hedging',
      whenCalling: true,
      advanced: true,
      default: 1,
    }),
    hedgeLosers: choice({
      label: 'When one has won',
      help: 'What becomes of the other attempts: their work is taken back, as far as the service heeds that, or goes on for nothing.',
      group: 'Hedging',
      whenCalling: true,
      advanced: true,
      default: 'cancelled',
      options: { cancelled: 'The others are cancelled', 'run-on': 'The others run on' },
    }),
    fallback: policy({
      label: 'Fallback',
      help: 'What is answered instead when nothing helped. Such an answer is degraded: no goodput.',
      group: 'Fallback',
      whenCalling: true,
      advanced: true,
      seam: 'fallback',
      default: { kind: 'none' },
    }),
    guards: list({
      label: 'Order of guards',
      help: 'What stands around an attempt, outermost first. What stands outside of the retries is asked once an operation, what stands inside once an attempt; what is left out does nothing.',
      group: 'Order',
      whenCalling: true,
      advanced: true,
      wholeRun: true,
      item: { type: 'choice', default: 'retry', options: guardNames },
      default: Object.keys(guardNames),
      most: Object.keys(guardNames).length,
      distinct: true,
    }),
    guardScope: choice({
      label: 'State of guards',
      help: 'What a breaker, a limit and a budget keep one state for; where that is more than a wire, the component’s own settings hold for them.',
      group: 'Order',
      whenCalling: true,
      advanced: true,
      wholeRun: true,
      default: 'wire',
      options: { wire: 'Each process and wire', process: 'Each process', component: 'The whole component' },
    }),
    circuitBreaker: policy({
      label: 'Circuit breaker',
      help: 'Stops calling while calls mostly fail.',
      group: 'Circuit breaker',
      whenCalling: true,
      seam: 'circuit-breaker',
      default: { kind: 'none' },
    }),
    retryRefused: flag({
      label: 'Retry what the breaker refuses',
      help: 'Whether a refusal by an open breaker is retried like an error, or ends the request at once.',
      group: 'Circuit breaker',
      advanced: true,
      whenCalling: true,
      default: false,
    }),
    attemptTimeout: duration({
      label: 'Attempt timeout',
      help: 'How long one attempt is waited for.',
      group: 'Timeouts',
      idle: {
        enough: { peak: 'attemptTime' },
        unread: ['deadline'],
        why: 'no attempt takes longer than {peak}',
        whyNone: 'every answer comes at once',
      },
      whenCalling: true,
      default: defaults.attemptTimeout,
      never: 'No timeout',
      min: 1,
      max: LONGEST,
      scale: 'log',
    }),
    attemptTimerStarts: choice({
      label: 'Attempt timer starts',
      help: 'When the attempt is sent, or only when the service begins to work on it.',
      group: 'Timeouts',
      advanced: true,
      whenCalling: true,
      default: 'send',
      options: { send: 'When sent', service: 'When service begins' },
    }),
    deadline: duration({
      label: 'Overall deadline',
      help: 'How long the caller waits in all, retries and their delays included; at the deadline it gives up.',
      group: 'Timeouts',
      whenCalling: true,
      default: null,
      never: 'No deadline',
      min: 1,
      max: LONGEST,
      scale: 'log',
    }),
    deadlineTravels: flag({
      label: 'Deadline travels downstream',
      help: 'Whether calls made on behalf of a caller that waits only so long wait no longer either.',
      group: 'Timeouts',
      advanced: true,
      whenCalling: true,
      default: false,
    }),
    lateAnswerRescues: flag({
      label: 'A late answer rescues',
      help: 'Whether a success that comes after its attempt timed out still ends the request, while a retry is waiting or out.',
      group: 'Timeouts',
      advanced: true,
      whenCalling: true,
      default: false,
    }),
    networkDelay: policy({
      label: 'Network delay',
      // an hour each way: what is sent meanwhile is not heard of again
      breaks: { to: { kind: 'constant', value: 3_600_000 }, label: 'Cut the network' },
      help: 'One way: each attempt, each answer and each cancellation takes this long.',
      group: 'Network',
      whenCalling: true,
      seam: 'distribution',
      default: { kind: 'constant', value: 0 },
    }),
  } as const;
}

/** The parameters of everything that calls; what guards have of their own is known to them alone. */
export function callerParams(defaults: { maxAttempts: number; attemptTimeout: number | null }) {
  const all = ownParams(defaults);
  for (const { id, params = {} } of usual)
    for (const name of Object.keys(params)) {
      if (name in all) throw new Error(`the guard ${id} has a parameter ${name}, and so has a caller already`);
      Object.assign(all, { [name]: params[name] });
    }
  return all;
}

export type CallerParams = Params<ReturnType<typeof callerParams>>;

export const callerScopes = {
  ...(Object.assign({}, ...usual.map(({ scopes }) => scopes)) as Record<never, never>),
  retryDelay: 'operation',
  retryBudget: 'instance and wire',
  circuitBreaker: 'instance and wire',
  ownLimiter: 'instance and wire',
  concurrencyLimit: 'instance and wire',
  hedge: 'instance and wire',
  fallback: 'nothing',
  networkDelay: 'nothing',
} as const;
