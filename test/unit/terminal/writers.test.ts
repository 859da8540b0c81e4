// The one place that writes to a terminal: nobody goes past it.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const SOURCES = fileURLToPath(new URL('../../../src/', import.meta.url));
const WRITER = 'terminal/terminal.ts';
/** Asks whether standard output is a terminal, and writes nothing. */
const ASKS = 'ready-answer.ts';
/** Every way in which a program can reach its standard output and standard error. */
const WAYS = [
  /\bprocess\s*(\?\.|\.)\s*(stdout|stderr|_rawDebug)\b/,
  /\bprocess\s*\[\s*['"`]/,
  /\{[^{}]*\b(stdout|stderr)\b[^{}]*\}\s*=\s*(globalThis\.)?process\b/,
  /(?<![\w.-])console\s*\.\s*(log|info|warn|error|debug|table|dir|trace)\b/,
  /\bwrite(v|Sync)?\(\s*[12]\s*,/,
  /\/dev\/(tty|stdout|stderr|fd\/[12])\b/,
  /['"]node:(process|console|tty)['"]/,
  /\b(this|ux)\.(log|warn|stdout|stderr)\(/,
  /\bemitWarning\(/,
];

const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'));

it('is the only file that names the streams', () => {
  const texts = files.map((path) => [path, readFileSync(join(SOURCES, path), 'utf8')] as const);
  const writers = texts.filter(([, text]) => WAYS.some((way) => way.test(text))).map(([path]) => path);
  expect(writers).toEqual([ASKS, WRITER]);
});

it('every way is found', () => {
  for (const way of [
    'process.stdout.write(x)',
    'process?.stderr',
    "process['stdout']",
    'const { stdout } = process;',
    'const { pid, stderr: e } = globalThis.process',
    'console.log(x)',
    'fs.writeSync(1, x)',
    "open('/dev/tty')",
    "from 'node:process'",
    'this.log(x)',
  ])
    expect(
      WAYS.some((one) => one.test(way)),
      way,
    ).toBe(true);
});
