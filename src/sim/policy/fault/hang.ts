import { choice, defineFault, inService, share } from './contract.ts';

/**
 * Work that starts while the fault lasts does not end: a lock, a black-holed connection, a stopped process. It holds
 * its server until the fault is over or, if the service heeds callers that leave, until its caller goes.
 */
export const hang = defineFault({
  id: 'hang',
  title: 'Hangs',
  summary: 'Work starts and does not end while the fault lasts.',
  sources: [{ title: 'Nygard, Release It! (2007), blocked threads', url: 'https://pragprog.com/titles/mnee2/release-it-second-edition/' }],
  params: {
    hungWork: choice({
      label: 'When it is over',
      help: 'Whether hung work then begins its service time, or fails at once.',
      default: 'resumes',
      options: { resumes: 'Hung work resumes', fails: 'Hung work fails' },
    }),
    share,
    inService: inService('goes-on'),
  },
  examples: [{ hungWork: 'fails' }],
  promises: ['holds-work-up'],
  stretch: () => Number.POSITIVE_INFINITY,
});
