import { WRITE } from '../../policy/workload/contract.ts';
import { type AboutDoc, aboutFields, aboutOf, defineStep, type Order, wire } from './contract.ts';

/** Writes a value, whatever the request asks for, and waits until that is done. In a transaction it holds the lock of its key until the end. */
export const write = defineStep<AboutDoc & { write: string }>({
  id: 'write',
  title: 'Write',
  summary: 'Writes a value and waits until that is done; in a transaction it counts once that is committed.',
  fields: {
    write: wire({ label: 'Wire', help: 'Where to write, by the name of its wire in "calls".' }),
    ...aboutFields,
  },
  compile({ write: name, ...about }, compiler) {
    const over = compiler.wire(name);
    const orders: Order[] = [{ wire: over, operation: WRITE, within: compiler.transaction(over), ...aboutOf(about) }];
    compiler.add((owner, task, at) => owner.call(task, at, orders, 1));
  },
});
