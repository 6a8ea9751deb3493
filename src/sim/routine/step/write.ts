import { WRITE } from '../../policy/workload/contract.ts';
import { choice, defineStep, number, type Order, wire } from './contract.ts';

interface WriteDoc {
  write: string;
  key: 'own' | 'tenant';
  bytes: number;
}

/** Writes a value, whatever the request asks for, and waits until that is done. In a transaction it holds the lock of its key until the end. */
export const write = defineStep<WriteDoc>({
  id: 'write',
  title: 'Write',
  summary: 'Writes a value and waits until that is done; in a transaction it counts once that is committed.',
  fields: {
    write: wire({ label: 'Wire', help: 'Where to write, by the name of its wire in "calls".' }),
    key: choice({
      label: 'Key',
      help: 'Which key it writes.',
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
  },
  compile({ write: name, key, bytes }, compiler) {
    const over = compiler.wire(name);
    const order: Order = {
      wire: over,
      operation: WRITE,
      key: key === 'tenant' ? key : undefined,
      bytes: bytes > 0 ? bytes : undefined,
      within: compiler.transaction(over),
    };
    const orders = [order];
    compiler.add((owner, task, at) => owner.call(task, at, orders, 1));
  },
});
