// Secrets of the environment: the variables that an inventory names for passwords and passphrases. Our child processes never inherit them.
import type { Cluster } from '../../model/cluster.js';

type Hosts = Pick<Cluster, 'hosts'>;

/** Their names: a process on this machine, such as Maven, whose plug-ins are other people's code, gets an environment without them. */
export const secretVariables = ({ hosts }: Hosts): readonly string[] => [
  ...new Set(hosts.flatMap(({ ssh }) => [ssh.passwordEnv, ssh.passphraseEnv].filter((name) => name !== null))),
];

/** Their values, as far as they are set. */
export const secretsOf = (cluster: Hosts, env: NodeJS.ProcessEnv): readonly string[] =>
  secretVariables(cluster).flatMap((name) => env[name] ?? []);
