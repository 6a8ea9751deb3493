import { duration, integer, LONGEST, type Params, policy, ratio } from '../../param/param.ts';

/** Where a balancer sends requests to replicas that have queues of their own. */
export const OWN = { queues: 'own' } as const;

const group = 'Health checks';

/**
 * What a balancer finds out about its replicas. Defaults of the checks, but for the interval (10 s there), are those of
 * readiness probes in Kubernetes:
 * https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/#configure-probes
 */
export const rotationParams = {
  healthCheckInterval: duration({
    label: 'Checks every',
    help: 'How often the balancer probes its replicas, all at once; a call sent to one that is down fails at once until that is found out. Without checks it knows at once which are up.',
    group,
    where: OWN,
    default: null,
    never: 'Knows at once',
    min: 10,
    max: LONGEST,
    scale: 'log',
  }),
  healthCheckTimeout: duration({
    label: 'Timeout of a check',
    help: 'How long the balancer waits for an answer, at most until the next check.',
    advanced: true,
    group,
    where: OWN,
    default: 1_000,
    min: 1,
    max: LONGEST,
    scale: 'log',
  }),
  unhealthyAfter: integer({
    label: 'Out after failed checks',
    help: 'So many in a row take a replica out of rotation.',
    advanced: true,
    group,
    where: OWN,
    default: 3,
    min: 1,
    max: 100,
    scale: 'log',
  }),
  healthyAfter: integer({
    label: 'In after passed checks',
    help: 'So many in a row bring it back, or a new one in.',
    advanced: true,
    group,
    where: OWN,
    default: 1,
    min: 1,
    max: 100,
    scale: 'log',
  }),
  panicThreshold: ratio({
    label: 'Panic threshold',
    help: 'While less than this share of the replicas is in rotation, be it for checks or for ejections, all are used: better a few errors than too much load for the rest (Envoy: a half). 0: never; then requests wait while none is in.',
    advanced: true,
    group,
    where: OWN,
    default: 0.5,
  }),
  ejection: policy({
    label: 'Outlier ejection',
    help: 'Which replicas the balancer leaves out for a while, by how they answer.',
    group,
    where: OWN,
    seam: 'outlier-ejection',
    default: { kind: 'none' },
  }),
} as const;

export type RotationParams = Params<typeof rotationParams>;
