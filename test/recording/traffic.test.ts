import { describe, expect, test } from 'vitest';
import { NO_PRIORITY, READ, WRITE } from '../../src/sim/policy/workload/contract.ts';
import { readText, refusal } from './pieces.ts';

const LOG = [
  '10.0.0.1 - - [10/Oct/2000:13:55:36 -0700] "GET /a HTTP/1.0" 200 2326',
  '10.0.0.2 - frank [10/Oct/2000:13:55:36 -0700] "POST /b?x=1 HTTP/1.1" 503 -',
  '10.0.0.1 - - [10/Oct/2000:13:55:38 -0700] "GET /a HTTP/1.0" 200 2326',
];

describe('access logs', () => {
  test('common: host, time, request, status and size by their places', async () => {
    const { recording, format, understood, distinct } = await readText(LOG.join('\n'));
    expect(format).toBe('access log (common) with tenant, time (dates), operation, key, status, size');
    expect([...recording.keys]).toEqual([0, 1, 0]);
    expect([...recording.times!]).toEqual([0, 0, 2e6]);
    expect(recording.wholeSeconds).toBe(true);
    expect([...recording.bytes!]).toEqual([2326, 0, 2326]);
    expect([...recording.operations!]).toEqual([READ, WRITE, READ]);
    expect([...recording.tenants!]).toEqual([0, 1, 0]);
    expect(distinct).toBe(2);
    expect(understood).toMatchObject({
      span: 2_000,
      rate: 1,
      tenants: 2,
      leftOut: null,
      statuses: {
        count: 3,
        errors: 1,
        most: [
          { status: '200', count: 2 },
          { status: '503', count: 1 },
        ],
      },
    });
    expect(understood.rows[1]).toEqual(['10.0.0.2', '-', 'frank', '10/Oct/2000:13:55:36 -0700', 'POST', '/b?x=1', '503', '-']);
  });

  test('combined, with a time that a server wrote behind it', async () => {
    const combined = LOG.map((line, i) => `${line} "-" "curl \\"x\\"" 0.${i}05`).join('\n');
    const { understood } = await readText(combined);
    expect(understood.form).toBe('access log (combined)');
    expect(understood.columns.at(-1)).toMatchObject({ name: 'field 11', role: 'duration', unit: 's', guessed: true });
    expect(understood.durations).toMatchObject({ count: 3, unit: 's', max: 205 });
  });

  test('lines that are none are left out and counted, with what is wrong with the first', async () => {
    const { accesses, understood } = await readText(
      [LOG[0], '10.0.0.9 - - [10/Oct/2000:13:55:37 -0700] "-" 400 0', 'oops', LOG[2]].join('\n'),
    );
    expect(accesses).toBe(2);
    expect(understood.leftOut).toEqual({ count: 2, first: 'shop.csv, line 2: found "-", expected a request, as GET /a HTTP/1.1' });
  });
});

describe('columns', () => {
  const roles = async (text: string) =>
    Object.fromEntries((await readText(text)).understood.columns.map(({ name, role, unit }) => [name, unit ? `${role} ${unit}` : role]));

  test('are known by their usual names', async () => {
    expect(
      await roles('@timestamp,request_uri,body_bytes_sent,status,duration_ms,tenant,priority,note\n1,a,5,200,7,x,0,-\n2,b,5,200,7,x,0,-\n'),
    ).toEqual({
      '@timestamp': 'time s',
      request_uri: 'key',
      body_bytes_sent: 'size',
      status: 'status',
      duration_ms: 'duration ms',
      tenant: 'tenant',
      priority: 'priority',
      note: null,
    });
    expect(
      await roles(
        '{"ts":1700000000123,"path":"/a","responseTimeMs":5,"client":"x"}\n{"ts":1700000000125,"path":"/a","responseTimeMs":5,"client":"x"}',
      ),
    ).toEqual({
      ts: 'time ms',
      path: 'key',
      responseTimeMs: 'duration ms',
      client: 'tenant',
    });
  });

  test.each([
    ['request_time', ['0.005', '2'], 's'],
    ['latency', ['0.25', '0.5', '3'], 's'],
    ['latency', ['12.5', '40'], 'ms'],
    ['latency', ['12', '400'], 'ms'],
    ['latency', ['12000', '40000'], 'us'],
    ['elapsed', ['12000000', '40000000'], 'ns'],
    ['latency_s', ['120'], 's'],
  ] as const)('a duration called %s of %j is taken for %s', async (name, values, unit) => {
    const { understood } = await readText(`key,${name}\n${values.map((value) => `a,${value}`).join('\n')}\n`);
    expect(understood.durations?.unit).toBe(unit);
    expect(understood.durations?.guessed).toBe(name !== 'latency_s');
  });

  test('epoch seconds with microseconds are exact', async () => {
    const { recording } = await readText('time\n1700000000.123456\n1700000000.123457\n1700000001.000001\n');
    expect([...recording.times!]).toEqual([0, 1, 876_545]);
    const dates = await readText('time,key\n2024-05-01T10:00:00.000001Z,a\n2024-05-01T10:00:00.5Z,b\n');
    expect([...dates.recording.times!]).toEqual([0, 499_999]);
  });

  test('the rate by hand: four gaps in 2 s are 2 req/s; five requests in three whole seconds 5/3', async () => {
    const rate = async (text: string) => (await readText(`time\n${text}\n`)).understood.rate;
    expect(await rate('1\n1.5\n2\n2.5\n3')).toBe(2);
    expect(await rate('1\n1\n2\n2\n3')).toBeCloseTo(5 / 3, 12);
  });

  test('times alone are enough; keys are then none', async () => {
    const { recording, distinct } = await readText('timestamp\n17\n18\n');
    expect([recording.keys.length, distinct, ...recording.times!]).toEqual([2, 0, 0, 1e6]);
  });

  test('whose first cell belies the name are left out', async () => {
    expect(await roles('key,class,latency\na,gold,fast\nb,silver,slow\n')).toEqual({ key: 'key', class: null, latency: null });
    expect(await roles('{"ts":1,"key":"a","user":{"id":3}}\n{"ts":2,"key":"a"}')).toMatchObject({ user: null });
  });

  test('classes are numbers from 0 to 3, or words', async () => {
    const { recording } = await readText('key,priority\na,0\nb,High\nc,\nd,low\n');
    expect([...recording.priorities!]).toEqual([0, 1, NO_PRIORITY, 3]);
    expect(await refusal('key,priority\na,0\nb,7\n')).toContain('line 3: found "7", expected a class of importance from 0');
  });

  test('are what somebody says they are, who gets another hash; the rest is left out', async () => {
    const text = 'a,5,1\nb,5,2\na,6,4\n';
    const { recording, understood, hash } = await readText(text, { columns: 'time=3:ms key=1' });
    expect([...recording.times!]).toEqual([0, 1_000, 3_000]);
    expect([...recording.keys]).toEqual([0, 1, 0]);
    expect(understood.columns.map(({ role, by }) => [role, by])).toEqual([
      ['key', 'choice'],
      [null, 'choice'],
      ['time', 'choice'],
    ]);
    expect((await readText(text, { columns: 'time=3:s key=1' })).hash).not.toBe(hash);
  });

  test('that nobody can tell are shown with the refusal', async () => {
    const error = await readText('a,5\nb,6\n').catch((reason) => reason);
    expect(error.message).toContain('columns whose meaning cannot be told');
    expect(error.seen).toMatchObject({
      form: 'CSV',
      rows: [
        ['a', '5'],
        ['b', '6'],
      ],
    });
    const late = await readText('key,latency\na,1\nb,slow\n').catch((reason) => reason);
    expect(late.seen.columns[1]).toMatchObject({ name: 'latency', role: 'duration' });
    expect((await readText('a,5\nb,6\n', { columns: 'key=1 time=2:s' })).recording.times).toEqual(Float64Array.of(0, 1e6));
  });
});

test('durations by hand: quantiles, and a distribution with the same mean', async () => {
  // 99 of 10 ms and one of 1 s: the mean is 19.9 ms
  const { understood } = await readText(`key,duration_ms\n${'a,10\n'.repeat(99)}a,1000\n`);
  expect(understood.durations).toMatchObject({ count: 100, mean: 19.9, p50: 10, p95: 10, p99: 10, max: 1_000, values: '10x99 1000' });
});

describe('refuses', () => {
  test.each([
    ['time,size\n5,1\n', 'shop.csv: found one request and no key, expected requests at two times at the least, or keys'],
    [
      'time,size\n5,1\n5,2\n5,3\n',
      'shop.csv: found 3 requests at one time and no keys, expected requests at two times at the least, or keys',
    ],
    ['time,size\n5,1\nNaN,2\n', 'shop.csv, line 3: found "NaN", expected a time, as a number'],
    ['time,size\n5,1\n6,-2\n', 'shop.csv, line 3: found "-2", expected a size in bytes'],
    ['time,duration\n5,1\n6,-2\n', 'shop.csv, line 3: found "-2", expected a duration, as a number from 0'],
    ['time,duration\n5,1\n6,fast\n', 'shop.csv, line 3: found "fast", expected a duration, as a number from 0'],
    ['{"ts":1,"duration":2}\n{"ts":2,"duration":"NaN"}\n', 'shop.csv, line 2: found "NaN", expected a duration, as a number from 0'],
  ])('%j', async (text, message) => {
    expect(await refusal(text)).toBe(message);
  });
});
