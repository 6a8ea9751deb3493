import { defineFault, inService, number, share } from './contract.ts';

/** Everything works, only slower: a noisy neighbour, a cold cache, a debug flag. Applies to work that starts now. */
export const slow = defineFault({
  id: 'slow',
  title: 'Slow',
  summary: 'Service times are several times as long.',
  sources: [
    { title: 'Gunawi et al., Fail-slow at scale (FAST 2018)', url: 'https://www.usenix.org/conference/fast18/presentation/gunawi' },
  ],
  params: {
    factor: number({
      label: 'Factor',
      help: 'How many times as long each service time is.',
      unit: '×',
      default: 5,
      min: 0.1,
      max: 1_000,
      scale: 'log',
    }),
    share,
    inService: inService('goes-on'),
  },
  examples: [{ factor: 0.1 }, { factor: 2.5 }],
  promises: ['stretches-work'],
  stretch: (params) => params.factor,
});
