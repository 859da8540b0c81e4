import { describe, expect, it } from 'vitest';
import type { CheckReport } from '../../../src/model/check.js';
import type { Whereabouts } from '../../../src/model/component.js';
import type { DirFacts, HostFacts } from '../../../src/model/facts.js';
import type { Placed, Resolved } from '../../../src/model/resolved.js';
import { hostIdentity } from '../../../src/verify/checks/identity.js';
import { type Answers, brief, healthy, hostFacts, read, reportsOf, resolved, withHost } from '../../support/evidence.js';

const want = resolved();

const n2 = (change: (facts: HostFacts) => Partial<HostFacts>): Answers => {
  const facts = hostFacts(want, 'n2');
  return withHost(healthy(want), 'facts', 'n2', read({ ...facts, ...change(facts) }));
};

const notOk = (reports: readonly CheckReport[]): readonly CheckReport[] => reports.filter(({ status }) => status !== 'ok');

describe('host.identity', () => {
  const withRecord = (identity: string | null) =>
    reportsOf(
      hostIdentity,
      n2(({ dirs }) => ({
        dirs: { ...dirs, '/home/fams/kafka-logs': { ...(dirs['/home/fams/kafka-logs'] as Extract<DirFacts, { kind: 'dir' }>), identity } },
      })),
      want,
    );

  it.each<[string | null, RegExp]>([
    [null, /no record of its owner/],
    ['garbage', /cannot be read/],
    ['3', /cannot be read/],
    [
      JSON.stringify({ schemaVersion: 1, cluster: 'fams', component: 'kafka', id: 2 }),
      /belongs to kafka 2 of cluster fams, not to kafka 1 of cluster fams/,
    ],
    [JSON.stringify({ schemaVersion: 1, cluster: 'other', component: 'kafka', id: 1 }), /cluster other/],
    [JSON.stringify({ schemaVersion: 1, cluster: 'fams', component: 'zookeeper', id: 1 }), /belongs to zookeeper 1/],
  ])('is critical for the record %j', (record, message) => {
    const reports = withRecord(record);
    expect(brief(reports)).toEqual(['crit n2/kafka']);
    expect(reports[0]?.message).toMatch(message);
  });

  it('is critical where the directory is gone', () => {
    expect(
      brief(
        reportsOf(
          hostIdentity,
          n2(() => ({ dirs: {} })),
          want,
        ),
      ),
    ).toEqual(['crit n2/zookeeper', 'crit n2/kafka']);
  });

  const running = (dataDirs: readonly string[]): Resolved => {
    const now: Whereabouts = { id: 1, address: null, ports: {}, dataDirs, ensemble: new Map(), chroot: '' };
    const broker = ({ instance }: Placed): boolean => instance.component === 'kafka' && instance.host.name === 'n2';
    return { ...want, placed: want.placed.map((one) => (broker(one) ? { ...one, running: now } : one)) };
  };

  it('is critical where the process has its data in a directory that the inventory does not name', () => {
    const reports = notOk(reportsOf(hostIdentity, healthy(want), running(['/home/fams/kafka-logs', '/disk2/kafka'])));
    expect(reports.map(({ status, target, message }) => [status, target, message])).toEqual([
      ['crit', 'n2/kafka', 'runs with its data in n2:/disk2/kafka, which the inventory does not name'],
    ]);
  });

  it('says of a directory in use that its record is gone', () => {
    const facts = n2(({ dirs }) => ({ dirs: { ...dirs, '/home/fams/kafka-logs': { kind: 'absent', disk: null } } }));
    const [report] = notOk(reportsOf(hostIdentity, facts, running(['/home/fams/kafka-logs'])));
    expect([report?.status, report?.message]).toEqual([
      'crit',
      'the record of its owner is gone from n2:/home/fams/kafka-logs, where its data should be',
    ]);
  });
});
