// Pure: the README.txt of a diagnosis.
import type { Missing } from './collection.js';

export interface ReadmeFacts {
  readonly cluster: string;
  readonly program: string;
  readonly at: Date;
  readonly sentence: string | null;
  readonly missing: readonly Missing[];
}

export function readmeText({ cluster, program, at, sentence, missing }: ReadmeFacts): string {
  const gaps = missing.map(({ host, what, reason }) => `  ${host ?? 'cluster'}: ${what}: ${reason.replace(/\s+/g, ' ')}`);
  return [
    `Diagnosis of the cluster "${cluster}", made by ${program} at ${at.toISOString()}`,
    '',
    ...(sentence === null ? [] : [`Verdict: ${sentence}`, '']),
    'inventory.json      the inventory with all its defaults',
    'verdict.json        the checks of "verify --fast"',
    'registry.json       what Kafka keeps in ZooKeeper: brokers, controller, topics, partitions',
    'runs/               journals of the last runs of fams-ops on the machine that made this',
    'hosts/HOST/facts.json        what fams-ops saw there',
    'hosts/HOST/conf, bin, ...    the files of fams-ops as they are there; elsewhere/ holds those outside its own directory',
    'hosts/HOST/log               the last 2000 lines of each log',
    'hosts/HOST/run               what the supervisors keep: pids, restarts, why one gave up',
    'hosts/HOST/process           limits, status, arguments and threads of our own JVMs',
    'hosts/HOST/system            disks, memory, load, mounts',
    'hosts/HOST/zookeeper, kafka  what the services answered',
    '',
    'Passwords, tokens, keys and the user part of URLs were replaced by ***. Host names, addresses, user names and topic names were not.',
    'Look through it before you send it to somebody.',
    '',
    gaps.length === 0 ? 'Nothing is missing.' : 'Not read:',
    ...gaps,
    '',
  ].join('\n');
}
