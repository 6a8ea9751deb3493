import { always, setting, type Topic, times } from '../topic.ts';

export const connectionPools: Topic = {
  unread: [],
  attacks: [
    ...always,
    setting('waits for a connection for a second', 'acquireTimeout', 1_000),
    setting('waits for ever', 'acquireTimeout', null),
    setting('nobody waits for a connection', 'mostWaiting', 0),
    times('twice the connections', 'max', 2),
    setting('queries cancelled when nobody waits', 'whenCallerLeaves', 'cancel'),
  ],
  right: {},
  wrong: {
    'two-connections-a-request': [
      { title: 'half as many threads again', set: { 'app.servers': 15 } },
      { title: 'connections made ahead', set: { 'pool.minMeans': 'kept' } },
    ],
  },
  remedies: {
    'two-connections-a-request': [
      { title: 'an eleventh connection', set: { 'pool.max': 11 } },
      { title: 'nine threads', set: { 'app.servers': 9 } },
    ],
  },
};
