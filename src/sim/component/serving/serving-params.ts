import { type CallerParams, OF_EACH_INSTANCE } from '../../flow/caller-params.ts';
import { choice, duration, flag, integer, LONGEST, type Params, policy } from '../../param/param.ts';
import { replicaParams, replicaScopes } from '../../replica/replica-params.ts';
import { OWN, rotationParams } from './rotation-params.ts';

/** Nothing but whether there is a free server depends on how many there are. */
const NEVER_FULL = {
  meters: ['deaths'],
  where: { queues: 'shared', fault: ['none', 'error-ratio', 'slow', 'hang', 'fail-fast'], 'fault.share': 1 },
  policies: ['replicaFault', 'autoscaling', ...OF_EACH_INSTANCE],
  unread: ['process'],
  unseen: ['utilisation', 'servers', 'replicas'],
} as const;

export const servingParams = {
  replicas: integer({
    label: 'Replicas',
    help: 'Machines that share one queue, where no autoscaler decides how many; a fault can strike some of them. Fewer than before: those with the highest numbers go.',
    group: 'Capacity',
    idle: {
      ...NEVER_FULL,
      enough: { peak: 'busy', times: ['servers'], bounded: ['waitingTime.mean', 'queueLength', 'shed'] },
      why: 'never are more than {peak} servers busy at once',
    },
    default: 1,
    min: 1,
    max: 1_000,
    scale: 'log',
  }),
  grace: duration({
    label: 'Grace',
    help: 'How long replicas that are no longer wanted may finish what they are doing; what they have not finished by then is lost, an error for its caller.',
    advanced: true,
    group: 'Capacity',
    default: null,
    never: 'As long as it takes',
    min: 0,
    max: LONGEST,
    scale: 'log',
  }),
  servers: integer({
    label: 'Servers per replica',
    help: 'How many requests a replica works on at once (threads, workers, cores).',
    group: 'Capacity',
    idle: {
      ...NEVER_FULL,
      enough: { peak: 'busy', times: ['replicas'], bounded: ['waitingTime.mean', 'queueLength', 'shed'] },
      why: 'never are more than {peak} busy at once',
    },
    default: 10,
    min: 1,
    max: 10_000,
    scale: 'log',
  }),
  serviceTime: policy({
    label: 'Service time',
    help: 'How long a server works on one attempt, waiting excluded.',
    group: 'Capacity',
    seam: 'distribution',
    default: { kind: 'exponential' },
  }),
  serviceTimeDrawn: choice({
    label: 'Service time is drawn',
    help: 'Whether a retry draws anew, or a request is as much work at every attempt.',
    advanced: true,
    group: 'Capacity',
    default: 'attempt',
    options: { attempt: 'For each attempt', request: 'Once per request' },
  }),
  queueDiscipline: policy({
    label: 'Queue discipline',
    help: 'Who is served next.',
    group: 'Queue',
    seam: 'queue-discipline',
    default: { kind: 'fifo' },
  }),
  loadShedding: policy({
    label: 'Load shedding',
    help: 'Whether a newcomer that cannot be served at once may wait.',
    group: 'Queue',
    seam: 'load-shedding',
    default: { kind: 'none' },
  }),
  whenCallerLeaves: choice({
    label: 'When a caller leaves',
    help: 'What a timeout of the caller does to the work.',
    group: 'Queue',
    default: 'keep-working',
    options: {
      'keep-working': 'Nothing: the work is done for nobody',
      'drop-if-queued': 'Dropped, if it still waits',
      cancel: 'Cancelled everywhere, downstream too',
    },
  }),
  queues: choice({
    label: 'Queues',
    help: 'Whether all replicas take from one queue, or each has its own and a balancer sends every request to one of them.',
    group: 'Queue',
    default: 'shared',
    options: { shared: 'One for all', own: 'One a replica' },
    wholeRun: true,
  }),
  balancer: policy({
    label: 'Balancer',
    help: 'Which replica a request is sent to, where each has a queue of its own.',
    group: 'Queue',
    where: OWN,
    seam: 'balancer',
    default: { kind: 'round-robin' },
  }),
  viewDelay: duration({
    label: 'Age of the view',
    help: 'How old what the balancer knows may become before it looks anew; 0: it always knows how it is.',
    advanced: true,
    group: 'Queue',
    where: OWN,
    default: 0,
    min: 0,
    max: LONGEST,
    scale: 'log',
  }),
  ...rotationParams,
  fault: policy({ label: 'Fault', help: 'What is wrong with it.', group: 'Fault', seam: 'fault', default: { kind: 'none' } }),
  ...replicaParams,
  idempotencyKeys: flag({
    label: 'Idempotency keys',
    help: 'Whether the result of a request is kept under its key: an attempt that comes when another has done the work is answered from it at once, without work and without a second side effect. Of two at work at the same time the second does its work, and then takes the result of the first.',
    group: 'Effects',
    default: false,
  }),
  whileCalling: choice({
    label: 'While it waits for others',
    help: 'Whether a server stays taken while a downstream call is out (a thread per request) or serves others (asynchronous).',
    group: 'Downstream',
    whenCalling: true,
    default: 'holds-server',
    options: { 'holds-server': 'Holds its server', 'frees-server': 'Frees its server' },
  }),
} as const;

/** What each policy has one state for. */
export const servingScopes = {
  queueDiscipline: 'component',
  loadShedding: 'component',
  balancer: 'component',
  ejection: 'component',
  fault: 'nothing',
  serviceTime: 'nothing',
  ...replicaScopes,
} as const;

type All = Params<typeof servingParams> & CallerParams;
/** What every one of its kind is told; who calls nobody leaves out what is about calling. */
export type ServingParams = Omit<All, 'whileCalling'> & Partial<Pick<All, 'whileCalling'>>;
