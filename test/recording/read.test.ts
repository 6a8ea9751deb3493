import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { READ, WRITE } from '../../src/sim/policy/workload/contract.ts';
import { mulberry } from '../mulberry.ts';
import { bytesOf, pieces, readText } from './pieces.ts';

/** The accesses of a file as plain lists. */
async function told(text: string | Uint8Array) {
  const { recording, format, skipped, distinct, accesses } = await readText(text);
  const { keys, bytes, operations, times } = recording;
  expect(accesses).toBe(keys.length);
  return {
    keys: [...keys],
    distinct,
    format,
    ...(bytes ? { bytes: [...bytes] } : {}),
    ...(operations ? { operations: [...operations] } : {}),
    ...(times ? { times: [...times] } : {}),
    ...(skipped > 0 ? { skipped } : {}),
  };
}

describe('one key a line', () => {
  const abac = { keys: [0, 1, 0, 2], distinct: 3, format: 'one key a line' };

  test('numbers keys in order of first appearance, whatever they are', async () => {
    expect(await told('7\n3\n7\n12\n')).toEqual(abac);
    expect(await told('user:7\nuser:3\nuser:7\nuser:12\n')).toEqual(abac);
    expect(await told('für Elise\n日本\nfür Elise\n/a b?c=d\n')).toEqual(abac);
  });

  test('with a header or without, CRLF or LF, a byte order mark, and no line end at the end', async () => {
    expect(await told('key\n7\n3\n7\n12')).toEqual(abac);
    expect(await told('7\r\n3\r\n7\r\n12\r\n')).toEqual(abac);
    expect(await told('7\r\n3\r\n7\r\n12\r')).toEqual(abac);
    expect(await told('\ufeffobj_id\r\n7\r\n3\r\n7\r\n12')).toEqual(abac);
    expect(await told('\ufeff7\n3\n7\n12')).toEqual(abac);
    expect(await told('7')).toMatchObject({ keys: [0] });
  });

  test('skips blank lines and comments, and counts them', async () => {
    expect(await told('# from the shop\n\nkey\n7\n3\n \t\n7\n# half-time\n12\n\n')).toEqual({ ...abac, skipped: 5 });
  });

  test('only the same text is the same key: leading zeros, spaces within, great numbers and case count', async () => {
    const different = ['7', '07', '7.0', '-7', '4294967303', '9007199254740993', '9007199254740992', 'a b', 'a  b', 'A B', '0', '00', '7x'];
    expect(await told(different.join('\n'))).toMatchObject({ distinct: different.length });
    expect(await told('7\n 7\n7 \n\t7\n')).toMatchObject({ keys: [0, 0, 0, 0] });
  });

  test('a header that says key lets keys hold separators; without one so does a first line without any', async () => {
    expect(await told('key\na,b\nc;d\na,b\n')).toMatchObject({ keys: [0, 1, 0], format: 'one key a line' });
    expect(await told('a\na,b\nc;d\na,b\n')).toMatchObject({ keys: [0, 1, 2, 1], format: 'one key a line' });
  });
});

describe('tables', () => {
  const full = { keys: [0, 1, 0], distinct: 2, bytes: [500, 700, 500], operations: [READ, WRITE, READ], times: [0, 500_000, 2_000_000] };

  test('columns in any order, by any of their names', async () => {
    const format = (columns: string) => `CSV with columns ${columns}`;
    expect(await told('time,key,size,operation\n10,a,500,get\n10.5,b,700,set\n12,a,500,get\n')).toEqual({
      ...full,
      format: format('time (s), key, size, operation'),
    });
    expect(await told('OP,Bytes,Timestamp,obj_id\nread,500,10,a\nwrite,700,10.5,b\nREAD,500,12,a\n')).toEqual({
      ...full,
      format: format('operation, size, time (s), key'),
    });
    expect(await told('method,id,ts,object,size,client\nGET,1,10,a,500,x\nPUT,2,10.5,b,700,y\nHEAD,3,12,a,500,x')).toEqual({
      ...full,
      format: format('operation, time (s), key, size, tenant'),
    });
  });

  test('tabs and semicolons part fields too', async () => {
    expect(await told('key\tsize\na\t1\nb\t2\n')).toMatchObject({ keys: [0, 1], bytes: [1, 2], format: 'TSV with columns key, size' });
    expect(await told('key;size\na,b;1\nc;2\n')).toMatchObject({ keys: [0, 1], format: 'CSV with semicolons with columns key, size' });
    expect(await told('size\tkey\n\ta\n2\tb\n')).toMatchObject({ keys: [0, 1], bytes: [0, 2] });
  });

  test('fields in quotes hold separators, quotes and spaces', async () => {
    const { keys, bytes } = await told('"key","size"\n"a,b",1\n"say ""hi""","2"\n a"b ,3\na"b,4\n"a,b" , 5\nx,6');
    expect([keys, bytes]).toEqual([
      [0, 1, 2, 2, 0, 3],
      [1, 2, 3, 4, 5, 6],
    ]);
    expect(await told('"key"\n"a,b"\nc\n"a,b"\n')).toMatchObject({ keys: [0, 1, 0], format: 'CSV with columns key' });
    // one key, quoted here and bare there
    expect(await told('key,op\n"user:1",get\nuser:1,get\n"7",get\n7,get\n')).toMatchObject({ keys: [0, 0, 1, 1] });
  });

  test('a size that was not recorded is 0', async () => {
    expect(await told('key,size\na,\nb,12.5\nc,1e3\n')).toMatchObject({ bytes: [0, 12.5, 1_000] });
  });

  test('the words of memcached, Redis, HTTP and block traces read or write', async () => {
    const read = ['get', 'GETS', 'read', 'R', 'HEAD'];
    const write = ['set', 'add', 'CAS', 'incr', 'put', 'POST', 'PATCH', 'delete', 'DEL', 'W', 'write'];
    const { operations } = await told(`key,op\n${[...read, ...write].map((word) => `k,${word}`).join('\n')}`);
    expect(operations).toEqual([...read.map(() => READ), ...write.map(() => WRITE)]);
  });

  describe('without a header, where columns can be told', () => {
    const untold = (columns: string) => `CSV without a header, taken as ${columns}`;

    test.each([
      ['user:1,get\nuser:2,set\n', 'key, operation'],
      ['get,17\nset,18\n', 'operation, key'],
      ['user:1,500\nuser:2,100\n', 'key, size'],
      ['8,500\n3,100\n', 'key, size'],
      ['1.5,user:1\n1.5,user:2\n2,user:1\n', 'time (s), key'],
      ['10,8\n10,3\n15,8\n', 'time (s), key'],
      ['1,8,500\n2,3,100\n', 'time (s), key, size'],
      ['2024-05-01T10:00:00Z,8,500\n2024-05-01T10:00:01Z,3,100\n', 'time (dates), key, size'],
      ['1,get,user:1,500\n2,set,user:2,100\n', 'time (s), operation, key, size'],
      ['1,user:1,6,500,3,get,0\n1,user:2,6,100,4,set,60\n', 'time (s), key, size, operation'],
    ])('%j', async (text, columns) => {
      expect((await told(text)).format).toBe(untold(columns));
    });
  });

  describe('times', () => {
    const times = async (column: string, ...values: (string | number)[]) =>
      (await told(`${column},key\n${values.map((value) => `${value},a`).join('\n')}\n`)).times;

    test('count from the first access, in the unit that the column or their size tells', async () => {
      expect(await times('time', 100, 100.25, 101)).toEqual([0, 250_000, 1_000_000]);
      expect(await times('time_ms', 100, 101)).toEqual([0, 1_000]);
      expect(await times('ts [us]', 100, 101)).toEqual([0, 1]);
      expect(await times('Timestamp (ns)', 1_000, 3_500)).toEqual([0, 2.5]);
      expect(await times('timestamp', 1_700_000_000, 1_700_000_001)).toEqual([0, 1e6]);
      expect(await times('timestamp', 1_700_000_000_000, 1_700_000_000_001)).toEqual([0, 1e3]);
      expect(await times('timestamp', 1_700_000_000_000_000, 1_700_000_000_000_001)).toEqual([0, 1]);
    });

    test('may be dates', async () => {
      expect(await times('time', '2024-05-01T10:00:00Z', '2024-05-01T10:00:00.5Z', '2024-05-01T12:00:01+02:00')).toEqual([0, 5e5, 1e6]);
      expect(await times('date', '2024-05-01 23:59:59', '2024-05-02')).toEqual([0, 1e6]);
    });

    test('are brought in order, which leaves rows where they are and says how many were out of it', async () => {
      const { recording, understood } = await readText('time,key\n5,a\n7,b\n6,c\n6,d\n8,e\n');
      expect([...recording.times!]).toEqual([0, 1e6, 1e6, 2e6, 3e6]);
      expect([...recording.rows!]).toEqual([0, 2, 3, 1, 4]);
      expect([...recording.keys]).toEqual([0, 1, 2, 3, 4]);
      expect(understood.outOfOrder).toBe(2);
    });
  });
});

test('NDJSON: the first object settles what counts', async () => {
  expect(
    await told(
      '{"ts": 1, "key": "a", "op": "get", "size": 5, "user": {"id": 3}}\n{"op": "set", "key": 7, "ts": 2.5}\n{"key": "7", "op": "get", "ts": 3, "size": 9}',
    ),
  ).toEqual({
    keys: [0, 1, 1],
    distinct: 2,
    bytes: [5, 0, 9],
    operations: [READ, WRITE, READ],
    times: [0, 1.5e6, 2e6],
    format: 'NDJSON with ts, key, op, size',
  });
  expect(await told('{"obj_id": "\\u00fc"}\r\n\r\n{"obj_id": "ü"}')).toEqual({
    keys: [0, 0],
    distinct: 1,
    skipped: 1,
    format: 'NDJSON with obj_id',
  });
  // a key of a Redis cluster looks a little like it
  expect(await told('{user1}:cart\n{user2}:cart\n')).toMatchObject({ keys: [0, 1], format: 'one key a line' });
});

describe('gzip', () => {
  test('of any of these, in one member or in several', async () => {
    expect(await told(gzipSync('key,op\na,get\nb,set\n'))).toMatchObject({ keys: [0, 1], format: 'CSV with columns key, operation, gzip' });
    expect(await told(gzipSync('\ufeff{"key":1}\n'))).toMatchObject({ keys: [0], format: 'NDJSON with key, gzip' });
    expect(await told(Buffer.concat([gzipSync('a\nb\n'), gzipSync(''), gzipSync('a\n')]))).toMatchObject({ keys: [0, 1, 0] });
  });

  test('of much more text than is unpacked at a time', async () => {
    const keys = Array.from({ length: 200_000 }, (_, i) => (i * 7_919) % 1_000);
    const file = await readText(gzipSync(keys.join('\n')));
    expect([file.accesses, file.distinct]).toEqual([200_000, 1_000]);
    expect(file.recording.keys[999]).toBe(999);
    expect(file.recording.keys.subarray(1_000, 1_003)).toEqual(Int32Array.of(0, 1, 2));
  });
});

const samples: readonly (readonly [string, string | Uint8Array])[] = [
  ['keys', '# shop\nkey\r\n12\nfür Elise\n\n12\n7'],
  ['a byte order mark', '\ufeffkey,size\n12,3\n7,4\n'],
  ['a table', 'time,"key",op\n1.5,"a,""b",get\n\n2,x,set\r\n2.5,7,get'],
  ['no header', '10,8\n10,3\n15,8\n'],
  ['NDJSON', '{"key":"ü","op":"get"}\n{"key":"b","op":"set"}\n'],
  ['gzip', gzipSync('key,size\na,1\nb,2\na,1\n')],
  ['two gzips', Buffer.concat([gzipSync('key\na\n'), gzipSync('b\na')])],
  ['two hundred lines', Array.from({ length: 200 }, (_, i) => i % 7).join('\n')],
];

describe.each(samples)('however a file comes in pieces, it is the same: %s', (_, text) => {
  const bytes = bytesOf(text);

  test('cut at any byte, or into bytes', async () => {
    const whole = await readText(bytes);
    for (let cut = 1; cut < bytes.length; cut++) {
      const halves = (async function* () {
        yield bytes.subarray(0, cut);
        yield bytes.subarray(cut);
      })();
      const { readRecording } = await import('../../src/recording/read.ts');
      expect(await readRecording(halves, { name: 'shop.csv', size: bytes.length }), `cut at ${cut}`).toEqual(whole);
    }
    for (const piece of [1, 2, 3, 7]) expect(await readText(bytes, { piece })).toEqual(whole);
  });
});

test('random keys and columns come back as they were written', async () => {
  const anyKey = fc.oneof(
    fc.integer({ min: 0, max: 30 }).map(String),
    fc
      .string({ minLength: 1, maxLength: 12, unit: 'binary' })
      .filter((key) => key.trim() === key && key !== '' && [...key].every((letter) => letter >= ' ')),
  );
  const anyAccess = fc.record({ key: anyKey, size: fc.nat(), operation: fc.constantFrom(READ, WRITE), gap: fc.nat({ max: 1_000 }) });
  const quoted = (key: string) => `"${key.replaceAll('"', '""')}"`;
  await fc.assert(
    fc.asyncProperty(fc.array(anyAccess, { minLength: 1, maxLength: 150 }), fc.integer({ min: 1, max: 50 }), async (accesses, piece) => {
      let now = 0;
      const rows = accesses.map(({ gap, ...rest }) => {
        now += gap;
        return { ...rest, time: now };
      });
      const csv = [
        'key,size,op,time_us',
        ...rows.map(({ key, size, operation, time }) => `${quoted(key)},${size},${operation === READ ? 'get' : 'set'},${time}`),
      ];
      const json = rows.map(({ key, size, operation, time }) =>
        JSON.stringify({ key, size, op: operation === READ ? 'get' : 'set', time_us: time }),
      );
      const numbers = new Map<string, number>();
      for (const { key } of rows) if (!numbers.has(key)) numbers.set(key, numbers.size);
      for (const text of [csv.join('\n'), json.join('\n')]) {
        const { recording, distinct } = await readText(text, { piece });
        expect([...recording.keys]).toEqual(rows.map(({ key }) => numbers.get(key)));
        expect(distinct).toBe(numbers.size);
        expect([...recording.bytes!]).toEqual(rows.map(({ size }) => size));
        expect([...recording.operations!]).toEqual(rows.map(({ operation }) => operation));
        const times = rows.map(({ time }) => time - rows[0].time);
        expect(recording.times && [...recording.times]).toEqual(times.at(-1) === 0 ? undefined : times);
      }
    }),
    { numRuns: 100, seed: 1 },
  );
});

test('a million lines, with their hash', async () => {
  const random = mulberry(1);
  const keys = Array.from({ length: 1_000_000 }, () => Math.floor(random() ** 3 * 400_000));
  const text = `key\n${keys.join('\n')}\n`;
  const began = performance.now();
  const file = await readText(text, { piece: 65_536 });
  expect(performance.now() - began).toBeLessThan(5_000);
  expect([file.accesses, file.distinct, file.bytes]).toEqual([1_000_000, new Set(keys).size, text.length]);
  expect(file.hash).toBe(createHash('sha256').update(text).digest('hex'));
  const first = new Map<number, number>();
  for (const key of keys) if (!first.has(key)) first.set(key, first.size);
  expect(file.recording.keys.every((number, i) => number === first.get(keys[i]))).toBe(true);
});

describe('while it reads', () => {
  const long = bytesOf('1234567\n'.repeat(400_000));

  test('says how far it has come', async () => {
    const seen: number[] = [];
    await readText(long, { piece: 1_000_000, onProgress: (bytes) => seen.push(bytes) });
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    expect(seen.length).toBeGreaterThan(5);
    expect(seen.at(-1)).toBe(long.length);
  });

  test('lets others have their turn, and stops when told to', async () => {
    const stopping = new AbortController();
    let closed = false;
    const endless = (async function* () {
      try {
        // comments, so that there is no end of accesses to come to
        for (;;) yield bytesOf('# nothing\n'.repeat(100_000));
      } finally {
        closed = true;
      }
    })();
    const { readRecording } = await import('../../src/recording/read.ts');
    setTimeout(() => stopping.abort(), 60);
    await expect(readRecording(endless, { name: 'endless', size: 0, signal: stopping.signal })).rejects.toMatchObject({
      name: 'AbortError',
    });
    expect(closed).toBe(true);
  });

  test('does not even begin when it has been stopped before', async () => {
    const signal = AbortSignal.abort();
    await expect(readText('a\nb\n', { signal })).rejects.toMatchObject({ name: 'AbortError' });
  });

  test('leaves the bytes as they were', async () => {
    const bytes = bytesOf('key,op\n"a ""b""",get\n');
    const copy = bytes.slice();
    for await (const _ of pieces(bytes)) await readText(bytes);
    expect(bytes).toEqual(copy);
  });
});
