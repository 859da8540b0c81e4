import { describe, expect, it } from 'vitest';
import type { HostFacts } from '../../../src/model/facts.js';
import type { Read } from '../../../src/model/source.js';
import type { Registry } from '../../../src/model/observed.js';
import type { Stage } from '../../../src/model/stage.js';
import { planLaunch, planProvision } from '../../../src/plan/plan.js';
import { planRestart, planStart, planStop } from '../../../src/plan/services.js';
import { narrowed, onSide } from '../../../src/plan/component-filter.js';
import { specs } from '../../../src/components/specs.js';
import { clusterFor, fileOf, fresh, provisioned, runningService } from '../../support/facts.js';

const THREE = clusterFor({ hosts: ['10.0.0.1', '10.0.0.2', '10.0.0.3'] });
const BLANK: Read<Registry> = {
  ok: true,
  value: { brokers: [], controller: null, controllerEpoch: null, topics: [], deleting: [], reassigning: [], electing: [] },
};
const UNREAD: Read<Registry> = { ok: false, reason: 'no ZooKeeper member is running' };

const ids = (stages: readonly Stage[]): string[] => stages.map((stage) => stage.id);
const kinds = (stage: Stage | undefined): string[] => (stage?.actions ?? []).map((action) => action.kind);

/** Every host as provisioned, with one thing changed on one of them. */
function changed(host: string, change: (facts: HostFacts) => Partial<HostFacts>): ReadonlyMap<string, HostFacts> {
  return new Map([...provisioned(THREE)].map(([name, facts]) => [name, name === host ? { ...facts, ...change(facts) } : facts]));
}

describe('planProvision', () => {
  it('prepares fresh hosts in a safe order, starts the ensemble before the brokers, all members of each together', () => {
    const { stages } = planProvision(THREE, fresh(THREE), BLANK);
    expect(ids(stages)).toEqual(['prepare', 'start:zookeeper', 'start:kafka']);
    const order = stages[0]?.actions.filter((action) => action.host === '10.0.0.1').map((action) => action.kind) ?? [];
    expect([...new Set(order)]).toEqual(['dir', 'identity', 'bundle', 'file']);
    expect(kinds(stages[1])).toEqual(['service-start', 'service-start', 'service-start']);
    expect(stages[1]).toMatchObject({ width: 'all', after: [{ component: 'zookeeper', hosts: ['10.0.0.1', '10.0.0.2', '10.0.0.3'] }] });
  });

  it('plans what both components share only once', () => {
    const [prepare] = planProvision(THREE, fresh(THREE), BLANK).stages;
    const all = prepare?.actions.map((action) => action.id) ?? [];
    expect(new Set(all).size).toBe(all.length);
    expect(prepare?.actions.filter((action) => action.kind === 'bundle')).toHaveLength(3);
  });

  it('finds nothing to do where everything is as it should be', () => {
    expect(planProvision(THREE, provisioned(THREE), BLANK)).toEqual({ stages: [], notes: [] });
  });

  it('writes a changed file back with its difference, and restarts only the service that ran with it', () => {
    const path = '/home/fams/.fams-ops/fams/conf/server.properties';
    const facts = changed('10.0.0.2', (before) => ({
      files: { ...before.files, [path]: fileOf('broker.id=7\n', 0o644) },
      services: { ...before.services, kafka: runningService('another') },
    }));
    const { stages } = planProvision(THREE, facts, BLANK);
    expect(ids(stages)).toEqual(['prepare', 'roll:kafka']);
    expect(stages[0]?.actions).toMatchObject([{ host: '10.0.0.2', kind: 'file', path, summary: `change ${path}` }]);
    expect(stages[0]?.actions[0]?.diff).toMatch(/^-broker\.id=7$/m);
    expect(stages[1]).toMatchObject({ width: 'one', actions: [{ host: '10.0.0.2', kind: 'service-restart' }] });
  });

  it('corrects a mode without calling it a change of content', () => {
    const path = '/home/fams/.fams-ops/fams/bin/supervise.sh';
    const facts = changed('10.0.0.1', (before) => {
      const file = before.files[path];
      return { files: { ...before.files, ...(file?.kind === 'file' && { [path]: { ...file, mode: 0o600 } }) } };
    });
    const [prepare] = planProvision(THREE, facts, BLANK).stages;
    expect(prepare?.actions.map((action) => action.summary)).toEqual([`set the mode of ${path} to 755`]);
    expect(prepare?.actions[0]?.diff).toBeUndefined();
  });

  it('starts what is off, failed or gone, and restarts what nobody watches over', () => {
    for (const state of ['stopped', 'failed', 'absent'] as const) {
      const facts = changed('10.0.0.3', (before) => ({
        services: { ...before.services, zookeeper: runningService('', { state, pid: null }) },
      }));
      expect(ids(planProvision(THREE, facts, BLANK).stages)).toEqual(['start:zookeeper']);
    }
    const orphan = changed('10.0.0.3', ({ services }) => ({
      services: { ...services, kafka: runningService(services.kafka?.fingerprint ?? '', { supervisorPid: null }) },
    }));
    expect(ids(planProvision(THREE, orphan, BLANK).stages)).toEqual(['roll:kafka']);
  });

  describe('a service that is about to start', () => {
    const [, second = ''] = THREE.cluster.hosts.map(({ name }) => name);
    const starting = (fingerprint: string | null) =>
      changed(second, ({ services }) => ({
        services: { ...services, kafka: { ...runningService('', { state: 'starting', pid: null }), fingerprint } },
      }));
    const current = provisioned(THREE).get(second)?.services.kafka?.fingerprint ?? '';

    it('is no running one: provision starts it, and begins it anew where its start script waits with old files', () => {
      expect(ids(planProvision(THREE, starting(null), BLANK).stages)).toEqual(['start:kafka']);
      expect(ids(planProvision(THREE, starting(current), BLANK).stages)).toEqual(['start:kafka']);
      expect(ids(planProvision(THREE, starting('old'), BLANK).stages)).toEqual(['roll:kafka']);
    });

    it('can be started without its pause, restarted and stopped', () => {
      const kafka = (one: { component: string; host: { name: string } }) => one.component === 'kafka' && one.host.name === second;
      const actions = (stages: readonly Stage[]) => stages.flatMap((stage) => stage.actions.map(({ id }) => id));
      expect(actions(planStart(THREE, starting(null), kafka))).toEqual([`${second}/kafka/service-start`]);
      expect(actions(planRestart(THREE, starting(null), kafka, []))).toEqual([`${second}/kafka/service-restart`]);
      expect(actions(planStop(THREE, starting(null), kafka))).toEqual([`${second}/kafka/service-stop`]);
    });
  });

  it('starts what is off where it is restarted by name, and leaves it off where everything is', () => {
    const off = changed('10.0.0.3', ({ services }) => ({
      services: { ...services, kafka: runningService('', { state: 'stopped', pid: null }) },
    }));
    const restarted = (named: readonly string[]) =>
      planRestart(THREE, off, ({ component }) => named.length === 0 || named.includes(component), named)
        .flatMap(({ actions }) => actions)
        .filter(({ host, component }) => host === '10.0.0.3' && component === 'kafka')
        .map(({ kind }) => kind);
    expect(restarted(['kafka'])).toEqual(['service-start']);
    expect(restarted([])).toEqual([]);
  });

  it('starts all at once what is off where it is restarted by name, and only then restarts what runs', () => {
    const kafka = ({ component }: { readonly component: string }) => component === 'kafka';
    const off = (...hosts: readonly string[]) =>
      new Map(
        [...provisioned(THREE)].map(([host, facts]) => {
          const kafka = hosts.includes(host) ? runningService('', { state: 'stopped', pid: null }) : facts.services.kafka;
          return [host, { ...facts, services: { ...facts.services, ...(kafka !== undefined && { kafka }) } }];
        }),
      );
    const restart = (...hosts: readonly string[]) =>
      planRestart(THREE, off(...hosts), kafka, ['kafka']).map(({ id, width, actions, after }) => [
        id,
        width,
        actions.map(({ host }) => host),
        after.flatMap((gate) => gate.hosts),
      ]);
    const all = ['10.0.0.1', '10.0.0.2', '10.0.0.3'];
    expect(restart(...all)).toEqual([['start:kafka', 'all', all, all]]);
    expect(restart('10.0.0.1')).toEqual([
      ['start:kafka', 'all', ['10.0.0.1'], ['10.0.0.1']],
      ['roll:kafka', 'one', ['10.0.0.2', '10.0.0.3'], all],
    ]);
  });

  it('unpacks software again that was changed on the host', () => {
    const dir = '/home/fams/kafka_2.10-0.8.2.1';
    const facts = changed('10.0.0.1', () => ({ bundles: { [dir]: { kind: 'ours', digest: '5f'.repeat(32), intact: false } } }));
    expect(planProvision(THREE, facts, BLANK).stages[0]?.actions[0]?.summary).toBe(
      'upload and unpack kafka_2.10-0.8.2.1 again: files in it were changed',
    );
  });

  it('says that topics wait while ZooKeeper cannot be read', () => {
    const plan = planProvision(THREE, provisioned(THREE), UNREAD);
    expect([plan.stages.length, plan.notes.length]).toEqual([0, 1]);
  });

  it('leaves the topics to a late stage where services are started first', () => {
    const stage = planProvision(THREE, fresh(THREE), UNREAD).stages.at(-1);
    expect(stage).toMatchObject({ id: 'topics', actions: [], late: 'no ZooKeeper member is running' });
  });
});

describe('what runs although no role asks for it', () => {
  const ROLES = ['zookeeper', 'kafka', 'spark-master', 'spark-worker'] as const;
  const moved = clusterFor({
    hosts: [
      { address: 'a', roles: ROLES },
      { address: 'b', roles: ['zookeeper', 'calculator'] },
      { address: 'c', roles: ['zookeeper'] },
    ],
  });
  const facts = new Map(
    [...provisioned(moved)].map(([name, host]) => [
      name,
      {
        ...host,
        services: {
          ...host.services,
          ...(name === 'a' && { calculator: runningService('x') }),
          ...(name === 'c' && {
            'spark-worker': runningService('x'),
            kafka: runningService('x'),
            producer: runningService('x', { state: 'stopped' }),
          }),
        },
      },
    ]),
  );
  const streaming = narrowed(moved, onSide(specs, 'streaming'));

  it('is stopped by launch: where nothing takes over before anything starts, else once that was started', () => {
    const { stages } = planLaunch(streaming, new Map([...facts, ['b', { ...facts.get('b'), services: {} } as HostFacts]]));
    expect(ids(stages)).toEqual(['retire:spark-worker', 'start:calculator', 'retire:calculator']);
    expect(stages.flatMap(({ actions }) => actions).map(({ host, summary }) => `${host} ${summary}`)).toEqual([
      'c stop spark-worker: no role of this host asks for it',
      'b start calculator',
      'a stop calculator: no role of this host asks for it',
    ]);
    // A calculator that stands by is ready only once the old one has let go.
    expect(stages.map(({ after }) => after.length)).toEqual([0, 0, 1]);
    expect(stages[2]?.actions[0]).toMatchObject({
      kind: 'service-stop',
      kill: false,
      service: { base: '/home/fams/.fams-ops/fams', component: 'calculator' },
    });
  });

  it('is left alone by provision, which says so', () => {
    const { stages, notes } = planProvision(narrowed(moved, onSide(specs, 'storage')), facts, BLANK);
    expect(stages).toEqual([]);
    expect(notes).toEqual([expect.stringMatching(/^kafka runs on c, and no role .*"fams-ops stop kafka --limit c"/)]);
  });

  it('is stopped by name, and with everything else', () => {
    const stopped = (component: string): readonly string[] =>
      planStop(moved, facts, (one) => one.component === component).flatMap(({ actions }) => actions.map(({ id }) => id));
    expect(stopped('calculator')).toEqual(['b/calculator/service-stop', 'a/calculator/service-stop']);
    expect(stopped('kafka')).toContain('c/kafka/service-stop');
  });
});
