import { READ, WRITE } from '../../policy/workload/contract.ts';
import { type AboutDoc, aboutFields, aboutOf, choice, defineStep, lease, type Order, wire } from './contract.ts';

interface CallDoc extends AboutDoc {
  call: string;
  operation: 'own' | 'read' | 'write';
  with?: string;
}

/** Calls another component, about the same as it was itself asked or about something else, and waits for what comes of it. */
export const call = defineStep<CallDoc>({
  id: 'call',
  title: 'Call',
  summary: 'Calls another component and waits for what comes of it.',
  fields: {
    call: wire({ label: 'Wire', help: 'What to call, by the name of its wire in "calls".' }),
    operation: choice({
      label: 'Operation',
      help: 'What it asks for.',
      default: 'own',
      options: { own: 'What it was itself asked for', read: 'To read', write: 'To write' },
    }),
    ...aboutFields,
    with: lease({ label: 'With', help: 'A lease that it needs, by name: without having it any more, the call fails.', optional: true }),
  },
  compile({ call: name, operation, with: needed, ...about }, compiler) {
    const over = compiler.wire(name);
    const order: Order = {
      wire: over,
      operation: operation === 'read' ? READ : operation === 'write' ? WRITE : undefined,
      ...aboutOf(about),
      within: compiler.transaction(over),
      using: needed === undefined ? undefined : compiler.lease(needed),
    };
    const orders = [order];
    compiler.add((owner, task, at) => owner.call(task, at, orders, 1));
  },
});
