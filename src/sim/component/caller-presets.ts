import type { Preset } from './component.ts';

/** What of a caller a preset of these is about: what comes to it and its network stay as they are. */
const about = [
  'retryDelay',
  'firstRetry',
  'maxAttempts',
  'retryBudget',
  'retryTimeouts',
  'whenRejected',
  'rejectedFactor',
  'circuitBreaker',
  'retryRefused',
] as const;

const sdkReference = {
  title: 'AWS SDKs, Retry behavior',
  url: 'https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html',
};

/** How products call others by default: any component that calls can be set so. */
export const callerPresets: readonly Preset[] = [
  {
    id: 'aws-sdk-2026',
    title: 'AWS SDKs, standard mode (2026)',
    summary:
      'Three attempts, full jitter from 50 ms, from 1 s after throttling, and a retry quota of 500 tokens: 14 a retry, 5 after throttling. A wait that the server names is kept for at most 5 s beyond the SDK’s own delay. A rejection by a gate is throttling here. As @smithy/util-retry 4.6.2; other SDKs do so once AWS_NEW_RETRIES_2026 is true, which was announced as the default from November 2026 on. DynamoDB’s clients try four times, and from 25 ms where they are not throttled. Not modelled: waits named with other errors than rejections; long polling, where a call waits even if the quota allows no retry.',
    sources: [
      sdkReference,
      {
        title: 'AWS, Announcing updated retry behavior for AWS SDKs and Tools',
        url: 'https://aws.amazon.com/blogs/developer/announcing-updated-retry-behavior-for-aws-sdks-and-tools/',
      },
      { title: '@smithy/util-retry', url: 'https://www.npmjs.com/package/@smithy/util-retry' },
    ],
    about,
    values: {
      maxAttempts: 3,
      retryDelay: { kind: 'full-jitter', base: 50, cap: 20_000 },
      whenRejected: 'honours-briefly',
      rejectedFactor: 20,
      retryBudget: { kind: 'retry-quota' },
    },
  },
  {
    id: 'aws-sdk-before-2026',
    title: 'AWS SDKs, standard mode before 2026',
    summary:
      'Three attempts, full jitter from 1 s, and a retry quota of 500 tokens: 5 a retry, 10 after a timeout. As botocore; the SDK for JavaScript waited less, from 100 ms, and charged 10 for server errors as well.',
    sources: [
      sdkReference,
      {
        title: 'botocore, retries/standard.py',
        url: 'https://github.com/boto/botocore/blob/develop/botocore/retries/standard.py',
      },
    ],
    about,
    values: {
      maxAttempts: 3,
      retryDelay: { kind: 'full-jitter', base: 1_000, cap: 20_000 },
      whenRejected: 'ignores',
      retryBudget: { kind: 'retry-quota', charge: 5, timeoutCharge: 10, rejectedCharge: 5 },
    },
  },
  {
    id: 'resilience4j',
    title: 'resilience4j, Retry around CircuitBreaker',
    summary:
      'Three attempts, 500 ms apart. The breaker opens when half of the last 100 calls failed, or all took longer than a minute, and refuses for a minute; ten probes decide. What it refuses is tried again, too. Retry-After means nothing to it.',
    sources: [
      {
        title: 'resilience4j, CircuitBreakerConfig',
        url: 'https://github.com/resilience4j/resilience4j/blob/master/resilience4j-circuitbreaker/src/main/java/io/github/resilience4j/circuitbreaker/CircuitBreakerConfig.java',
      },
      {
        title: 'resilience4j, RetryConfig',
        url: 'https://github.com/resilience4j/resilience4j/blob/master/resilience4j-retry/src/main/java/io/github/resilience4j/retry/RetryConfig.java',
      },
    ],
    about,
    values: {
      maxAttempts: 3,
      retryDelay: { kind: 'constant', delay: 500 },
      whenRejected: 'ignores',
      retryRefused: true,
      circuitBreaker: {
        kind: 'failure-ratio',
        ...{ threshold: 0.5, slowThreshold: 1, slowAfter: 60_000, window: 100, minimum: 100, openTime: 60_000, probes: 10 },
        ...{ boundary: 'after', lateOutcomes: 'half-open-too' },
      },
    },
  },
  {
    id: 'polly',
    title: 'Polly 8, retry around circuit breaker',
    summary:
      'Three retries, 2 s apart and without jitter. The breaker opens when a tenth of the calls of the last 30 s failed, of 100 at least, and refuses for 5 s; one probe decides. What it refuses is tried again, too. Retry-After means nothing to it.',
    sources: [
      {
        title: 'Polly, CircuitBreakerConstants',
        url: 'https://github.com/App-vNext/Polly/blob/main/src/Polly.Core/CircuitBreaker/CircuitBreakerConstants.cs',
      },
      { title: 'Polly, RetryConstants', url: 'https://github.com/App-vNext/Polly/blob/main/src/Polly.Core/Retry/RetryConstants.cs' },
    ],
    about,
    values: {
      maxAttempts: 4,
      retryDelay: { kind: 'constant', delay: 2_000 },
      whenRejected: 'ignores',
      retryRefused: true,
      circuitBreaker: {
        kind: 'failure-ratio-over-time',
        ...{ threshold: 0.1, judged: 'failure', span: 30_000, slices: 10, sliceRule: 'on-demand', minimum: 100 },
        ...{ openTime: 5_000, probes: 1, lateOutcomes: 'half-open-too' },
      },
    },
  },
];
