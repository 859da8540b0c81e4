import { describe, expect, it } from 'vitest';
import { BASE_NAMES } from '../../../src/components/places.js';
import { specs } from '../../../src/components/specs.js';
import type { HostFacts } from '../../../src/model/facts.js';
import { planRemoval } from '../../../src/plan/removal.js';
import { clusterFor, dirOf, provisioned } from '../../support/facts.js';

const HOST = '10.0.0.1';
const ALL = specs.map(({ name }) => name);
const ONE = clusterFor({ hosts: [{ address: HOST, roles: ALL }] });
const HOME = '/home/fams';
const BASE = `${HOME}/.fams-ops/fams`;
const [KAFKA, SPARK, JOBS] = [`${HOME}/kafka_2.10-0.8.2.1`, `${HOME}/spark-1.3.1`, `${BASE}/jobs`];
const [ZK, LOGS] = [`${HOME}/zk_data`, `${HOME}/kafka-logs`];

const changed = (change: (facts: HostFacts) => Partial<HostFacts>) =>
  new Map([...provisioned(ONE)].map(([name, facts]) => [name, { ...facts, ...change(facts) }]));
const plan = (facts: ReadonlyMap<string, HostFacts>, withData = true) => planRemoval(ONE, facts, withData);
const paths = (facts: ReadonlyMap<string, HostFacts>, withData = true): readonly string[] =>
  plan(facts, withData).stages.flatMap(({ actions }) => actions.flatMap((action) => (action.kind === 'remove' ? [action.path] : [])));

describe('planRemoval', () => {
  it('software, data only when asked for, the base directory last', () => {
    expect(paths(provisioned(ONE), false)).toEqual([KAFKA, SPARK, JOBS, BASE]);
    expect(paths(provisioned(ONE))).toEqual([KAFKA, SPARK, JOBS, ZK, LOGS, BASE]);
    expect(plan(provisioned(ONE)).notes).toEqual([]);
  });

  it('hands the host what makes each tree ours, and where it led', () => {
    const identity = '{"id": 1}';
    const facts = changed(({ dirs }) => ({ dirs: { ...dirs, [ZK]: dirOf(['fams-ops.json'], { identity }) }, links: { [ZK]: '/disk/zk' } }));
    const removals = plan(facts).stages.flatMap(({ actions }) => actions);
    expect(removals).toContainEqual(
      expect.objectContaining({
        path: ZK,
        real: '/disk/zk',
        proof: { of: 'data', record: identity, names: expect.stringContaining('version-2') as string },
      }),
    );
    expect(removals).toContainEqual(
      expect.objectContaining({ path: KAFKA, real: KAFKA, proof: { of: 'software', record: `${BASE}/bundles/kafka.record` } }),
    );
    expect(removals).toContainEqual(expect.objectContaining({ path: BASE, proof: { of: 'base', names: BASE_NAMES } }));
  });

  it('tells of data that the inventory does not name any more', () => {
    const other = '/disk2/kafka';
    const facts = changed(({ dirs }) => ({ dirs: { ...dirs, [other]: dirOf(['orders-0']) } }));
    const former = { id: 0, address: HOST, ports: {}, dataDirs: [LOGS, other], ensemble: new Map<string, string>(), chroot: '' };
    const placed = ONE.placed.map((one) => (one.instance.component === 'kafka' ? { ...one, written: former } : one));
    for (const withData of [true, false])
      expect(planRemoval({ ...ONE, placed }, facts, withData).notes).toEqual([
        `${other} on ${HOST} stays with data of kafka: the inventory does not name it`,
      ]);
  });

  it('leaves data without a record', () => {
    expect(
      paths(changed(({ dirs }) => ({ dirs: { ...dirs, [LOGS]: dirOf(['orders-0']), [ZK]: { kind: 'absent', disk: null } } }))),
    ).toEqual([KAFKA, SPARK, JOBS, BASE]);
  });

  it('tells what somebody else has put among the data', () => {
    const made = [
      'fams-ops.json',
      'a.b_c-12',
      '.lock',
      'meta.properties',
      'recovery-point-offset-checkpoint',
      'cleaner-offset-checkpoint.tmp',
    ];
    const holding = (names: readonly string[]) =>
      changed(({ dirs }) => ({
        dirs: { ...dirs, [LOGS]: dirOf([...made, '.kafka_cleanshutdown', 'lost+found', ...names], { identity: '{}' }) },
      }));
    expect(plan(holding([])).notes).toEqual([]);
    expect(plan(holding(['README', 'photos'])).notes).toEqual([
      `${LOGS} on ${HOST} stays with what fams-ops did not put there: README, photos`,
    ]);
    expect(plan(holding(['README']), false).notes).toEqual([]);
  });

  it('leaves software that is not ours, that another cluster uses, or that is behind a link, and says so', () => {
    const facts = changed(({ bundles }) => ({
      bundles: { ...bundles, [SPARK]: { kind: 'foreign' } },
      occupancy: { [KAFKA]: { tenants: [{ cluster: 'shop', digest: 'd', same: true }], strangers: [], users: [] } },
      links: { [JOBS]: '/opt/jobs' },
    }));
    expect(paths(facts, false)).toEqual([BASE]);
    expect(plan(facts).notes).toEqual([
      `${KAFKA} on ${HOST} stays: the cluster "shop" uses it`,
      `${SPARK} on ${HOST} stays: it was not put there by fams-ops`,
      `${JOBS} on ${HOST} stays: it leads to /opt/jobs, and what somebody put behind a link is not followed`,
    ]);
  });

  it('knows every name that a layout puts into the base directory', () => {
    const all = ONE.placed.flatMap(({ layout }) => [
      ...layout.dirs.map(({ path }) => path),
      ...layout.files.map(({ path }) => path),
      ...layout.bundles.flatMap(({ dir, record, digestFile }) => [dir, record, digestFile]),
      ...(layout.stateFile === null ? [] : [layout.stateFile]),
    ]);
    const names = all.filter((path) => path.startsWith(`${BASE}/`)).map((path) => path.slice(BASE.length + 1).split('/')[0]);
    expect([...new Set(names)].filter((name) => !new RegExp(BASE_NAMES).test(name ?? ''))).toEqual([]);
  });
});
