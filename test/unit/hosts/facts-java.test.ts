// Which Javas facts.sh finds on this machine, by each shell that a host may have.
import { chmodSync, existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { gatherFacts } from '../../../src/hosts/facts/gather.js';
import type { FactsRequest, HostFacts } from '../../../src/model/facts.js';
import { SHELLS, TestHost } from '../../support/test-shells.js';

const LONG = 180_000;
const cleanups: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

describe.each(SHELLS)('%s', (shell) => {
  function host(): TestHost {
    const made = new TestHost(shell);
    cleanups.push(() => made.remove());
    return made;
  }

  function look(at: TestHost, asked: Partial<FactsRequest> = {}): Promise<HostFacts> {
    const nothing = { files: [], dirs: [], dataDirs: [], bundles: [], services: [], names: [] };
    const request = { home: at.home, base: at.base, javaHome: null, ...nothing, ...asked };
    return gatherFacts(at.session(), request, { deadlineMs: LONG, signal: new AbortController().signal });
  }

  function write(file: string, text: string, mode = 0o644): string {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    chmodSync(file, mode);
    return file;
  }

  test('Java: of the inventory, of the environment, of the path; by its release file or its own word', { timeout: LONG }, async () => {
    const at = host();
    const jdk = join(at.home, 'jdk');
    write(join(jdk, 'bin', 'java'), '#!/bin/sh\necho started >>"$0.log"\necho \'openjdk version "11.0.2" 2019-01-15\' >&2\n', 0o755);
    const java = async (javaHome: string | null = null): Promise<unknown> => (await look(at, { javaHome })).java;
    expect(await java(jdk)).toEqual({ home: jdk, version: '11.0.2', major: 11 });
    write(join(jdk, 'release'), 'IMPLEMENTOR="x"\nJAVA_VERSION="1.8.0_412"\n');
    expect(await java(jdk)).toEqual({ home: jdk, version: '1.8.0_412', major: 8 });
    expect(readdirSync(join(jdk, 'bin'))).toEqual(['java', 'java.log']);
    const jre = join(jdk, 'jre');
    write(join(jre, 'bin', 'java'), '', 0o755);
    expect(await java(jre)).toEqual({ home: jre, version: '1.8.0_412', major: 8 });
    expect(await java(join(at.home, 'none'))).toBeNull();
  });

  test('Java: the newest that fits, wherever it is found, under its real path', { timeout: LONG }, async () => {
    const at = host();
    const install = (name: string, version: string): string => {
      write(join(at.home, name, 'bin', 'java'), '#!/bin/sh\n', 0o755);
      write(join(at.home, name, 'release'), `JAVA_VERSION="${version}"\n`);
      return join(at.home, name);
    };
    const [old, future] = [install('j7', '1.7.0_80'), install('j99', '99.0.1')];
    symlinkSync(join(old, 'bin', 'java'), join(at.fakes, 'java'));
    symlinkSync(future, join(at.home, 'default'));
    at.env = { ...at.env, JAVA_HOME: join(at.home, 'default') };
    const chosen = async (min: number, max: number | null): Promise<unknown> => {
      const { java } = await look(at, { javaFit: { min, max, tested: [] } });
      return java?.home;
    };
    expect(await chosen(0, 7)).toBe(old);
    expect(await chosen(99, null)).toBe(future);
    expect(await chosen(0, null)).toBe(future);
    // Neither that of the login nor that of the path fits: the machine's own, where it has one.
    if (existsSync('/usr/lib/jvm')) expect(await chosen(8, 98)).toMatch(/^\/(usr\/lib\/jvm|opt)\//);
    // None fits: the newest one is to be named.
    expect(await chosen(200, null)).toBe(future);
  });
});
