// Lines on their way to the producer, and what it says of them in the end.
import { describe, expect, it } from 'vitest';
import { feedCounts } from '../../../../src/components/producer/feed.js';
import { paced, wholeLines } from '../../../../src/flows/feed/lines.js';

async function* source(pieces: readonly string[], failure?: Error): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) yield await Promise.resolve(Buffer.from(piece));
  if (failure !== undefined) throw failure;
}

async function all(blocks: AsyncIterable<Uint8Array>): Promise<{ readonly blocks: readonly string[]; readonly failure: unknown }> {
  const found: string[] = [];
  try {
    for await (const block of blocks) found.push(Buffer.from(block).toString());
    return { blocks: found, failure: null };
  } catch (failure) {
    return { blocks: found, failure };
  }
}

describe('the lines of a source', () => {
  it('stay whole wherever it is cut, and the last one needs no end', async () => {
    const text = 'a|1|1|1\n\nbü|2|2|0\r\nc|3|3|-1';
    const bytes = Buffer.from(text);
    for (let i = 1; i < bytes.length; i += 1) {
      const pieces = [bytes.subarray(0, i), bytes.subarray(i)];
      const { blocks } = await all(wholeLines(source([])));
      expect(blocks).toEqual([]);
      async function* cut(): AsyncGenerator<Uint8Array> {
        for (const piece of pieces) yield await Promise.resolve(piece);
      }
      const found = await all(wholeLines(cut()));
      expect(found.blocks.join('')).toBe(text);
      expect(found.blocks.slice(0, -1).every((block) => block.endsWith('\n'))).toBe(true);
    }
  });

  it('are left out where the source fails within one', async () => {
    const failure = new Error('gone');
    expect(await all(wholeLines(source(['a|1|1|1\nb|1|1|', '-'], failure)))).toEqual({ blocks: ['a|1|1|1\n'], failure });
  });

  it('are not held back for ever where they have no end', async () => {
    const { blocks } = await all(wholeLines(source(Array.from({ length: 30 }, () => 'x'.repeat(100_000)))));
    expect(blocks.length).toBeGreaterThan(1);
    expect(blocks.join('')).toHaveLength(3_000_000);
  });
});

describe('a rate', () => {
  it('is kept over the blocks', async () => {
    const began = performance.now();
    const { blocks } = await all(
      paced(source(['1\n2\n3\n4\n5\n', '6\n7\n8\n9\n10\n11']), { perSecond: 20, signal: new AbortController().signal }),
    );
    expect(blocks.join('')).toBe('1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11');
    // The first at once, the eleventh after half a second.
    expect(performance.now() - began).toBeGreaterThan(450);
  });

  it('hands on nothing more once it is interrupted', async () => {
    const abort = new AbortController();
    const found: string[] = [];
    for await (const block of paced(source(['1\n2\n3\n', '4\n']), { perSecond: 1, signal: abort.signal })) {
      found.push(Buffer.from(block).toString());
      abort.abort();
    }
    expect(found).toEqual(['1\n']);
    expect((await all(paced(source(['1\n']), { perSecond: null, signal: abort.signal }))).blocks).toEqual([]);
  });
});

it('the last line of the producer has the counts', () => {
  expect(feedCounts('sent 3, acknowledged 2, failed 1, malformed 4 (no leader)\n')).toEqual({
    sent: 3,
    acknowledged: 2,
    failed: 1,
    unanswered: 0,
    malformed: 4,
  });
  expect(feedCounts('x\nstopped after line 9: sent 9, acknowledged 5, failed 1, unanswered 3, malformed 0')).toMatchObject({
    unanswered: 3,
  });
  expect(feedCounts('the settings cannot be read: nothing')).toBeNull();
  expect(feedCounts('')).toBeNull();
});
