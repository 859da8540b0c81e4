// host.data: would provisioning refuse a data directory? The same judgements, all of them instead of the first.
import { check } from '../../evidence/check.js';
import { facts } from '../../evidence/sources.js';
import { CLUSTER, crit, ok } from '../../components/findings.js';
import { specs } from '../../components/specs.js';
import { AppError } from '../../errors/app-error.js';
import type { Finding } from '../../model/check.js';
import type { HostName } from '../../model/cluster.js';
import type { ComponentSpec } from '../../model/component.js';
import type { HostFacts, IdentityRecord } from '../../model/facts.js';
import type { Placed, Resolved } from '../../model/resolved.js';
import { assignIds, recordOf } from '../../plan/ids.js';
import { refuseMoved } from '../../plan/refusals/moved.js';
import { refuseUnsafeData } from '../../plan/refusals/data.js';

type FactsOf = ReadonlyMap<HostName, HostFacts>;

export const hostData = check({
  id: 'host.data',
  title: 'Data directories are free or our own',
  phase: 'before',
  needs: { facts },
  limits: {},
  explain:
    "A data directory that holds somebody else's things or that has lost its record (a disk that is not mounted), a record of another " +
    'cluster or id, data elsewhere than the inventory says, and an empty ZooKeeper beside brokers with data are what provision refuses with exit 5, because to go on could destroy data.',
  judge: ({ facts }, want) => {
    if (facts.size === 0) return [];
    const refused = [...foreign(want, facts), ...specs.flatMap((spec) => identities(spec, want, facts))];
    const found = refused.length > 0 ? refused : blank(want, facts);
    const dirs = want.placed.filter(({ instance }) => facts.has(instance.host.name)).flatMap(({ layout }) => layout.dataDirs);
    return found.length > 0 ? found : [ok(CLUSTER, dirs.length, 'every data directory that was seen is free or our own')];
  },
});

const foreign = (want: Resolved, facts: FactsOf): readonly Finding[] =>
  want.placed.flatMap((placed) =>
    refusal(targetOf(placed), () => {
      refuseMoved(want, specs, facts, [placed]);
      refuseUnsafeData({ ...want, placed: [placed] }, [], facts);
    }),
  );

/** Only where every host was seen: who is not seen would count as empty. */
const blank = (want: Resolved, facts: FactsOf): readonly Finding[] =>
  facts.size < want.cluster.hosts.length ? [] : refusal(CLUSTER, () => refuseUnsafeData(want, specs, facts));

function identities(spec: ComponentSpec, { cluster, placed }: Resolved, facts: FactsOf): readonly Finding[] {
  const records = new Map<HostName, IdentityRecord>();
  const found = placed
    .filter(({ instance }) => instance.component === spec.name)
    .flatMap((one) => {
      const { host } = one.instance;
      const known = facts.get(host.name);
      const paths = one.layout.dataDirs.map((dir) => dir.path);
      return refusal(targetOf(one), () => {
        const record = known && recordOf(cluster, spec, host, paths, known);
        if (record) records.set(host.name, record);
      });
    });
  const unseen = new Set(cluster.hosts.map((host) => host.name).filter((name) => !facts.has(name)));
  return [...found, ...refusal(CLUSTER, () => void assignIds(cluster, spec, { records, former: new Map(), inUse: [], unseen }))];
}

function refusal(target: string, judge: () => void): readonly Finding[] {
  try {
    judge();
    return [];
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return [crit(target, error.where.file ?? null, error.message.replace(/ Nothing was touched\.$/, ''), error.todo.join(' '))];
  }
}

const targetOf = ({ instance }: Placed): string => `${instance.host.name}/${instance.component}`;
