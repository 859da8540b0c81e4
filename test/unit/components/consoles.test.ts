import { expect, it } from 'vitest';
import { consolesOf } from '../../../src/components/consoles.js';
import type { HostFacts } from '../../../src/model/facts.js';
import { COUNTING, STANDBY, want } from '../../support/evidence-streaming.js';
import { fileOf, freshHost } from '../../support/facts.js';
import { service } from '../../support/service-facts.js';

const host = (name: string, state: object, services: HostFacts['services']): HostFacts =>
  freshHost(name, { files: { '/home/fams/.fams-ops/fams/run/calculator.state': fileOf(JSON.stringify(state), 0o600) }, services });

it('are the pages of what runs, and that of the driver where the driver says that it is', () => {
  const running = service({ pid: 103 });
  const facts = new Map([
    [
      'a',
      host(
        'a',
        { ...COUNTING, webUrl: 'http://a:4041' },
        { 'spark-master': running, 'spark-worker': service({ state: 'stopped', pid: null }), calculator: running },
      ),
    ],
    ['b', host('b', STANDBY, { 'spark-worker': running, calculator: running })],
  ]);
  expect(consolesOf(want, facts)).toEqual([
    { name: 'Spark master on a', url: 'http://a:8080' },
    { name: 'Spark worker on b', url: 'http://b:8081' },
    { name: 'Popularity calculator on a', url: 'http://a:4041' },
  ]);
});
