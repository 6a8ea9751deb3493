import { defineUniqueness, duration, LONGEST, TIME } from './contract.ts';

/**
 * For a while after a job was made, no other is made for the same thing, whatever has become of the first: done, failed
 * or dead. What is wished for within that time is lost if the first did not do it; and a job that takes longer to do than
 * the window gets a twin.
 *
 * As Amazon SQS deduplicates: five minutes from the first, which those that are refused do not prolong.
 */
export const window = defineUniqueness({
  id: 'window',
  title: 'For a time',
  summary: 'One job for the same thing within a span of time, however the first one ends.',
  sources: [
    {
      title: 'Amazon SQS, Using the message deduplication ID',
      url: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/using-messagededuplicationid-property.html',
    },
  ],
  params: {
    window: duration({
      label: 'Window',
      help: 'How long after a job was made no other is made for the same thing.',
      default: 300_000,
      min: 1,
      max: LONGEST,
      scale: 'log',
    }),
  },
  examples: [{ window: 10 }],
  promises: ['lets-go-in-time'],
  releasedBy: () => TIME,
  expiresAfter: (params) => params.window,
  releasedByDeath: () => false,
  exclusiveWait: () => -1,
});
