import { defineArrival, flag, integer, MinHeap, policy } from './contract.ts';

interface Users {
  /** When the users who are thinking send next [µs]. */
  due: MinHeap;
  /** Users in the loop, thinking or waiting for an answer. */
  present: number;
}

/**
 * A fixed population: each user sends, waits for the answer, thinks, and sends again. It slows down with the system,
 * which hides overload (coordinated omission); an open loop does not. Little's law holds for the whole loop:
 * users = throughput × (response time + think time).
 */
export const closedLoop = defineArrival({
  id: 'closed-loop',
  title: 'Closed loop',
  summary: 'A fixed number of users, each waiting for its answer before it sends again.',
  sources: [
    {
      title: 'Schroeder, Wierman, Harchol-Balter, Open versus closed: a cautionary tale (NSDI 2006)',
      url: 'https://www.usenix.org/conference/nsdi-06/open-versus-closed-cautionary-tale',
    },
  ],
  params: {
    users: integer({
      label: 'Users',
      help: 'How many take part; new ones join and leavers go when their answer comes.',
      default: 50,
      min: 0,
      max: 100_000,
      scale: 'log',
    }),
    thinkTime: policy({
      label: 'Think time',
      help: 'Pause between an answer and the user’s next request.',
      idle: { meters: ['throughput'], where: { together: true }, why: 'no request ends before the run does, so nobody thinks' },
      seam: 'distribution',
      default: { kind: 'exponential', mean: 1_000 },
    }),
    together: flag({ label: 'All start at once', help: 'Everybody sends at time 0 instead of after a first think time.', default: false }),
  },
  examples: [{ users: 3, thinkTime: { kind: 'constant', value: 50 }, together: true }],
  promises: ['waits-for-answers'],
  start(params, now, chance): Users {
    const users: Users = { due: new MinHeap(), present: 0 };
    const { policy: think, params: values } = params.thinkTime;
    while (users.present < params.users) {
      users.due.add(now + (params.together ? 0 : think.sample(values, chance)));
      users.present++;
    }
    return users;
  },
  settle() {},
  due: (users, params, now) => {
    if (users.present < params.users) return now;
    return users.due.least;
  },
  born(users, params, now) {
    // a user who joins sends at once; everybody else was due
    if (users.present < params.users) users.present++;
    else if (users.due.least <= now) users.due.take();
  },
  ended(users, params, now, chance) {
    if (users.present > params.users) users.present--;
    else users.due.add(now + params.thinkTime.policy.sample(params.thinkTime.params, chance));
  },
  rate: () => 0,
});
