import { choice, DONE, defineAcknowledgement, NEVER } from './contract.ts';

/**
 * Acknowledges late, and sends with the effect a token that grows with every delivery: whoever was asleep when his lease
 * ran out and has a token too small is refused, and overwrites nothing.
 *
 * A resource that knows who has written refuses only what is older, as Kleppmann has it: of a sleeper who writes before
 * his successor both effects take place, in order. One that knows the leases, as a table beside the queue's own can, lets
 * nobody write but the newest holder. Neither is a ledger: a worker that dies between effect and acknowledgement has a
 * successor with a larger token, who makes the effect again.
 *
 * Who is refused counts his job as done. Of a resource that knows the leases that may be too early: where the queue obeys
 * late acknowledgements, a sleeper deletes a job that his successor has yet to do, and if that one dies it is lost.
 */
export const fencingToken = defineAcknowledgement({
  id: 'fencing-token',
  title: 'Fencing token',
  summary: 'Every delivery has a larger token than the last, and a worker whose token is too old cannot write.',
  sources: [
    {
      title: 'Kleppmann, How to do distributed locking (2016): making the lock safe with fencing',
      url: 'https://martin.kleppmann.com/2016/02/08/how-to-do-distributed-locking.html',
    },
  ],
  params: {
    knows: choice({
      label: 'What is written to knows',
      help: 'Whose token is too old.',
      default: 'writes',
      options: {
        writes: 'Who has written. A token is too old when a larger one has written.',
        leases: 'Who has received. A token is too old when a larger one has been handed out.',
      },
    }),
  },
  examples: [{ knows: 'leases' }],
  promises: ({ knows }) =>
    knows === 'writes'
      ? ['never-lost', 'never-lost-while-leases-decide', 'never-overwritten']
      : ['never-lost-while-leases-decide', 'never-overwritten'],
  when: () => DONE,
  permits: ({ knows }, _now, { token, newestHandedOut, newestWritten }) => token >= (knows === 'leases' ? newestHandedOut : newestWritten),
  records: () => NEVER,
});
