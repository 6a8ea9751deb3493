import { defineFault, inService, ratio, share } from './contract.ts';

/**
 * Only part of the servers of an affected instance work, rounded down. What goes on finishes first, on more servers than
 * are left; what is lost or frozen is all that the instance was working on.
 */
export const capacityFactor = defineFault({
  id: 'capacity-factor',
  title: 'Less capacity',
  summary: 'Only part of the servers work.',
  sources: [
    {
      title: 'Huang et al., Metastable failures in the wild (OSDI 2022)',
      url: 'https://www.usenix.org/conference/osdi22/presentation/huang-lexiang',
    },
  ],
  params: {
    factor: ratio({ label: 'Capacity left', help: 'The share of an affected instance’s servers that still work.', default: 0.5 }),
    share,
    inService: inService('goes-on'),
  },
  examples: [{ factor: 0 }, { factor: 1 }, { factor: 0.3 }],
  promises: ['takes-servers-away'],
  capacity: (params) => params.factor,
});
