// What is written must be what java.util.Properties reads: asked of a real one.
import { execFileSync, spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { createInterface, type Interface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { propertyKey, propertyLines, propertyValue, renderProperties } from '../../../src/components/properties.js';

const READER = fileURLToPath(new URL('../../support/java/ReadProperties.java', import.meta.url));

const hasJdk = ((): boolean => {
  try {
    execFileSync('javac', ['-version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

const units = (text: string): string =>
  [...Array(text.length).keys()].map((i) => text.charCodeAt(i).toString(16).padStart(4, '0')).join('');
const expectedOf = (entries: readonly (readonly [string, string])[]): string =>
  entries
    .map(([key, value]) => `${units(key)}=${units(value)}`)
    .toSorted()
    .join(' ');

/** Any UTF-16, lone surrogates too, and often what is special to the format. */
const text = fc.oneof(
  fc.string({
    unit: fc.constantFrom('\\', ' ', '\t', '\n', '\r', '\f', ':', '=', '#', '!', 'u', 'a', '$', '{', '}', 'ü', '\u{1f600}', '\0'),
  }),
  fc.string({ unit: 'binary' }),
  fc.array(fc.integer({ min: 0, max: 0xffff })).map((codes) => String.fromCharCode(...codes)),
);

describe.skipIf(!hasJdk)('against java.util.Properties', () => {
  let java: ChildProcessWithoutNullStreams;
  let answers: Interface;
  const read = (file: string): Promise<string> =>
    new Promise((resolve) => {
      answers.once('line', resolve);
      // Latin-1 is what Java reads; the encoder leaves nothing beyond ASCII.
      java.stdin.write(`${Buffer.from(file, 'latin1').toString('hex')}\n`);
    });

  beforeAll(() => {
    java = spawn('java', [READER]);
    answers = createInterface({ input: java.stdout });
  });
  afterAll(() => {
    java.stdin.end();
  });

  it('reads every key and value back', { timeout: 60_000 }, async () => {
    const entries = fc.uniqueArray(fc.tuple(text, text), { selector: ([key]) => key, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(entries, async (written) => {
        expect(await read(propertyLines(written))).toBe(expectedOf(written));
      }),
      { numRuns: 2000 },
    );
  });

  it('lets no value of a hole or of the inventory become another key', { timeout: 60_000 }, async () => {
    const template = '# hole\na=${a}\nb=2\n';
    const config = fc.dictionary(
      fc.oneof(text, fc.constant('b')).filter((key) => key !== 'a'),
      text,
    );
    await fc.assert(
      fc.asyncProperty(text, config, async (a, given) => {
        const file = renderProperties({ template, values: { a }, config: given });
        expect(await read(file)).toBe(expectedOf(Object.entries({ b: '2', ...given, a })));
      }),
      { numRuns: 500 },
    );
  });
});

describe('encoding', () => {
  it('leaves what is plain as it is', () => {
    expect(
      propertyLines([
        ['log.dirs', '/a/b,/c'],
        ['server.1', 'h:2888:3888'],
        ['empty', ''],
      ]),
    ).toBe('log.dirs=/a/b,/c\nserver.1=h:2888:3888\nempty=');
  });

  it('escapes what would end or begin something', () => {
    expect(propertyValue(' a b\\\n#c=d:e')).toBe('\\ a b\\\\\\n#c=d:e');
    expect(propertyKey('#a b=c:d!')).toBe('\\#a\\ b\\=c\\:d\\!');
    expect(propertyValue('é\u{1f600}\u0000')).toBe('\\u00e9\\ud83d\\ude00\\u0000');
  });

  it('refuses a key that comes twice', () => {
    expect(() =>
      propertyLines([
        ['a', '1'],
        ['a', '2'],
      ]),
    ).toThrow('a is set twice');
    expect(() => renderProperties({ template: 'a=1\n${block}\n', values: {}, blocks: { block: 'a=2' } })).toThrow('a is set twice');
  });
});

describe('keys of the inventory', () => {
  const template = '# why\na=1\nb=${b}\n';
  const render = (config: Readonly<Record<string, string>>): string => renderProperties({ template, values: { b: '2' }, config });

  it('stand below, and what they replace is a comment', () => {
    expect(render({ z: '26', a: '9' })).toBe(
      '# why\n# a=1 (the inventory says otherwise, below)\nb=2\n\n# --- From the inventory\na=9\nz=26\n',
    );
  });

  it('change nothing where they say the same', () => {
    expect(render({ a: '1', b: '2' })).toBe('# why\na=1\nb=2\n');
    expect(render({})).toBe('# why\na=1\nb=2\n');
  });
});
