// The members of the ensemble under the names of zookeeper-exporter: keys of mntr as they are, label zk_host.
import { instancesOf } from '../components/instances.js';
import type { Verified } from '../flows/verify.js';
import type { Read } from '../model/check.js';
import type { MemberAnswers } from '../model/observed.js';
import type { Family } from './exposition.js';

interface Member {
  /** `address:port` of the client port. */
  readonly at: string;
  readonly read: Read<MemberAnswers>;
}

export function zookeeperFamilies({ evidence: { member }, resolved }: Verified): readonly Family[] {
  const members = instancesOf(resolved, 'zookeeper').flatMap(({ host, settings }): readonly Member[] => {
    const read = member.get(host.name);
    return read === undefined ? [] : [{ at: `${host.address}:${String(settings.ports['client'] ?? '')}`, read }];
  });
  const told = members.flatMap(({ at, read }) => (read.ok ? [{ at, answers: read.value }] : []));
  const each = (name: string, help: string, valueOf: (answers: MemberAnswers) => number): Family => ({
    name,
    type: 'gauge',
    help,
    samples: told.map(({ at, answers }) => ({ labels: { zk_host: at }, value: valueOf(answers) })),
  });
  return [
    {
      name: 'zk_up',
      type: 'gauge',
      help: 'Whether the member answers and serves.',
      samples: members.map(({ at, read }) => ({ labels: { zk_host: at }, value: read.ok && read.value.mode !== null ? 1 : 0 })),
    },
    each('zk_ruok', 'Whether it answers imok to ruok.', ({ ruok }) => (ruok ? 1 : 0)),
    each('zk_server_leader', 'Whether it is the leader.', ({ mode }) => (mode === 'leader' ? 1 : 0)),
    {
      name: 'zk_version',
      type: 'gauge',
      help: 'Version of the member; always 1.',
      samples: told.flatMap(({ at, answers: { version } }) => (version === null ? [] : [{ labels: { zk_host: at, version }, value: 1 }])),
    },
    ...statistics(told),
  ];
}

/** Every key of mntr that is a number. */
function statistics(told: readonly { readonly at: string; readonly answers: MemberAnswers }[]): readonly Family[] {
  const names = [...new Set(told.flatMap(({ answers: { mntr } }) => Object.keys(mntr)))].filter((name) => /^zk_[a-z0-9_]+$/.test(name));
  return names.map((name) => ({
    name,
    type: name.startsWith('zk_packets_') ? 'counter' : 'gauge',
    help: `${name} of mntr.`,
    samples: told.flatMap(({ at, answers: { mntr } }) => {
      const text = mntr[name] ?? '';
      return /^-?\d+(\.\d+)?$/.test(text) ? [{ labels: { zk_host: at }, value: Number(text) }] : [];
    }),
  }));
}
