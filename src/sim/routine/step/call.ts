import { READ, WRITE } from '../../policy/workload/contract.ts';
import { choice, defineStep, lease, number, type Order, wire } from './contract.ts';

interface CallDoc {
  call: string;
  operation: 'own' | 'read' | 'write';
  key: 'own' | 'tenant';
  bytes: number;
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
    key: choice({
      label: 'Key',
      help: 'Which key it is about.',
      default: 'own',
      options: { own: 'Its own', tenant: 'The number of its tenant: one row a tenant' },
    }),
    bytes: number({
      label: 'Size',
      help: 'How large the value is; 0: as large as its own.',
      unit: 'B',
      default: 0,
      min: 0,
      max: 1_000_000_000,
      scale: 'log',
    }),
    with: lease({ label: 'With', help: 'A lease that it needs, by name: without having it any more, the call fails.', optional: true }),
  },
  compile({ call: name, operation, key, bytes, with: needed }, compiler) {
    const over = compiler.wire(name);
    const order: Order = {
      wire: over,
      operation: operation === 'read' ? READ : operation === 'write' ? WRITE : undefined,
      key: key === 'tenant' ? key : undefined,
      bytes: bytes > 0 ? bytes : undefined,
      within: compiler.transaction(over),
      using: needed === undefined ? undefined : compiler.lease(needed),
    };
    const orders = [order];
    compiler.add((owner, task, at) => owner.call(task, at, orders, 1));
  },
});
