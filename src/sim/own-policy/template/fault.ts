import { defineFault, ERROR, inService, ratio, share, WORKS } from '../../policy/fault/contract.ts';

/** Some attempts end in an error. */
export const template = defineFault({
  id: 'template',
  title: 'Mine',
  summary: 'Answers some errors.',
  sources: [],
  params: {
    share,
    inService: inService('goes-on'),
    ratio: ratio({ label: 'Errors', help: 'Share of the attempts that fail.', default: 0.5 }),
  },
  verdict: ({ ratio: failing }, chance) => (chance.unit() < failing ? ERROR : WORKS),
});
