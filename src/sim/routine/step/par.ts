import { defineStep, integer, type Order, wires } from './contract.ts';

/**
 * Calls several at the same time and goes on when all of them, or as many as its quorum, have answered well; the others
 * are then taken back. It fails as soon as so many no longer can.
 */
export const par = defineStep<{ par: readonly string[]; quorum: number }>({
  id: 'par',
  title: 'In parallel',
  summary: 'Calls several at the same time and goes on when all have answered, or enough of them.',
  fields: {
    par: wires({ label: 'Wires', help: 'What to call at the same time.' }),
    quorum: integer({ label: 'Quorum', help: 'How many must answer well; 0: all of them.', default: 0, min: 0, max: 20 }),
  },
  compile({ par: names, quorum }, compiler) {
    const orders = names.map((name): Order => ({ wire: compiler.wire(name), within: compiler.transaction(compiler.wire(name)) }));
    const needed = quorum === 0 ? orders.length : Math.min(quorum, orders.length);
    compiler.add((owner, task, at) => orders.length === 0 || owner.call(task, at, orders, needed));
  },
});
