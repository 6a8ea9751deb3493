import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { bytesOf, readText, refusal } from './pieces.ts';

const utf16 = (text: string, mark: boolean, big: boolean) => {
  const bytes = Buffer.from(`${mark ? '\ufeff' : ''}${text}`, 'utf16le');
  return big ? bytes.swap16() : bytes;
};

describe('what is no text', () => {
  test('is told by its bytes', async () => {
    const bytes = Uint8Array.from({ length: 100 }, (_, i) => (i * 37) % 256);
    expect(await refusal(bytes)).toBe(
      'shop.csv: found bytes that are no text (00 25 4a 6f 94 b9 de 03 28 4d 72 97 bc e1 06 2b …), expected text, one access a line, or gzip of it',
    );
    expect(await refusal(Uint8Array.of(1, 2))).toContain('(01 02), expected text');
    expect(await refusal(`${'12\n'.repeat(50)}1\u00002\n`)).toBe(
      'shop.csv, line 51: found a byte that is no text: 0x00, expected text, one access a line',
    );
  });

  test('has a way out where it is known', async () => {
    const starting = (...bytes: number[]) => Uint8Array.from({ length: 90 }, (_, i) => bytes[i] ?? i);
    expect(await refusal(starting(0x28, 0xb5, 0x2f, 0xfd))).toContain('found a Zstandard archive, expected text or gzip: unpack it');
    expect(await refusal(starting(0x50, 0x4b, 3, 4))).toContain('found a ZIP archive or a spreadsheet');
    expect(await refusal(bytesOf('PAR1aaaa'))).toContain('found a Parquet file');
    expect(await refusal(gzipSync(gzipSync('a')))).toContain('gzip within gzip');
  });

  test('in UTF-16 has to be converted', async () => {
    for (const big of [false, true]) {
      for (const mark of [false, true])
        expect(await refusal(utf16('key\n1\n2\n', mark, big))).toMatch(/^shop\.csv: found UTF-16.*, expected UTF-8: .*iconv/);
    }
  });

  test('in gzip that is damaged or cut short, at any byte', async () => {
    const packed = gzipSync('key,size\nuser:1,500\nuser:2,700\nuser:1,500\n');
    for (let length = 12; length < packed.length; length++)
      expect(await refusal(packed.subarray(0, length)), `${length} bytes`).toBe(
        `shop.csv: found gzip that is cut short: it ends after ${length} bytes, expected a whole gzip file`,
      );
    const damaged = Uint8Array.from(packed);
    damaged[10] = 0xff;
    expect(await refusal(damaged)).toContain('found gzip that is damaged');
  });
});

describe('what is too little or too much', () => {
  test('no bytes, no accesses', async () => {
    expect(await refusal('')).toBe('shop.csv: found an empty file, expected accesses, one a line');
    expect(await refusal(gzipSync(''))).toContain('gzip of nothing');
    expect(await refusal('\n# nothing\n\n')).toContain('nothing but blank lines and comments');
    expect(await refusal('key,size\n')).toContain('a header and no accesses');
    expect(await refusal('\ufeffkey')).toContain('a header and no accesses');
  });

  test('a line without end', async () => {
    const long = 'x'.repeat(65_537);
    const message = 'shop.csv, line 3: found more than 65,536 bytes without a line end, expected one access a line';
    expect(await refusal(`a\nb\n${long}\nc\n`)).toBe(message);
    expect(await refusal(`a\nb\n${long}\nc\n`, { piece: 1_000 })).toBe(message);
    expect((await readText(`a\nb\n${'x'.repeat(65_536)}\nc\n`)).distinct).toBe(4);
  });

  test('more accesses than ten million, or more bytes than there may be', async () => {
    expect(await refusal('1\n'.repeat(10_000_001), { piece: 1 << 20 })).toBe(
      'shop.csv, line 10000001: found one access more, expected at most 10,000,000 accesses: take the first part of the file',
    );
    expect(await refusal('1\n', { size: 200_000_001 })).toContain('found 201 MB, expected at most 200 MB');
  });
});

describe('a table', () => {
  test('without a key or a time says which columns it has', async () => {
    expect(await refusal('user,amount\nbob,5\n')).toBe(
      'shop.csv, line 1: found the columns user, amount, expected one of them to be the key, by the name of key, obj_id, object_id, objid, object, obj, item, url, id, path; or the time, by the name of time, timestamp, ts, datetime, date, @timestamp',
    );
    expect(await refusal('# log\nsize\n17\n18\n')).toContain('line 2: found the column size');
    expect(await refusal('{"user": 1}\n')).toContain('line 1: found the properties user, expected one of them to be the key');
  });

  test('without a header whose columns cannot be told has to have one', async () => {
    for (const text of [
      '1,5\n2,6\n3,9\n',
      '1,100\n2,500\n3,100\n',
      '7,5\n7,3\n',
      'a,5\nb,6\n',
      'a,b\nc,d\n',
      'a,b,c,d,e\nf,g,h,i,j\n',
      'get,set\nset,get\n',
    ])
      expect(await refusal(text), text).toMatch(
        /^shop\.csv, line 1: found \d columns whose meaning cannot be told, expected a first line that names them, as time,key,size,operation$/,
      );
  });

  test('whose lines differ', async () => {
    expect(await refusal('key,size\na,1\n\nb,1,2\n')).toBe('shop.csv, line 4: found 3 fields, expected 2: key, size');
    expect(await refusal('user:1,500\nuser:2\n')).toContain('line 2: found 1 field, expected 2, as in line 1; where a line is a key');
    expect(await refusal(`${'user:1,500\n'.repeat(150)}user:2\n`)).toContain('line 151: found 1 field, expected 2, as in the lines above');
  });

  test('whose fields are not what they should be', async () => {
    const many = 'a,1,get,5\n'.repeat(200);
    const refusedAfter = (line: string) => refusal(`key,size,op,time\n${many}${line}\n`);
    expect(await refusedAfter('a,big,get,5')).toBe('shop.csv, line 202: found "big", expected a size in bytes');
    expect(await refusedAfter('a,-1,get,5')).toContain('found "-1", expected a size in bytes');
    expect(await refusedAfter('a,1,fetch,5')).toBe(
      'shop.csv, line 202: found "fetch", expected an operation, as get, read, set, put, write or delete',
    );
    expect(await refusedAfter('a,1,,5')).toContain('found nothing, expected an operation');
    expect(await refusedAfter('a,1,get,noon')).toContain('found "noon", expected a time, as a number');
    expect(await refusedAfter('a,1,get,')).toContain('found no time, expected a time');
    expect(await refusedAfter('a,1,get,2024-05-01')).toContain('expected a time, as a number');
    expect(await refusedAfter(',1,get,5')).toContain('found no key, expected a key');
    expect(await refusedAfter('"a,1,get,5')).toContain('found a quote that is not closed on its line');
    expect(await refusedAfter('"a"b,1,get,5')).toContain('expected a separator after the closing quote');
    expect(await refusedAfter(`a,${'x'.repeat(300)},get,5`)).toMatch(/found "x{57}…", expected/);
    expect(await refusal('date,key\n2024-05-01,a\n2024-13-01,b\n')).toContain('line 3: found "2024-13-01", expected a date that exists');
    expect(await refusal('date,key\n2024-05-01,a\n17,b\n')).toContain('line 3: found "17", expected a date');
  });

  test('with a carriage return within a line', async () => {
    expect(await refusal('key\r1\r2\r3')).toContain('a carriage return within the line, expected lines that end with LF or CRLF');
    expect(await refusal('1\n2\r3\n')).toContain('line 2: found a carriage return');
  });
});

describe('NDJSON', () => {
  test('with a line that is not JSON, or no object', async () => {
    expect(await refusal('{"key": 1}\n{"key": 2\n')).toBe(
      'shop.csv, line 2: found "{\\"key\\": 2", which is not JSON, expected a JSON object, as {"key": "user:1", "op": "get"}',
    );
    expect(await refusal('{"key": 1}\n[2]\n')).toContain('line 2: found "[2]", expected a JSON object');
    expect(await refusal('[{"key": 1}]\n')).toContain('found a JSON array, expected NDJSON, one object a line');
    expect(await refusal(Buffer.concat([Buffer.from('{"key": "'), Buffer.of(0xe9), Buffer.from('"}')]))).toContain(
      'bytes that are not UTF-8',
    );
  });

  test('with values that are not what they should be', async () => {
    const refusedAfter = (line: string) => refusal(`{"key": "a", "size": 5, "op": "get", "ts": 1}\n${line}`);
    expect(await refusedAfter('{"size": 5, "op": "get", "ts": 2}')).toContain('line 2: found no key, expected a key');
    expect(await refusedAfter('{"key": null, "op": "get", "ts": 2}')).toContain('line 2: found "null", expected a key');
    expect(await refusedAfter('{"key": "", "op": "get", "ts": 2}')).toContain('line 2: found no key');
    expect(await refusedAfter('{"key": 1, "size": "big", "op": "get", "ts": 2}')).toContain('expected a size in bytes');
    expect(await refusedAfter('{"key": 1, "ts": 2}')).toContain('line 2: found no op, expected an operation');
    expect(await refusedAfter('{"key": 1, "op": "jump", "ts": 2}')).toContain('found "jump", expected an operation');
    expect(await refusedAfter('{"key": 1, "op": "get"}')).toContain('found no time');
  });
});
