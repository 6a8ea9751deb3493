import { defineLoadShedding, duration, LONGEST } from './contract.ts';

/**
 * Whoever cannot be expected to have its answer in time is refused at once, when that is cheap and it can still go
 * elsewhere, instead of after a wait for nothing. What to expect follows from how many wait and how long those before
 * held their server, on average; with a discipline other than first in, first out it is only that, an average.
 */
export const byDeadline = defineLoadShedding({
  id: 'by-deadline',
  title: 'By deadline',
  summary: 'Sheds newcomers who could not be served before their deadline.',
  sources: [
    {
      title: 'Google SRE book, Addressing cascading failures: deadlines',
      url: 'https://sre.google/sre-book/addressing-cascading-failures/',
    },
    {
      title: 'AWS Builders’ Library, Using load shedding to avoid overload',
      url: 'https://aws.amazon.com/builders-library/using-load-shedding-to-avoid-overload/',
    },
  ],
  looksAt: ['deadline'],
  params: {
    margin: duration({
      label: 'Margin',
      help: 'How long before its deadline its answer should be ready: for the way back, and for bad luck.',
      default: 0,
      min: 0,
      max: LONGEST,
      scale: 'log',
    }),
  },
  examples: [{ margin: 250 }],
  promises: ['admits-whom-it-can-serve-in-time', 'remembers-nothing'],
  measures: true,
  start: () => ({}),
  admits: (_state, params, now, { deadline, expectedWait, expectedService }) =>
    deadline === Number.POSITIVE_INFINITY || now + expectedWait + expectedService + params.margin <= deadline,
});
