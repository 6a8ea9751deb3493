import { DONE, defineAcknowledgement, NEVER } from '../../policy/acknowledgement/contract.ts';

/** Acknowledges a job once it is done, and lets every side effect take place. */
export const template = defineAcknowledgement({
  id: 'template',
  title: 'Mine',
  summary: 'Acknowledges when the work is done.',
  sources: [],
  params: {},
  when: () => DONE,
  permits: () => true,
  records: () => NEVER,
});
