import { defineFault } from './contract.ts';

/** Everything works. */
export const none = defineFault({
  id: 'none',
  title: 'None',
  summary: 'Everything works.',
  sources: [
    {
      title: 'Gray, Why do computers stop and what can be done about it? (1985)',
      url: 'https://www.hpl.hp.com/techreports/tandem/TR-85.7.html',
    },
  ],
  params: {},
  promises: ['harms-nobody'],
});
