import { bounded, defineAutoscaling, duration, type Readings, ratio, replicasFor, scalingParams, WISH, wantedSoFar } from './contract.ts';

interface Values {
  target: number;
  tolerance: number;
  least: number;
  most: number;
  coolDown: number;
}

interface Stabilised {
  wish: number;
  wanted: number;
  /** Wishes that no later one has reached, and when they were made [µs]: the oldest is the largest. */
  wishes: number[];
  times: number[];
}

/** What the reading calls for by itself. */
function wished(params: Values, current: number, { up, backlog, utilisation }: Readings): number {
  // from nothing too, and never to nothing with anything that waits
  const fewest = backlog > 0 ? 1 : 0;
  const factor = utilisation / params.target;
  let wish = current;
  if (up > 0 && factor > 1 + params.tolerance) {
    // those that are not up are taken to be idle, lest more are started for the load that they will take
    if ((factor * up) / current > 1 + params.tolerance) wish = replicasFor((up * utilisation) / params.target);
  } else if (up > 0 && factor < 1 - params.tolerance) wish = replicasFor((up * utilisation) / params.target);
  return Math.max(fewest, wish);
}

/**
 * Keeps the share of busy slots where it should be: twice too busy, and it wants twice the replicas. Good where load
 * and work go together, and blind to a backlog: replicas that are all busy are as busy with ten jobs waiting as with a
 * million, so it grows by the same factor at each look.
 *
 * As Kubernetes' HorizontalPodAutoscaler: no change within the tolerance, replicas that are not up yet counted as idle,
 * and for scaling down the largest wish of the last so many seconds. Without its limits on speed (by default no more
 * than doubling, or four, in 15 s). It cannot start from nothing; here a job that waits calls for one replica at least,
 * as KEDA has it.
 */
export const byUtilisation = defineAutoscaling({
  id: 'by-utilisation',
  title: 'By utilisation',
  summary: 'As many replicas as keep their slots busy to a chosen share.',
  sources: [
    {
      title: 'Kubernetes, Horizontal Pod autoscaling: algorithm details',
      url: 'https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#algorithm-details',
    },
  ],
  params: {
    target: ratio({ label: 'Busy share to keep', help: 'The share of slots that should be busy.', default: 0.7, min: 0.01, max: 0.9 }),
    tolerance: ratio({
      label: 'Tolerance',
      help: 'How far the share may be from what it should be, relative to it, with nothing done about it.',
      default: 0.1,
      max: 0.9,
    }),
    ...scalingParams,
    coolDown: duration({
      ...scalingParams.coolDown,
      label: 'Stabilisation',
      help: 'For scaling down, the largest wish of the last so long counts.',
      default: 300_000,
    }),
  },
  examples: [
    { least: 0, most: 7, coolDown: 0 },
    { least: 3, most: 1_000, coolDown: 3_600_000 },
    { target: 0.9, tolerance: 0 },
    { target: 0.01 },
  ],
  promises: ['follows-utilisation', 'keeps-within-bounds', 'cools-down', 'starts-from-nothing'],
  interval: ({ interval }) => interval,
  start: (): Stabilised => ({ wish: 0, wanted: -1, wishes: [], times: [] }),
  plan(state, params, now, readings) {
    const current = wantedSoFar(state, readings);
    const { wishes, times } = state;
    state.wish = wished(params, current, readings);
    // what there was when it came counts as its first wish
    if (wishes.length === 0) {
      wishes.push(current);
      times.push(now);
    }
    while (wishes.length > 0 && wishes[wishes.length - 1] <= state.wish) {
      wishes.pop();
      times.pop();
    }
    wishes.push(state.wish);
    times.push(now);
    while (times.length > 1 && times[0] <= now - params.coolDown) {
      wishes.shift();
      times.shift();
    }
    state.wanted = bounded(params, state.wish < current ? Math.min(current, wishes[0]) : state.wish);
    return state.wanted;
  },
  gauges: { wish: { ...WISH, read: ({ wish }) => wish } },
});
