// A small archive like the real ones, and where it is to be unpacked on a test host.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Archive } from '../../src/apply/executors/executor.js';
import type { BundleUse } from '../../src/model/component.js';
import type { TestHost } from './test-shells.js';

export interface TestBundle {
  readonly use: BundleUse;
  readonly bundles: Readonly<Record<string, Archive>>;
}

const TOP = 'kafka_2.10-0.8.2.1';

/** @param text what tells one build from another; the same text gives the same files at the same times */
export function testBundle(host: TestHost, text: string): TestBundle {
  const use = testUse(host.home, text);
  const from = join(host.dir, use.bundle.digest);
  const write = (path: string, content: string, mode: number): void => {
    const file = join(from, TOP, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    chmodSync(file, mode);
    utimesSync(file, 1_000_000, 1_000_000);
  };
  mkdirSync(join(from, TOP, 'libs', 'empty'), { recursive: true });
  write('libs/a b.jar', text.repeat(50_000), 0o644);
  write('bin/kafka-topics.sh', '#!/bin/sh\n', 0o755);
  const archive = `${from}.tgz`;
  execFileSync('tar', ['-czf', archive, '-C', from, TOP]);
  const bytes = readFileSync(archive);
  mkdirSync(dirname(use.record), { recursive: true });
  return { use, bundles: { kafka: { archive, sha256: sha256(bytes), bytes: bytes.length } } };
}

/** Where a test bundle is unpacked below a test host's home. */
export function testUse(home: string, text: string): BundleUse {
  const bundles = join(home, '.fams-ops', 'test', 'bundles');
  return {
    bundle: { name: 'kafka', version: '0.8.2.1', directory: TOP, digest: sha256(text) },
    dir: join(home, TOP),
    record: join(bundles, 'kafka.record'),
    digestFile: join(bundles, 'kafka.digest'),
  };
}

const sha256 = (content: string | Buffer): string => createHash('sha256').update(content).digest('hex');
