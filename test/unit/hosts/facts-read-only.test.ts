// The part of facts.sh that names file systems which are mounted read-only, in a mount namespace of its own.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { remoteScript } from '../../../src/hosts/session/scripts.js';

const mayMount = spawnSync('unshare', ['-rm', 'true']).status === 0;

describe.skipIf(!mayMount)(`a file system that is mounted read-only${mayMount ? '' : ': nothing can be mounted here'}`, () => {
  test('is named with the directories on it, and those above it are not', () => {
    const dir = mkdtempSync(join(tmpdir(), 'fams-read-only-'));
    onTestFinished(() => rmSync(dir, { recursive: true }));
    const mount = join(dir, 'home');
    for (const path of [mount, join(dir, 'homely')]) mkdirSync(path);
    const steps = [
      `mount -t tmpfs none '${mount}' && mkdir '${mount}/data' && mount -o remount,ro '${mount}' && cd /`,
      `line() { printf '%s %s\\n' "$1" "$2"; }`,
      remoteScript('facts-paths'),
      ...[`${mount}/data`, `${mount}/not/yet`, `${dir}/homely`, dir].map(
        (path, i) => `nearest '${path}'; [ -w "$above" ] || read_only ${String(i)} "$above"`,
      ),
    ];
    const { stdout, stderr } = spawnSync('unshare', ['-rm', 'sh', '-c', steps.join('\n')], { encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(stdout).toBe(`read-only 0 ${mount}\nread-only 1 ${mount}\n`);
  });
});
