import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CUT_MARK, LogLines, LONGEST_LINE } from '../../../../src/flows/logs/lines.js';

function linesOf(pieces: readonly Uint8Array[]): string[] {
  const lines: string[] = [];
  const cutter = new LogLines((line) => lines.push(line));
  for (const piece of pieces) cutter.add(piece);
  cutter.end();
  return lines;
}

describe('lines of a log', () => {
  it('are the same wherever the bytes are cut', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', '\n', 'é', '页', '\r') }), fc.array(fc.nat(20)), (text, cuts) => {
        const bytes = Buffer.from(text);
        let at = 0;
        const pieces = cuts.map((length) => bytes.subarray(at, (at += length)));
        const want = text.split('\n');
        if (want.at(-1) === '') want.pop();
        expect(linesOf([...pieces, bytes.subarray(at)])).toEqual(want);
      }),
    );
  });

  it('are cut at a limit, with a mark, at once and once', () => {
    const lines: string[] = [];
    const cutter = new LogLines((line) => lines.push(line));
    cutter.add(Buffer.from('x'.repeat(LONGEST_LINE)));
    expect(lines).toEqual([]);
    cutter.add(Buffer.from('xx'));
    expect(lines).toEqual(['x'.repeat(LONGEST_LINE) + CUT_MARK]);
    cutter.add(Buffer.from('xxx\nnext\n'));
    cutter.end();
    expect(lines.slice(1)).toEqual(['next']);
  });

  it('take time that grows with the bytes alone', () => {
    const piece = Buffer.alloc(1 << 15, 'x');
    const began = performance.now();
    // 128 MiB without a line break; it took minutes where each piece was joined to all before it.
    const lines = linesOf(Array.from({ length: 4096 }, () => piece));
    expect(performance.now() - began).toBeLessThan(5000);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toHaveLength(LONGEST_LINE + CUT_MARK.length);
  });
});
