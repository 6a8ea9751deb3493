import { defineWorkload, keyParams } from '../../policy/workload/contract.ts';

/** Any of so many keys, each as likely. */
export const template = defineWorkload({
  id: 'template',
  title: 'Mine',
  summary: 'Every key as likely.',
  sources: [],
  params: keyParams,
  start: () => ({}),
  next(_state, { keys, first }, _now, chance, wish) {
    wish.key = first + Math.floor(keys * chance.unit());
  },
  bound: ({ keys, first }) => first + keys,
});
