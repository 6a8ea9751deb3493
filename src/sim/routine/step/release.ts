import { defineStep, lease } from './contract.ts';

/** Gives back what it has acquired. Whether its lender still thinks that it has it shows only there. */
export const release = defineStep<{ release: string }>({
  id: 'release',
  title: 'Release',
  summary: 'Gives back what it has acquired.',
  fields: {
    release: lease({ label: 'Name', help: 'Which lease, by the name that its acquire step gave it.' }),
  },
  compile({ release: name }, compiler) {
    const slot = compiler.lease(name);
    compiler.add((owner, task) => owner.release(task, slot));
  },
});
