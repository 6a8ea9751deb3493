import { expect } from 'vitest';
import type { FallbackPromise } from '../../../src/sim/policy/fallback/contract.ts';
import { type Document, holdToPromises } from '../../law/promises.ts';
import { crowd, played, steadyService, total } from '../../worlds.ts';

/** Three requests to a page whose checkout fails, and which has another wire besides. */
function page(fallback: Document) {
  const world = played({
    shoppers: crowd(3, 'page'),
    page: steadyService(3, 0, { calls: { checkout: {}, copy: {} }, routine: [{ call: 'checkout' }], fallback }),
    checkout: steadyService(3, 10, { fault: { kind: 'error-ratio', ratio: 1 } }),
    copy: steadyService(3, 10),
  });
  return {
    degraded: total(world, 'page.degraded'),
    elsewhere: total(world, 'copy.arrived'),
    failed: total(world, 'shoppers.failedError'),
  };
}

holdToPromises<'fallback', FallbackPromise>('fallback', {
  'answers-nothing': ({ document }) => expect(page(document)).toEqual({ degraded: 0, elsewhere: 0, failed: 3 }),
  'answers-at-once': ({ document }) => expect(page(document)).toEqual({ degraded: 3, elsewhere: 0, failed: 0 }),
  'asks-elsewhere': ({ document, policy, params }) => {
    expect(policy.wire!(params)).toBe('');
    expect(page({ ...document, wire: 'copy' })).toEqual({ degraded: 3, elsewhere: 3, failed: 0 });
  },
});
