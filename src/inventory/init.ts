// The inventory that `init` writes: valid as it is, with a word on each line that a person may want to change. Pure.
import { stringify } from 'yaml';
import { AppError } from '../errors/app-error.js';
import { DEFAULTS } from './build/defaults.js';
import { address as judgeAddress, clusterName, shown, userName, type Judge } from './schema/fields.js';

interface Target {
  readonly address: string;
  readonly user: string | null;
  readonly port: number | null;
}

/**
 * @param addresses `host`, `user@host`, `host:port` or `user@host:port`, one for each machine
 * @throws AppError USAGE for an address that no cluster could use, or that is named twice
 */
export function initInventory(addresses: readonly string[], { name }: { readonly name: string }): string {
  refuse(clusterName, name, 'cluster name');
  if (addresses.length === 0) throw usage('An inventory needs at least one address.');
  const targets = addresses.map(parseTarget);
  const seen = new Set<string>();
  for (const { address } of targets) {
    if (seen.has(address.toLowerCase())) throw usage(`${address} is named twice.`);
    seen.add(address.toLowerCase());
  }
  return [...head(name), ...sshLines(targets), ...hostLines(targets), ...sectionLines(), ...topicLines(targets.length), ''].join('\n');
}

const head = (name: string): readonly string[] => [
  '# What should be. Look at what would be done with "fams-ops plan", make it so with "fams-ops provision".',
  '# Every key is described in docs/inventory.md; inventory/schema.json tells editors.',
  '',
  '# Names services and directories on the hosts, so it stays what it is once provisioned.',
  `cluster: ${yamlText(name)}`,
  '',
];

/** What all have in common is written once; what fams-ops would do anyhow stays a comment, so that ~/.ssh/config still counts. */
function sshLines(targets: readonly Target[]): readonly string[] {
  const { user, port } = common(targets);
  const { ssh } = DEFAULTS;
  const set = [...(user === null ? [] : [`user: ${yamlText(user)}`]), ...(port === null ? [] : [`port: ${String(port)}`])];
  const offered = [
    ...(user === null ? [`user: ${ssh.user}`] : []),
    ...(port === null ? [`port: ${String(ssh.port)}`] : []),
    '# Your private key; without it the agent and the usual files are tried.',
    'identityFile: ~/.ssh/id_ed25519',
    '# The NAME of an environment variable that holds the password. No secret ever stands in this file.',
    'passwordEnv: FAMS_PASSWORD',
    '# strict: a host key must be in known_hosts already. accept-new: the first one seen is recorded.',
    `knownHosts: ${ssh.knownHosts}`,
    '# A machine to go through.',
    'jump: user@gateway',
  ];
  return [
    '# How to log in. The user owns everything on the hosts; it needs no root.',
    ...(set.length > 0 ? ['ssh:', ...indent(set)] : ['# ssh:']),
    ...offered.map((line) => `#   ${line}`),
    '',
    '# Everything of ours lies below this directory on the hosts.',
    '# paths:',
    `#   home: /home/${user ?? ssh.user}`,
    '',
  ];
}

function hostLines(targets: readonly Target[]): readonly string[] {
  const shared = common(targets);
  const lines = targets.flatMap(({ address, user, port }) => {
    const own = [
      ...(user === null || user === shared.user ? [] : [`user: ${yamlText(user)}`]),
      ...(port === null || port === shared.port ? [] : [`port: ${String(port)}`]),
    ];
    return own.length === 0
      ? [`  - ${yamlText(address)}`]
      : [`  - address: ${yamlText(address)}`, '    ssh:', ...indent(indent(indent(own)))];
  });
  return [
    '# The machines, by the addresses that they and the clients of the cluster use. ZooKeeper wants an odd number of them.',
    '# A host that differs is written out, as in',
    '#   - { address: 192.168.1.9, roles: [kafka], brokerId: 7, kafka: { heap: 2g } }',
    'hosts:',
    ...lines,
    '',
  ];
}

const sectionLines = (): readonly string[] => [
  '# Any key of the real configuration files goes under config:.',
  '# zookeeper:',
  '#   heap: 256m',
  '#   ports: { client: 2181, peer: 2888, election: 3888 }',
  '#   config: { tickTime: 2000, initLimit: 5, syncLimit: 2 }',
  '# kafka:',
  '#   heap: 512m',
  '#   ports: { broker: 9092 }',
  '#   config: { log.retention.hours: 168 }',
  '',
];

function topicLines(hosts: number): readonly string[] {
  const { partitions, replicationFactor } = DEFAULTS.topic;
  return [
    '# Topics that must exist.',
    'topics:',
    ...DEFAULTS.topics.map(({ name }) => `  - name: ${name}`),
    '    # Can be raised later, never lowered.',
    `    partitions: ${String(partitions)}`,
    '    # Copies of each record: with 3, one broker may be lost at any time.',
    `    replicationFactor: ${String(Math.min(replicationFactor, hosts))}`,
    '    # config: { retention.ms: 604800000 }',
  ];
}

/** What every target says, and says the same. */
function common(targets: readonly Target[]): Pick<Target, 'user' | 'port'> {
  const [first] = targets;
  const user = targets.every((one) => one.user === first?.user) ? first?.user : null;
  const port = targets.every((one) => one.port === first?.port) ? first?.port : null;
  return { user: user ?? null, port: port ?? null };
}

function parseTarget(text: string): Target {
  const [, user, address = '', port] = /^(?:([^@]*)@)?(.*?)(?::(\d+))?$/s.exec(text) ?? [];
  // An IPv6 address also ends in a colon and digits; said of the whole of it, the refusal fits.
  refuse(judgeAddress, address.includes(':') ? text : address, 'address');
  if (user !== undefined) refuse(userName, user, 'user name');
  if (port !== undefined && (Number(port) < 1 || Number(port) > 65535)) throw usage(`${shown(text)}: ports go from 1 to 65535.`);
  return { address, user: user ?? null, port: port === undefined ? null : Number(port) };
}

function refuse(judge: Judge, text: string, what: string): void {
  const fault = judge(text);
  if (fault) throw usage(`The ${what} ${shown(text)} ${fault.message}.`, fault.hint);
}

const usage = (what: string, hint = 'Name each machine once: fams-ops init 192.168.1.1 fams@192.168.1.2:22 ...'): AppError =>
  new AppError('USAGE', what, { todo: [hint] });

const indent = (lines: readonly string[]): readonly string[] => lines.map((line) => `  ${line}`);

/** Quoted where YAML would read something else: a host may be called `true` or `1e3`. */
export const yamlText = (text: string): string => stringify(text, { lineWidth: 0 }).trimEnd();
