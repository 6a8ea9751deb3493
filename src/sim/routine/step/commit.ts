import { COMMIT } from '../../flow/abouts.ts';
import { defineStep, wire } from './contract.ts';

/**
 * Commits the transaction over a wire: what it has written counts from the moment at which the database is done with that,
 * its locks are free, and what was to be published after it is sent. Whether it took place is not known where no answer
 * comes. Without a transaction it does nothing.
 */
export const commit = defineStep<{ commit: string }>({
  id: 'commit',
  title: 'Commit',
  summary: 'Commits the transaction over a wire, then sends what waited for that.',
  fields: {
    commit: wire({ label: 'Wire', help: 'The database, by the name of its wire in "calls".', carries: 'transactions' }),
  },
  compile({ commit: name }, compiler) {
    const over = compiler.wire(name);
    const slot = compiler.transaction(over);
    if (slot === undefined) return;
    const orders = [{ wire: over, operation: COMMIT, within: slot }];
    compiler.add((owner, task, at) => !owner.has(task, slot) || owner.call(task, at, orders, 1));
    compiler.add((owner, task, at) => owner.committed(task, at, slot));
  },
});
