import fc from 'fast-check';
import { expect, it } from 'vitest';
import { AfterMarker } from '../../../../src/hosts/session/profile-noise.js';

it('finds the marker wherever the chunks are cut, and keeps what follows to the byte', () => {
  fc.assert(
    fc.property(fc.string(), fc.uint8Array(), fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }), (noise, output, sizes) => {
      fc.pre(!`${noise}mark\n`.slice(0, -5).includes('mark\n'));
      const all = Buffer.concat([Buffer.from(`${noise}mark\n`), output]);
      const filter = new AfterMarker('mark');
      const after: Buffer[] = [];
      for (let at = 0, i = 0; at < all.length; i += 1) {
        const size = sizes[i % sizes.length] ?? 1;
        after.push(filter.take(all.subarray(at, at + size)));
        at += size;
      }
      expect(Buffer.concat(after).equals(output)).toBe(true);
      expect(filter.seen).toBe(true);
      expect(filter.noise).toBe(noise);
    }),
  );
});

it('gives nothing, and remembers the end of what came, while there is no marker', () => {
  const filter = new AfterMarker('mark');
  expect(filter.take(Buffer.from('x'.repeat(5000))).length).toBe(0);
  expect(filter.take(Buffer.from('mark')).length).toBe(0);
  expect(filter.noise).toMatch(/^x+mark$/);
  expect(filter.take(Buffer.from('\n!')).toString()).toBe('!');
});
