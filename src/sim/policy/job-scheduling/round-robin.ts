import {
  addFirstOf,
  addLast,
  addLastOf,
  defineJobScheduling,
  firstOf,
  type Lanes,
  type LinkedList,
  lanes,
  linkedList,
  NOTHING,
  remove,
  removeOf,
  takeFirst,
  takeFirstOf,
} from './contract.ts';

interface RoundRobin {
  jobs: Lanes;
  /** Tenants that have something waiting, next first. */
  turns: LinkedList;
}

/**
 * A line for each tenant, and one job of each in turn. Between two turns of a tenant everybody who waits all the while
 * has had one: however much one of them enqueues, the others wait for a round and not for all of it. A tenant who comes,
 * or comes back, is last of the round.
 *
 * One job is one turn, as in Nagle's queues, whatever it costs: a tenant of long jobs gets more of the workers' time.
 */
export const roundRobin = defineJobScheduling({
  id: 'round-robin',
  title: 'Round robin by tenant',
  summary: 'One job of each tenant in turn: who enqueues much waits behind himself.',
  sources: [
    { title: 'Nagle, On packet switches with infinite storage (RFC 970, 1985)', url: 'https://www.rfc-editor.org/rfc/rfc970' },
    {
      title: 'Amazon Builders’ Library, Fairness in multi-tenant systems',
      url: 'https://aws.amazon.com/builders-library/fairness-in-multi-tenant-systems/',
    },
  ],
  looksAt: ['tenant'],
  params: {},
  promises: ['line-by-tenant', 'fair-turns'],
  start: (): RoundRobin => ({ jobs: lanes(), turns: linkedList() }),
  put({ jobs: waiting, turns }, _params, job, jobs, returns) {
    const tenant = jobs.tenant[job];
    if (firstOf(waiting, tenant) === NOTHING) addLast(turns, tenant);
    if (returns) addFirstOf(waiting, tenant, job);
    else addLastOf(waiting, tenant, job);
  },
  take({ jobs: waiting, turns }) {
    const tenant = takeFirst(turns);
    if (tenant === NOTHING) return NOTHING;
    const job = takeFirstOf(waiting, tenant);
    if (firstOf(waiting, tenant) !== NOTHING) addLast(turns, tenant);
    return job;
  },
  leave({ jobs: waiting, turns }, _params, job, jobs) {
    const tenant = jobs.tenant[job];
    removeOf(waiting, tenant, job);
    if (firstOf(waiting, tenant) === NOTHING) remove(turns, tenant);
  },
});
