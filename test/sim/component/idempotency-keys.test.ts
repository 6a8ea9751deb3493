import { describe, expect, it } from 'vitest';
import { type Components, played, total } from '../../worlds.ts';

/**
 * One request, at once: three attempts 300 ms apart that wait 250 ms each, at a service of two servers that needs 400 ms. The
 * first attempt ends at 400 ms, when the second (from 300 ms on) is at work; the third comes at 600 ms.
 */
const world = (service: object) => {
  const components: Components = {
    shopper: {
      kind: 'client',
      arrival: { kind: 'once', requests: 1 },
      retryDelay: { kind: 'constant', delay: 50 },
      maxAttempts: 3,
      attemptTimeout: 250,
      calls: ['payments'],
    },
    payments: { kind: 'service', servers: 2, serviceTime: { kind: 'constant', value: 400 }, ...service },
  };
  return played(components, { duration: 2_000 });
};

describe('idempotency keys', () => {
  it('without them each attempt that ends is a side effect', () => {
    const done = world({});
    expect([total(done, 'payments.effectRepeated'), total(done, 'payments.replayed'), total(done, 'shopper.duplicated')]).toEqual([
      2, 0, 2,
    ]);
    expect(total(done, 'shopper.failedTimedOut')).toBe(1);
  });

  it('with them the third attempt is answered from the first at once, and the second takes its result', () => {
    const done = world({ idempotencyKeys: true });
    expect([total(done, 'payments.effectRepeated'), total(done, 'payments.replayed'), total(done, 'shopper.duplicated')]).toEqual([
      0, 2, 0,
    ]);
    expect(total(done, 'shopper.succeededThird')).toBe(1);
  });

  it('other operations and other requests have keys of their own', () => {
    const done = played(
      {
        shoppers: { kind: 'client', arrival: { kind: 'constant', rate: 10 }, maxAttempts: 1, attemptTimeout: null, calls: ['payments'] },
        payments: { kind: 'service', servers: 2, serviceTime: { kind: 'constant', value: 10 }, idempotencyKeys: true },
      },
      { duration: 1_050 },
    );
    expect([total(done, 'payments.finished'), total(done, 'payments.replayed')]).toEqual([10, 0]);
  });
});
