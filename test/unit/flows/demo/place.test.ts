import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { demoPlace, makePlace, ownPlace } from '../../../../src/flows/demo/place.js';

let common: string;
beforeEach(() => {
  common = mkdtempSync(join(tmpdir(), 'fams-place-'));
});
afterEach(() => {
  rmSync(common, { recursive: true });
});

const BLANK = { HOME: '/home/John Doe' };

describe('the place of the demo', () => {
  it.each<[NodeJS.ProcessEnv, string]>([
    [{ HOME: '/home/fams' }, '/home/fams/.local/share/fams-ops/demo'],
    [{ HOME: '/home/fams', XDG_DATA_HOME: '/data' }, '/data/fams-ops/demo'],
    [{ HOME: '/home/fams', XDG_DATA_HOME: '' }, '/home/fams/.local/share/fams-ops/demo'],
    [{ HOME: '/home/John Doe', XDG_DATA_HOME: '/data' }, '/data/fams-ops/demo'],
  ])('for %j is %s', (env, root) => {
    expect(demoPlace(env)).toEqual({ root, note: null });
  });

  it.each<[NodeJS.ProcessEnv, string]>([
    [BLANK, 'holds " "'],
    [{ HOME: '/home/jürgen' }, 'holds "ü"'],
    [{ HOME: '/home/fams', XDG_DATA_HOME: '/my data' }, 'holds " "'],
    [{ HOME: `/home/${'x'.repeat(250)}` }, 'is too long'],
  ])('for %j is another one, with the reason and the variable', (env, why) => {
    const { root, note } = demoPlace(env);
    expect(root).toBe(`/var/tmp/fams-ops-demo-${String(userInfo().uid)}`);
    expect(note).toContain(why);
    expect(note).toContain('XDG_DATA_HOME');
  });

  it('is made once, for nobody else, and used again', async () => {
    const place = demoPlace(BLANK, common);
    expect(await ownPlace(place)).toBe(false);
    await makePlace(place);
    await makePlace(place);
    expect(statSync(place.root).mode & 0o777).toBe(0o700);
    expect(await ownPlace(place)).toBe(true);
  });

  it.each<[string, (root: string) => void]>([
    [
      'others can write to it',
      (root) => {
        mkdirSync(root);
        chmodSync(root, 0o777);
      },
    ],
    [
      'it is a link',
      (root) => {
        mkdirSync(`${root}-other`);
        symlinkSync(`${root}-other`, root);
      },
    ],
  ])('is refused where %s', async (_why, plant) => {
    const place = demoPlace(BLANK, common);
    plant(place.root);
    await expect(makePlace(place)).rejects.toMatchObject({ code: 'HOST_UNFIT', todo: [expect.stringContaining('XDG_DATA_HOME')] });
    expect(await ownPlace(place)).toBe(false);
    expect(existsSync(place.root)).toBe(true);
  });
});
