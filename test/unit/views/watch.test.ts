import { describe, expect, it } from 'vitest';
import { width } from '../../../src/terminal/table.js';
import { watchPicture } from '../../../src/views/watch.js';
import { changesBetween } from '../../../src/verify/changes.js';
import { allGone, allWell, hostGone } from './looks.js';

const size = { columns: 80, rows: 0 };
const shape = { everyS: 5, everything: false, inventory: null };
const look = (number: number, of: typeof allWell, before?: typeof allWell) => {
  const { result } = of();
  return { ...result, look: number, changes: before === undefined ? [] : changesBetween(before().result.checks, result.checks) };
};

describe('the picture of a look', () => {
  it('has the time of the look, the verdict, and what changed', async () => {
    const picture = watchPicture(shape)('fams', look(2, hostGone, allWell), size);
    const time = new Date(allWell().result.startedAt).toTimeString().slice(0, 8);
    await expect(`${picture.replaceAll(time, 'HH:MM:SS')}\n`).toMatchFileSnapshot('expected/look.txt');
  });

  it('keeps in sight what changed last', () => {
    const show = watchPicture(shape);
    expect(show('fams', look(1, allWell), size)).not.toContain('Changed');
    const changed = show('fams', look(2, hostGone, allWell), size);
    const later = show('fams', look(3, hostGone, hostGone), size);
    expect(changed).toMatch(/new +ok > warn +host\.ssh/);
    expect(later).toMatch(/new +ok > warn +host\.ssh/);
    const back = show('fams', look(4, allWell, hostGone), size);
    expect(back).toMatch(/gone +warn > ok +host\.ssh +n2\n +cannot be reached/);
    expect(back).not.toContain('new ');
  });

  it('fits the terminal', () => {
    for (const rows of [10, 24, 200]) {
      const lines = watchPicture(shape)('fams', look(2, allGone, allWell), { columns: 80, rows }).split('\n');
      // One line is left for the cursor.
      expect(lines.length).toBeLessThan(rows);
      if (rows < 24) expect(lines.at(-1)).toMatch(/^\.\.\. \d+ more lines$/);
      for (const line of lines) expect(width(line)).toBeLessThanOrEqual(80);
    }
  });
});
