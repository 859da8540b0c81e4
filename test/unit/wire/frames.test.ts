import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MalformedBytes } from '../../../src/wire/bytes.js';
import { FrameCutter, frame } from '../../../src/wire/frames.js';

const bodies = fc.array(fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)));

test('frames come out whole wherever the chunks are broken', () => {
  fc.assert(
    fc.property(bodies, fc.array(fc.nat({ max: 12 })), (wanted, sizes) => {
      const cutter = new FrameCutter(40);
      let rest = Buffer.concat(wanted.map(frame));
      const seen: Buffer[] = [];
      for (const size of sizes) {
        seen.push(...cutter.push(rest.subarray(0, size)));
        rest = rest.subarray(size);
      }
      seen.push(...cutter.push(rest));
      expect(seen.map(String)).toEqual(wanted.map(String));
      expect(cutter.pending).toBe(0);
    }),
  );
});

test('an incomplete frame is kept back', () => {
  const cutter = new FrameCutter(100);
  expect(cutter.push(frame(Buffer.from('abc')).subarray(0, 6))).toEqual([]);
  expect(cutter.pending).toBe(6);
});

test.each([
  ['longer than the limit', Buffer.from('00000065', 'hex')],
  ['of negative length', Buffer.from('ffffffff', 'hex')],
  ['of a web server', Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')],
])('a frame %s is garbage', (_, bytes) => {
  expect(() => new FrameCutter(100).push(bytes)).toThrow(MalformedBytes);
});
