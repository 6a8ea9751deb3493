import { duration, policy } from '../param/param.ts';

/** How the replicas of whatever takes calls come and go. */
export const replicaParams = {
  startUpTime: duration({
    label: 'Start-up takes',
    help: 'How long a new replica needs before calls go to it.',
    group: 'Replicas',
    advanced: true,
    default: 0,
    min: 0,
    max: 3_600_000,
    scale: 'log',
  }),
  restartTime: duration({
    label: 'Restart takes',
    help: 'How long a replica that died is away.',
    group: 'Replicas',
    advanced: true,
    default: 5_000,
    min: 0,
    max: 3_600_000,
    scale: 'log',
  }),
  replicaFault: policy({
    label: 'Replica fault',
    help: 'What makes single replicas die or stand still, by themselves; what a job does to its worker does nothing here.',
    group: 'Replicas',
    advanced: true,
    seam: 'worker-fault',
    default: { kind: 'none' },
  }),
} as const;
