import { expect, it } from 'vitest';
import type { HostFacts } from '../../../src/model/facts.js';
import { hostBundle } from '../../../src/verify/checks/bundle.js';
import { healthy, hostFacts, read, reportsOf, resolved, withHost } from '../../support/evidence.js';

const DIR = '/home/fams/kafka_2.10-0.8.2.1';
const want = resolved();

/** What is advised for host n2. */
function fixesOf(bundle: HostFacts['bundles'][string], occupancy: Partial<HostFacts['occupancy'][string]>): readonly string[] {
  const facts = hostFacts(want, 'n2');
  const there = { tenants: [], strangers: [], users: [], ...occupancy };
  const evidence = withHost(healthy(want), 'facts', 'n2', read({ ...facts, bundles: { [DIR]: bundle }, occupancy: { [DIR]: there } }));
  return reportsOf(hostBundle, evidence, want)
    .filter(({ status }) => status !== 'ok')
    .map(({ fix }) => fix);
}

it('advises to move the files of somebody else out before the software is put right', () => {
  expect(fixesOf({ kind: 'ours', digest: 'd1', intact: false }, { strangers: ['libs/mine.jar'] })).toEqual([
    `Move them out of ${DIR}, then run "fams-ops provision".`,
  ]);
});

it('does not advise to move away what another cluster runs from', () => {
  expect(fixesOf({ kind: 'foreign' }, { tenants: [{ cluster: 'shop', digest: 'd1', same: true }] })).toEqual([
    'Run "fams-ops provision": it puts kafka 0.8.2.1 there again.',
  ]);
});
