import { defineStep, wire } from './contract.ts';

/** Rolls the transaction over a wire back: nothing of it counts, its locks are free, and what was to be published after it never is. */
export const rollback = defineStep<{ rollback: string }>({
  id: 'rollback',
  title: 'Roll back',
  summary: 'Rolls the transaction over a wire back: nothing of it counts.',
  fields: {
    rollback: wire({ label: 'Wire', help: 'The database, by the name of its wire in "calls".', carries: 'transactions' }),
  },
  compile({ rollback: name }, compiler) {
    const slot = compiler.transaction(compiler.wire(name));
    if (slot !== undefined) compiler.add((owner, task) => owner.release(task, slot));
  },
});
