import { defineStep, number } from './contract.ts';

/** Holds a server for a service time, or a multiple of one. */
export const work = defineStep<{ work: number }>({
  id: 'work',
  title: 'Work',
  summary: 'Holds a server for a service time.',
  alone: true,
  fields: {
    work: number({ label: 'Factor', help: 'Factor on the service time.', default: 1, min: 0, max: 1_000 }),
  },
  compile: ({ work: factor }, compiler) => compiler.add((owner, task, at) => owner.work(task, at, factor)),
});
