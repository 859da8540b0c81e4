// Pure: what facts.sh says about who else is in a directory of software.
import type { FactsRequest, Occupancy } from '../../model/facts.js';
import type { FactsRecords } from './records.js';

export function parseOccupancy(records: FactsRecords, { bundles }: FactsRequest): Readonly<Record<string, Occupancy>> {
  const strangers = records.blocks('strangers');
  const users = records.blocks('users');
  const tenants = records.of('tenant').map(({ text, block }) => {
    const [cluster = '', digest = '', same = ''] = (block?.toString('utf8') ?? '').split('\0');
    return { bundle: records.number(text), tenant: { cluster, digest, same: same === 'yes' } };
  });
  const all = bundles.map(({ dir }, i): readonly [string, Occupancy] => [
    dir,
    {
      tenants: tenants.filter(({ bundle }) => bundle === i).map(({ tenant }) => tenant),
      strangers: split(strangers.get(i), '\n'),
      users: split(users.get(i), '\0').map((user) => user.trim()),
    },
  ]);
  return Object.fromEntries(
    all.filter(([, { tenants: clusters, ...others }]) => [clusters, others.strangers, others.users].some(({ length }) => length > 0)),
  );
}

const split = (block: Buffer | undefined, separator: string): readonly string[] =>
  (block?.toString('utf8') ?? '').split(separator).filter((entry) => entry !== '');
