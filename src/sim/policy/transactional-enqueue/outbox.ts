import { commitAfter, defineTransactionalEnqueue, duration, LONGEST, NEVER, ratio, transactionParams } from './contract.ts';

/**
 * The transaction writes the job into a table beside the record, and a relay carries what it finds there to the queue:
 * no job without its record and no record without its job, whatever dies. The price is the time until the relay looks,
 * and that it delivers at least once.
 *
 * The relay looks at whole multiples of its interval, and what is committed at that very moment is found. It takes no
 * time, and the second copy of a job comes with the first instead of at the next look.
 */
export const outbox = defineTransactionalEnqueue({
  id: 'outbox',
  title: 'Outbox',
  summary: 'Job and record in one transaction, and a relay that carries the job to the queue: later, sometimes twice, never lost.',
  sources: [
    { title: 'Richardson, Pattern: Transactional outbox', url: 'https://microservices.io/patterns/data/transactional-outbox.html' },
    { title: 'Brandur Leach, Transactionally staged job drains in Postgres', url: 'https://brandur.org/job-drain' },
  ],
  params: {
    ...transactionParams,
    relayInterval: duration({
      label: 'Relay looks every',
      help: 'How often the relay looks for jobs to enqueue.',
      default: 1_000,
      min: 1,
      max: LONGEST,
      scale: 'log',
    }),
    relayRepeats: ratio({
      label: 'Relayed twice',
      help: 'Share of the jobs that the relay enqueues again, since it died before it had marked them as sent.',
      default: 0,
    }),
  },
  examples: [{ rolledBack: 0.2, relayInterval: 50, relayRepeats: 0.1 }],
  promises: ['never-a-ghost', 'never-early', 'never-lost', 'has-transactions'],
  // the third draw: whether somebody dies between one system and the other
  plan(params, now, chance, into) {
    const { relayInterval, relayRepeats } = params;
    const { after, committed } = commitAfter(params, chance);
    const dies = chance.happens(relayRepeats);
    into.recordedAfter = committed ? after : NEVER;
    into.enqueuedAfter = committed ? Math.ceil((now + after) / relayInterval) * relayInterval - now : NEVER;
    into.twice = committed && dies;
  },
});
