// A role that went to another host: what still runs on the old one is stopped, or said.
import { describe, expect, it } from 'vitest';
import { specs } from '../../../src/components/specs.js';
import type { HostFacts, ServiceFacts } from '../../../src/model/facts.js';
import { planLaunch, planProvision } from '../../../src/plan/plan.js';
import { factsRequest } from '../../../src/plan/resolve.js';
import { planStop } from '../../../src/plan/services.js';
import { narrowed, onSide } from '../../../src/plan/sides.js';
import { hostService } from '../../../src/verify/checks/host-service.js';
import { clusterFor, provisioned, runningService } from '../../support/facts.js';

const [OLD, NEW] = ['10.0.0.1', '10.0.0.2'];
const MOVED = clusterFor({
  hosts: [
    { address: OLD, roles: ['zookeeper', 'spark-master', 'spark-worker'] },
    { address: NEW, roles: ['kafka', 'calculator'] },
  ],
});
const LAUNCHED = narrowed(MOVED, onSide(specs, 'streaming'));
const STORAGE = narrowed(MOVED, onSide(specs, 'storage'));

/** Everything as it should be, and these beside it on the first host. */
function beside(services: Readonly<Record<string, ServiceFacts>>): ReadonlyMap<string, HostFacts> {
  return new Map(
    [...provisioned(MOVED)].map(([name, facts]) => [
      name,
      name === OLD ? { ...facts, services: { ...facts.services, ...services } } : facts,
    ]),
  );
}

describe('a service whose role went to another host', () => {
  it('is asked about on every host', () => {
    const [host] = MOVED.cluster.hosts;
    expect(host && factsRequest(MOVED, host).services).toEqual(MOVED.components);
  });

  it('is stopped by launch, before anything is prepared or started', () => {
    const facts = new Map([...beside({ calculator: runningService('x'), producer: runningService('y') })]);
    const next = facts.get(NEW);
    if (next) facts.set(NEW, { ...next, services: {} });
    const { stages } = planLaunch(LAUNCHED, facts);
    expect(stages.map(({ id }) => id)).toEqual(['departed', 'start:calculator']);
    expect(stages[0]?.actions.map(({ id, kind }) => [id, kind])).toEqual([
      [`${OLD}/calculator/service-stop`, 'service-stop'],
      [`${OLD}/producer/service-stop`, 'service-stop'],
    ]);
    expect(stages[0]?.actions[0]).toMatchObject({ kill: false, service: { base: '/home/fams/.fams-ops/fams', component: 'calculator' } });
  });

  it('is no change once it is stopped, or where it failed', () => {
    for (const state of ['stopped', 'failed', 'absent'] as const)
      expect(planLaunch(LAUNCHED, beside({ calculator: runningService('x', { state, pid: null }) })).stages).toEqual([]);
  });

  it('is left running and said by provision, since it holds data', () => {
    const { stages, notes } = planProvision(STORAGE, beside({ kafka: runningService('x') }), null);
    expect(stages).toEqual([]);
    expect(notes.join('\n')).toMatch(/kafka runs on 10\.0\.0\.1.*"fams-ops stop kafka --limit 10\.0\.0\.1"/);
  });

  it('is stopped by stop where it is chosen', () => {
    const facts = beside({ calculator: runningService('x') });
    const stops = planStop(MOVED, facts, ({ instance }) => instance.component === 'calculator').flatMap(({ actions }) => actions);
    expect(stops.map(({ host }) => host)).toEqual([NEW, OLD]);
    expect(planStop(MOVED, facts, ({ instance }) => instance.host.name === NEW).flatMap(({ actions }) => actions)).toHaveLength(2);
  });

  it('is a warning of verify', () => {
    const facts = beside({ calculator: runningService('x') });
    const findings = hostService.judge({ facts }, MOVED, MOVED.placed, { recentMinutes: 15 });
    expect(findings.filter(({ status }) => status === 'warn')).toMatchObject([
      { target: `${OLD}/calculator`, value: 'running', fix: `Give it back, or stop it: "fams-ops stop calculator --limit ${OLD}".` },
    ]);
  });
});
