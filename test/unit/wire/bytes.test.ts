import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ByteReader, ByteWriter, MalformedBytes } from '../../../src/wire/bytes.js';

const field = fc.oneof(
  fc.record({ kind: fc.constant('bool' as const), value: fc.boolean() }),
  fc.record({ kind: fc.constant('i16' as const), value: fc.integer({ min: -0x8000, max: 0x7fff }) }),
  fc.record({ kind: fc.constant('i32' as const), value: fc.integer() }),
  fc.record({ kind: fc.constant('i64' as const), value: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }) }),
  fc.record({ kind: fc.constant('string16' as const), value: fc.option(fc.string({ unit: 'grapheme' })) }),
  fc.record({ kind: fc.constant('string32' as const), value: fc.string({ unit: 'grapheme' }) }),
  fc.record({ kind: fc.constant('bytes32' as const), value: fc.option(fc.uint8Array().map((bytes) => Buffer.from(bytes))) }),
);
type Field = typeof field extends fc.Arbitrary<infer T> ? T : never;

function write(writer: ByteWriter, { kind, value }: Field): void {
  (writer[kind] as (given: unknown) => unknown).call(writer, value);
}

test('every field is read back as it was written', () => {
  fc.assert(
    fc.property(fc.array(field), (fields) => {
      const bytes = new ByteWriter().list(fields, write).toBuffer();
      const kinds = fields.map(({ kind }) => kind);
      const reader = new ByteReader(bytes);
      expect(reader.list((r) => r[kinds.shift() ?? 'bool']())).toEqual(fields.map(({ value }) => value));
      expect(reader.left).toBe(0);
    }),
  );
});

test('a string that is cut off is malformed, not short', () => {
  const bytes = new ByteWriter().string16('broker').toBuffer();
  expect(() => new ByteReader(bytes.subarray(0, -1)).string16()).toThrow(MalformedBytes);
});

test('a list that claims more items than there are bytes costs no memory', () => {
  expect(() => new ByteReader(Buffer.from('7fffffff00', 'hex')).list((r) => r.bool())).toThrow('a list of 2147483647 items in 1 bytes');
});

test('arbitrary bytes give a value or MalformedBytes, nothing else', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      try {
        new ByteReader(Buffer.from(bytes)).list((r) => [r.i16(), r.string16(), r.bytes32()]);
      } catch (error) {
        expect(error).toBeInstanceOf(MalformedBytes);
      }
    }),
  );
});
