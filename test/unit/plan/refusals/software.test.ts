import { describe, expect, it } from 'vitest';
import type { AppError } from '../../../../src/errors/app-error.js';
import type { BundleFacts, HostFacts, Occupancy } from '../../../../src/model/facts.js';
import { planProvision } from '../../../../src/plan/plan.js';
import { hostSoftware } from '../../../../src/verify/before/software.js';
import { outside, refuseForeignSoftware } from '../../../../src/plan/refusals/software.js';
import { KAFKA_BUNDLE } from '../../../support/cluster.js';
import { clusterFor, provisioned } from '../../../support/facts.js';
import { findingsOf } from '../../../support/before.js';

const HOST = '10.0.0.1';
const ONE = clusterFor({ hosts: [HOST] });
const DIR = '/home/fams/kafka_2.10-0.8.2.1';
const { digest } = KAFKA_BUNDLE;
const NOBODY: Occupancy = { tenants: [], strangers: [], users: [] };

const factsWith = (
  bundle: BundleFacts,
  occupied: Partial<Occupancy> = {},
  links: Readonly<Record<string, string>> = {},
): ReadonlyMap<string, HostFacts> =>
  new Map(
    [...provisioned(ONE)].map(([name, facts]) => [
      name,
      { ...facts, bundles: { ...facts.bundles, [DIR]: bundle }, occupancy: { [DIR]: { ...NOBODY, ...occupied } }, links },
    ]),
  );
const refusal = (facts: ReadonlyMap<string, HostFacts>, files?: readonly string[]): string => {
  const want = {
    ...ONE,
    placed: ONE.placed.map((placed) => ({
      ...placed,
      layout: {
        ...placed.layout,
        bundles: placed.layout.bundles.map((use) => ({ ...use, bundle: { ...use.bundle, ...(files && { files }) } })),
      },
    })),
  };
  try {
    refuseForeignSoftware(want, facts);
    return 'nothing';
  } catch (error) {
    expect(error).toMatchObject({ code: 'DATA_REFUSED', exitCode: 5, where: { host: HOST, file: DIR } });
    return (error as AppError).message;
  }
};

const OURS: BundleFacts = { kind: 'ours', digest, intact: true };
const CHANGED: BundleFacts = { kind: 'ours', digest, intact: false };
const FOREIGN: BundleFacts = { kind: 'foreign' };
const tenant = (of: string, same = true) => ({ tenants: [{ cluster: 'shop', digest: of, same }] });

describe('refuseForeignSoftware', () => {
  it('lets what is absent, ours, or ours and changed pass', () => {
    for (const bundle of [OURS, CHANGED, { kind: 'absent' } as const]) expect(refusal(factsWith(bundle))).toBe('nothing');
    expect(refusal(factsWith({ ...OURS, digest: 'older' }))).toBe('nothing');
  });

  it('says whose a foreign directory looks like', () => {
    const seen = {
      strangers: ['bin/kafka-topics.sh', 'logs/a.log', 'logs/b.log', 'bin/windows/x.bat', 'LICENSE'],
      users: ['4711 java -cp x kafka.Kafka'],
    };
    expect(refusal(factsWith(FOREIGN, seen), ['bin/kafka-topics.sh', 'libs/a.jar'])).toBe(
      `${DIR} on ${HOST} was not put there by fams-ops. Processes run from it: 4711 java -cp x kafka.Kafka. ` +
        'In it that is not of the bundle: logs/, bin/windows/, LICENSE. Nothing was touched.',
    );
    expect(refusal(factsWith(FOREIGN, seen))).toContain('In it: bin/, logs/, LICENSE.');
    expect(refusal(factsWith(FOREIGN))).toContain('It is empty.');
  });

  it('refuses another build where another cluster uses it, and shares the same', () => {
    expect(refusal(factsWith(FOREIGN, tenant('other')))).toContain('is used by the cluster "shop", which has another build');
    expect(refusal(factsWith({ ...OURS, digest: 'other' }, tenant('other')))).toContain('which has another build');
    expect(refusal(factsWith(FOREIGN, tenant(digest, false)))).toContain('is used by the cluster "shop", and files in it were changed');
    expect(refusal(factsWith(FOREIGN, tenant(digest)))).toBe('nothing');
    expect(refusal(factsWith(CHANGED, tenant(digest, false)))).toBe('nothing');
    const plan = planProvision(ONE, factsWith(FOREIGN, tenant(digest)), { ok: false, reason: 'no ZooKeeper member is running' });
    expect(plan.stages.flatMap(({ actions }) => actions).map(({ summary }) => summary)).toContain(
      'use kafka_2.10-0.8.2.1 as the cluster "shop" has unpacked it',
    );
  });

  it('keeps the files of others and what they run in our own software', () => {
    expect(refusal(factsWith(CHANGED, { strangers: ['libs/mine.jar'] }))).toContain('did not put there: libs/mine.jar');
    expect(refusal(factsWith(CHANGED, { users: ['4711 java'] }))).toContain('others run from it');
    expect(refusal(factsWith(OURS, { strangers: ['libs/mine.jar'] }))).toBe('nothing');
  });

  it('follows no link, unless nothing is to be done there', () => {
    const link = { [DIR]: '/opt/kafka' };
    expect(refusal(factsWith(CHANGED, {}, link))).toContain('leads to /opt/kafka');
    expect(refusal(factsWith(OURS, {}, link))).toBe('nothing');
    expect(refusal(factsWith(CHANGED, {}, { '/home/fams': '/big/fams', [DIR]: '/big/fams/kafka_2.10-0.8.2.1' }))).toBe('nothing');
  });
});

describe('host.software', () => {
  it('says the same once for a host, and ok where the place is free or ours', () => {
    const found = findingsOf(hostSoftware, { facts: factsWith(FOREIGN, { users: ['4711 java'] }) }, ONE);
    expect(found).toEqual([
      expect.objectContaining({
        target: HOST,
        status: 'crit',
        message: expect.stringContaining('Processes run from it: 4711 java') as string,
      }),
    ]);
    expect(findingsOf(hostSoftware, { facts: factsWith(OURS) }, ONE)).toMatchObject([{ target: HOST, status: 'ok' }]);
  });
});

describe('outside', () => {
  it('names a directory of which the bundle knows nothing as one', () => {
    expect(outside(['a/b/c', 'a/b/d', 'a/e', 'x/y/z'], ['a/e', 'a/f'])).toEqual(['a/b/', 'x/']);
  });
});
