import { defineAutoscaling, flag, number, replicasFor, scaled, scalingParams, startScaling, WISH, wantedSoFar } from './contract.ts';

/**
 * A replica for so many jobs or requests that wait: what queues tell most easily. It knows nothing of how long they take:
 * with the same length a queue of long jobs gets too few replicas and one of short jobs too many.
 *
 * As KEDA has it, without the tolerance of the autoscaler below it and with one cool-down for all of scaling down. With
 * the jobs being worked on counted, as its SQS scaler does by default, an empty queue does not end replicas at work.
 */
export const byLength = defineAutoscaling({
  id: 'by-length',
  title: 'By queue length',
  summary: 'One replica for so many waiting jobs or requests, however long they take.',
  sources: [
    { title: 'KEDA, AWS SQS queue: queueLength, scaleOnInFlight', url: 'https://keda.sh/docs/latest/scalers/aws-sqs/' },
    { title: 'KEDA, Scaling deployments', url: 'https://keda.sh/docs/latest/concepts/scaling-deployments/' },
  ],
  params: {
    target: number({
      label: 'Waiting per replica',
      help: 'How many waiting jobs or requests call for one replica.',
      default: 10,
      min: 0.1,
      max: 100_000,
      scale: 'log',
    }),
    countsBusy: flag({
      label: 'Counts what is at work',
      help: 'Whether jobs or requests that are being worked on count like those that wait.',
      default: false,
    }),
    ...scalingParams,
  },
  examples: [
    { least: 0, most: 7, coolDown: 0 },
    { least: 3, most: 1_000, coolDown: 3_600_000 },
    { target: 0.1, countsBusy: true },
  ],
  promises: ['follows-backlog', 'keeps-within-bounds', 'cools-down', 'starts-from-nothing'],
  interval: ({ interval }) => interval,
  start: (_params, now) => startScaling(now),
  plan(state, params, now, readings) {
    const { backlog, busy } = readings;
    const work = params.countsBusy ? backlog + busy : backlog;
    return scaled(state, params, now, wantedSoFar(state, readings), replicasFor(work / params.target));
  },
  gauges: { wish: { ...WISH, read: ({ wish }) => wish } },
});
