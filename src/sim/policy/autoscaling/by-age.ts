import {
  defineAutoscaling,
  duration,
  LONGEST,
  ratio,
  replicasFor,
  scaled,
  scalingParams,
  startScaling,
  WISH,
  wantedSoFar,
} from './contract.ts';

/**
 * Keeps the age of the oldest waiting job or request where it should be: what people feel, whatever the work is like. Too old by a
 * factor, and it wants so many times the replicas; young enough, and after every cool-down it takes one away. An age
 * goes on growing until the backlog is worked off, so it asks for more at every look, and usually for too many.
 *
 * The formula and the tolerance are those of Kubernetes' autoscaler; that it gives back one at a time, and never
 * the last while anything waits, is our own.
 */
export const byAge = defineAutoscaling({
  id: 'by-age',
  title: 'By age of the oldest',
  summary: 'More replicas while what has waited longest is too old, one fewer now and then while it is not.',
  sources: [
    {
      title: 'AWS, Scaling based on Amazon SQS: acceptable backlog per instance from acceptable latency',
      url: 'https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-using-sqs-queue.html',
    },
    { title: 'Judoscale on Heroku: scaling by queue time', url: 'https://devcenter.heroku.com/articles/judoscale' },
  ],
  params: {
    target: duration({
      label: 'Age to keep',
      help: 'How long the oldest job or request that waits should have waited.',
      default: 10_000,
      min: 1,
      max: LONGEST,
      scale: 'log',
    }),
    tolerance: ratio({
      label: 'Tolerance',
      help: 'How far the age may be from what it should be, as a share of it, with nothing done about it.',
      default: 0.1,
      max: 0.9,
    }),
    ...scalingParams,
  },
  examples: [
    { least: 0, most: 7, coolDown: 0 },
    { least: 3, most: 1_000, coolDown: 3_600_000 },
    { target: 60_000, tolerance: 0 },
    { tolerance: 0.9 },
  ],
  promises: ['follows-age', 'keeps-within-bounds', 'cools-down', 'starts-from-nothing'],
  interval: ({ interval }) => interval,
  start: (_params, now) => startScaling(now),
  plan(state, params, now, readings) {
    const { backlog, oldestAge } = readings;
    const current = wantedSoFar(state, readings);
    const factor = oldestAge / params.target;
    let wish = current;
    if (factor > 1 + params.tolerance) wish = replicasFor((current * oldestAge) / params.target);
    else if (factor < 1 - params.tolerance) wish = current - 1;
    // from nothing too, and never to nothing with anything that waits
    if (backlog > 0) wish = Math.max(1, wish);
    return scaled(state, params, now, current, Math.max(0, wish));
  },
  gauges: { wish: { ...WISH, read: ({ wish }) => wish } },
});
