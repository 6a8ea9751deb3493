import { defineFallback, text } from '../../policy/fallback/contract.ts';

/** Asks another component when a call has failed. */
export const template = defineFallback({
  id: 'template',
  title: 'Mine',
  summary: 'Asks another wire.',
  sources: [],
  params: {
    wire: text({
      label: 'Asks',
      help: 'The name of a wire in "calls".',
      default: '',
      pattern: '[A-Za-z0-9-]{0,40}',
      form: 'the name of a wire',
      example: 'cache',
      names: 'wire',
    }),
  },
  wire: ({ wire }) => wire,
});
