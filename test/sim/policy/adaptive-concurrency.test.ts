import { expect, test } from 'vitest';
import { adaptiveConcurrency as aimd } from '../../../src/sim/policy/rate-limiter/adaptive-concurrency.ts';
import { PASSES } from '../../../src/sim/policy/rate-limiter/contract.ts';

const params = { initial: 20, min: 1, max: 1_000, slow: 1_000_000, failures: true, backoff: 0.9 };
const ask = { cost: 1, tenant: 0, priority: 0 };

test('a limit in full use doubles in a round trip, as in slow start of TCP, and loses a tenth at a failure', () => {
  const cells = new Float64Array(2);
  aimd.start(params, cells, 0, 0);
  const fill = () => {
    while (aimd.check(params, cells, 0, 0, ask) === PASSES) aimd.take(params, cells, 0, 0, ask);
  };
  const end = (failed: boolean) => aimd.release!(params, cells, 0, 0, ask, 1_000, failed);
  fill();
  // the twenty that are out come back, and whatever fits is sent in their place
  for (let i = 0; i < 20; i++) {
    end(false);
    fill();
  }
  expect(cells[0]).toBe(40);
  end(true);
  expect(cells[0]).toBe(36);
});
