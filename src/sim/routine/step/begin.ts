import { TRANSACTION } from '../../flow/leases.ts';
import { defineStep, wire } from './contract.ts';

/**
 * Begins a transaction over a wire: what the task asks over this wire from here on is part of it, until it is committed or
 * rolled back. A task that ends before that rolls it back. Where one is open already, it goes on in that.
 */
export const begin = defineStep<{ begin: string }>({
  id: 'begin',
  title: 'Begin',
  summary: 'Begins a transaction: what is asked over this wire from here on is part of it.',
  fields: {
    begin: wire({ label: 'Wire', help: 'The database, by the name of its wire in "calls".', carries: 'transactions' }),
  },
  compile({ begin: name }, compiler) {
    const over = compiler.wire(name);
    const want = { wire: over, kind: TRANSACTION, slot: compiler.beginsTransaction(over), key: 'any' as const, untilReleased: false };
    compiler.add((owner, task, at) => owner.has(task, want.slot) || owner.acquire(task, at, want));
  },
});
