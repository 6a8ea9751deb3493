import { defineAutoscaling, duration, integer } from '../../policy/autoscaling/contract.ts';

/** As many replicas as there are waiting and busy places, within bounds. */
export const template = defineAutoscaling({
  id: 'template',
  title: 'Mine',
  summary: 'A replica for so much work.',
  sources: [],
  params: {
    interval: duration({ label: 'Looks every', help: 'How often it decides.', default: 5_000, min: 100, max: 3_600_000, scale: 'log' }),
    perReplica: integer({ label: 'Work per replica', help: 'Waiting and in service.', default: 10, min: 1, max: 10_000, scale: 'log' }),
    most: integer({ label: 'Most replicas', help: 'Never more than this.', default: 20, min: 1, max: 1_000, scale: 'log' }),
  },
  interval: ({ interval }) => interval,
  start: () => ({}),
  plan: (_state, { perReplica, most }, _now, { backlog, busy }) => Math.min(most, Math.max(1, Math.ceil((backlog + busy) / perReplica))),
});
