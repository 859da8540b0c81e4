import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { asLine, refused } from './read.js';

const folder = join(import.meta.dirname, 'broken');

describe('a broken inventory is refused with every problem at its place', () => {
  it.each(readdirSync(folder).filter((name) => name.endsWith('.yaml')))('%s', async (name) => {
    const error = refused(readFileSync(join(folder, name), 'utf8'));
    expect(error.exitCode).toBe(2);
    expect(error.problems.length).toBeGreaterThan(0);
    await expect(`${error.problems.map(asLine).join('\n')}\n`).toMatchFileSnapshot(`broken/${name.replace('.yaml', '.txt')}`);
  });
});
