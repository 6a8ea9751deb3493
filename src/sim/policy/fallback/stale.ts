import { defineFallback, text } from './contract.ts';

/**
 * What was true a while ago: the call goes out once more over another wire, to a cache that still has an old copy. Where
 * it has none, the operation fails as it would have. A wire that is named only here is not part of the ordinary work.
 *
 * The other call has the settings of its own wire (its timeout, its retries) and no fallback in turn.
 */
export const stale = defineFallback({
  id: 'stale',
  title: 'An old copy',
  summary: 'Asks a cache instead, which may still have an old answer.',
  sources: [
    {
      title: 'Hystrix, how to use: cache via network fallback',
      url: 'https://github.com/Netflix/Hystrix/wiki/How-To-Use#fallback-cache-via-network',
    },
    { title: 'RFC 5861, stale-if-error', url: 'https://www.rfc-editor.org/rfc/rfc5861' },
  ],
  params: {
    wire: text({
      label: 'Wire',
      help: 'The wire that is asked instead, as the component’s calls name it.',
      default: '',
      pattern: '[A-Za-z0-9_-]*',
      form: 'the name of one of its wires, or nothing',
      example: 'cache',
      names: 'wire',
    }),
  },
  promises: ['asks-elsewhere'],
  wire: ({ wire }) => wire,
});
