import { describe, expect, test } from 'vitest';
import { Abouts } from '../../../src/sim/flow/abouts.ts';
import { Accounts } from '../../../src/sim/flow/accounts.ts';
import { CALL_ANSWERED, CALL_CLOSED, Calls } from '../../../src/sim/flow/calls.ts';
import { Effects } from '../../../src/sim/flow/effects.ts';
import { Leases } from '../../../src/sim/flow/leases.ts';
import { Requests } from '../../../src/sim/flow/requests.ts';
import { Tasks } from '../../../src/sim/flow/tasks.ts';

function ledgers() {
  const requests = new Requests(new Effects(), new Accounts());
  const abouts = new Abouts(requests, new Leases(requests));
  const calls = new Calls(requests, new Tasks(), abouts);
  const request = requests.begin(0, 0, 0, 1, 2);
  Object.entries({ key: 7, operation: 1, bytes: 300, cost: 2, class: 1, tenant: 4 }).forEach(([name, value]) => {
    (requests as unknown as Record<string, Float64Array>)[name][request] = value;
  });
  const about = (call: number) => [
    calls.keyOf(call),
    calls.operationOf(call),
    calls.bytesOf(call),
    calls.costOf(call),
    calls.classOf(call),
    calls.tenantOf(call),
  ];
  return { requests, abouts, calls, request, about };
}

describe('what a call is about', () => {
  test('is what its request is about', () => {
    const { calls, request, about, abouts } = ledgers();
    expect(about(calls.begin(request))).toEqual([7, 1, 300, 2, 1, 4]);
    expect(abouts.rows.begun).toBe(0);
  });

  test('until some of it is overridden; the rest and the request stay as they were', () => {
    const { calls, request, about, abouts } = ledgers();
    const row = abouts.begin(request, -1);
    abouts.key[row] = 99;
    abouts.cost[row] = 5;
    const call = calls.begin(request);
    calls.about[call] = row;
    expect(about(call)).toEqual([99, 1, 300, 5, 1, 4]);
    expect(about(calls.begin(request))).toEqual([7, 1, 300, 2, 1, 4]);
  });

  test('lives as long as somebody refers to it, and the call’s row forgets it', () => {
    const { calls, request, about, abouts } = ledgers();
    const row = abouts.begin(request, -1);
    abouts.references[row]++;
    const call = calls.begin(request);
    calls.about[call] = row;
    abouts.key[row] = 99;
    abouts.letGo(row);
    expect([abouts.open, calls.keyOf(call)]).toEqual([1, 99]);
    calls.endedBy(call, CALL_ANSWERED);
    calls.endedBy(call, CALL_CLOSED);
    expect([abouts.open, calls.open]).toEqual([0, 0]);
    const again = calls.begin(request);
    expect([again, ...about(again)]).toEqual([call, 7, 1, 300, 2, 1, 4]);
  });

  test('survives that all columns are widened', () => {
    const { calls, request, about, abouts } = ledgers();
    const row = abouts.begin(request, -1);
    abouts.tenant[row] = 12;
    const call = calls.begin(request);
    calls.about[call] = row;
    for (let i = 0; i < 3_000; i++) calls.begin(request);
    expect(about(call)).toEqual([7, 1, 300, 2, 1, 12]);
    expect(about(2_500)).toEqual([7, 1, 300, 2, 1, 4]);
  });

  test('may begin as another', () => {
    const { abouts, request } = ledgers();
    const row = abouts.begin(request, -1);
    abouts.key[row] = 99;
    const other = abouts.begin(request, row);
    abouts.tenant[other] = 1;
    expect([abouts.key[other], abouts.tenant[other], abouts.tenant[row]]).toEqual([99, 1, 4]);
  });
});
