// kafka.settings: do the brokers have settings that lose records?
import { ok, some, unknown, warn } from '../../findings.js';
import { check } from '../../../evidence/check.js';
import { facts } from '../../../evidence/sources.js';
import type { Finding } from '../../../model/check.js';
import type { HostFacts } from '../../../model/facts.js';
import type { Placed } from '../../../model/resolved.js';

export const kafkaSettings = check({
  id: 'kafka.settings',
  title: 'Broker settings lose nothing',
  phase: 'running',
  needs: { facts },
  of: 'kafka',
  limits: {},
  explain:
    'What server.properties on each host says, with the defaults of 0.8.2.1 where it is silent. Unclean leader election makes a ' +
    'replica that lacks records the leader: acknowledged records are lost. Automatic creation makes a topic with one replica of every ' +
    'misspelt name. Data below a directory for temporary files is removed by the system. Each is a warning.',
  judge: ({ facts }, _want, placed) =>
    placed.flatMap((one) => {
      const host = facts.get(one.instance.host.name);
      return host === undefined ? [] : [judgeBroker(one, host)];
    }),
});

const TEMPORARY = /^\/(tmp|var\/tmp|dev\/shm|run)(\/|$)/;

function judgeBroker({ instance, layout }: Placed, host: HostFacts): Finding {
  const target = `${host.host}/kafka`;
  const path = layout.files.find((file) => file.path.endsWith('/server.properties'))?.path ?? '';
  const file = host.files[path];
  if (file?.kind !== 'file' || file.text === null)
    return unknown(target, `${path} could not be read`, `See "fams-ops plan"; "fams-ops provision" writes it.`);
  const settings = propertiesIn(file.text);
  // What 0.8.2.1 does where the file is silent.
  const of = (key: string, silent: string): string => settings.get(key) ?? silent;
  const unsafe = [
    ...(of('unclean.leader.election.enable', 'true') === 'false' ? [] : ['unclean.leader.election.enable is true']),
    ...(of('auto.create.topics.enable', 'true') === 'false' ? [] : ['auto.create.topics.enable is true']),
    ...of('log.dirs', of('log.dir', '/tmp/kafka-logs'))
      .split(',')
      .filter((dir) => TEMPORARY.test(dir.trim()) && !TEMPORARY.test(instance.host.home))
      .map((dir) => `${dir.trim()} is for temporary files`),
  ];
  if (unsafe.length === 0) return ok(target, 0, 'no setting that loses records');
  const fix = `Change that under kafka.config in the inventory, then "fams-ops provision"; what would change says "fams-ops plan".`;
  return warn(target, unsafe.length, some(unsafe), fix);
}

/** Keys and values as they are in a line; the keys that are looked at hold nothing that is escaped. */
function propertiesIn(text: string): ReadonlyMap<string, string> {
  return new Map(
    text.split('\n').flatMap((line) => {
      const found = /^\s*([^#!\s=:][^\s=:]*)\s*[=:\s]\s*(.*?)\s*$/.exec(line);
      return found?.[1] === undefined ? [] : [[found[1], found[2] ?? ''] as const];
    }),
  );
}
