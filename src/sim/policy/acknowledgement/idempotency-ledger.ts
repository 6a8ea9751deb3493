import { AFTER, BEFORE, choice, DONE, defineAcknowledgement, duration, WITH } from './contract.ts';

/**
 * Acknowledges late, and keeps a ledger of the jobs whose effect has been made: who finds his job there leaves the effect
 * out. At least once becomes effectively once, if effect and entry are one transaction. Where they are two steps, a crash
 * or a failure between them leaves what it always leaves: entered first, the effect is lost, and entered afterwards it is
 * made again, as it is by two workers who look at the same time.
 *
 * A ledger that forgets is safe as long as no delivery comes later than it remembers.
 */
export const idempotencyLedger = defineAcknowledgement({
  id: 'idempotency-ledger',
  title: 'Idempotency ledger',
  summary: 'A job that comes again finds its effect in a ledger, and does not make it again.',
  sources: [
    {
      title: 'Helland, Idempotence is not a medical condition (ACM Queue 10(4), 2012)',
      url: 'https://queue.acm.org/detail.cfm?id=2187821',
    },
    { title: 'Brandur Leach, Implementing Stripe-like idempotency keys in Postgres', url: 'https://brandur.org/idempotency-keys' },
    { title: 'Stripe, Idempotent requests: keys can be removed after 24 hours', url: 'https://docs.stripe.com/api/idempotent_requests' },
  ],
  params: {
    entered: choice({
      label: 'Entered',
      help: 'When the job is entered in the ledger.',
      default: 'with',
      options: {
        with: 'With the effect. One transaction: both or neither.',
        before: 'Before the effect. A crash between them loses the effect.',
        after: 'After the effect. A crash between them makes it twice.',
      },
    }),
    remembers: duration({
      label: 'Remembers for',
      help: 'How long the ledger keeps an entry; a delivery that comes later makes the effect again.',
      default: null,
      never: 'For ever',
      min: 1,
      max: 2_592_000_000,
      scale: 'log',
    }),
  },
  examples: [{ entered: 'before' }, { entered: 'after' }, { remembers: 86_400_001 }, { remembers: 86_400_000 }],
  promises: ({ entered, remembers }) => [
    ...(entered === 'before' ? [] : (['never-lost', 'never-lost-while-leases-decide'] as const)),
    // a delivery may come a day late
    ...(entered === 'after' || remembers <= 86_400_000_000 ? [] : (['never-repeated', 'never-overwritten'] as const)),
  ],
  when: () => DONE,
  permits: ({ remembers }, now, { recordedAt }) => recordedAt < 0 || now - recordedAt >= remembers,
  records({ entered }) {
    if (entered === 'with') return WITH;
    return entered === 'before' ? BEFORE : AFTER;
  },
});
