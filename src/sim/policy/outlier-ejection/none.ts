import { defineOutlierEjection, ENVOY } from './contract.ts';

/** However a replica answers, it is sent its share. */
export const none = defineOutlierEjection({
  id: 'none',
  title: 'None',
  summary: 'However replicas answer, none is ejected.',
  sources: [ENVOY],
  params: {},
  promises: ['ejects-nobody'],
  start: () => ({}),
  learn: () => false,
  look: () => [],
  forget() {},
});
