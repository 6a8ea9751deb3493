import { WRITE } from '../../policy/workload/contract.ts';
import { defineStep, number, type Order, wire } from './contract.ts';

interface PublishDoc {
  publish: string;
  after?: string;
  bytes: number;
}

/**
 * Sends a message and waits until it is accepted. With `after` it is sent once the transaction over that wire has been
 * committed, and never if that is rolled back: a task that dies in between has committed and not published.
 */
export const publish = defineStep<PublishDoc>({
  id: 'publish',
  title: 'Publish',
  summary: 'Sends a message, at once or once a transaction has been committed, and waits until it is accepted.',
  fields: {
    publish: wire({ label: 'Wire', help: 'Where to, by the name of its wire in "calls".' }),
    after: wire({
      label: 'After',
      help: 'The transaction that it waits for, by the name of its wire; if absent, it is sent at once.',
      carries: 'transactions',
      optional: true,
    }),
    bytes: number({
      label: 'Size',
      help: 'How large the message is; 0: as large as what the request is about.',
      unit: 'B',
      default: 0,
      min: 0,
      max: 1_000_000_000,
      scale: 'log',
    }),
  },
  compile({ publish: name, after, bytes }, compiler) {
    const order: Order = { wire: compiler.wire(name), operation: WRITE, bytes: bytes > 0 ? bytes : undefined };
    const orders = [order];
    const slot = after === undefined ? undefined : compiler.transaction(compiler.wire(after));
    if (slot === undefined) compiler.add((owner, task, at) => owner.call(task, at, orders, 1));
    else compiler.add((owner, task, at) => owner.sendAfterCommit(task, at, order, slot));
  },
});
