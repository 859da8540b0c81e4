// The same job by pyinfra and by Ansible, where they are installed (on PATH), into a directory of their own on the hosts.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Bed } from '../test/support/bed.js';

export interface Peer {
  readonly name: string;
  /** Its directory on the hosts. */
  readonly home: string;
  run(): Promise<void>;
}

interface Job {
  readonly bed: Bed;
  readonly hosts: readonly number[];
  /** The software, on this machine. */
  readonly archive: string;
}

const folder = (name: string): string => fileURLToPath(new URL(`peers/${name}`, import.meta.url));

/** Those that are there; of the others it says why they are left out. */
export async function findPeers(job: Job): Promise<readonly Peer[]> {
  const peers: Peer[] = [];
  for (const [command, make] of [['pyinfra', pyinfra] as const, ['ansible-playbook', ansible] as const]) {
    const { error, status, stdout } = spawnSync(command, ['--version'], { encoding: 'utf8' });
    if (error === undefined && status === 0)
      peers.push(await make(job, (stdout.split('\n')[0] ?? '').replaceAll(/[[\]]|core /g, '').trim()));
    else console.log(`  without ${command}: ${error?.message ?? 'it does not run'} (install it from PyPI and put it on PATH)`);
  }
  return peers;
}

async function pyinfra({ bed, hosts, archive }: Job, version: string): Promise<Peer> {
  const home = '/home/fams/peer-pyinfra';
  const inventory = join(bed.home, 'pyinfra_inventory.py');
  const shared = { ssh_user: 'fams', ssh_key: bed.keyFile, ssh_known_hosts_file: bed.knownHostsFile, home, archive };
  const cluster = hosts.map((host) => [bed.address(host), { ...shared, node: host }]);
  // JSON without true, false and null is Python.
  await writeFile(inventory, `cluster = [tuple(one) for one in ${JSON.stringify(cluster)}]\n`);
  return { name: version, home, run: () => succeed(bed, ['pyinfra', '-y', inventory, join(folder('pyinfra'), 'deploy.py')]) };
}

async function ansible({ bed, hosts, archive }: Job, version: string): Promise<Peer> {
  const home = '/home/fams/peer-ansible';
  const inventory = join(bed.home, 'ansible.json');
  const each = hosts.map((host) => [bed.address(host), { node: host }] as const);
  const vars = { home, archive, ansible_user: 'fams', ansible_ssh_private_key_file: bed.keyFile };
  await writeFile(inventory, JSON.stringify({ cluster: { hosts: Object.fromEntries(each), vars } }));
  const sockets = join(bed.dir, 'cp');
  await mkdir(sockets, { recursive: true });
  const env = {
    ANSIBLE_CONFIG: join(folder('ansible'), 'ansible.cfg'),
    ANSIBLE_HOME: join(bed.home, 'ansible'),
    ANSIBLE_SSH_CONTROL_PATH_DIR: sockets,
    ANSIBLE_SSH_COMMON_ARGS: `-o UserKnownHostsFile=${bed.knownHostsFile} -o StrictHostKeyChecking=yes`,
    LC_ALL: 'C.UTF-8',
  };
  for (const host of hosts) await putPython(bed, host);
  return { name: version, home, run: () => succeed(bed, ['ansible-playbook', '-i', inventory, join(folder('ansible'), 'site.yml')], env) };
}

/** Ansible needs Python on the hosts, and these have none: they get this machine's, which is of the same release. */
async function putPython(bed: Bed, host: number): Promise<void> {
  const version = execFileSync('/usr/bin/python3', ['-c', 'import sys; print("python%d.%d" % sys.version_info[:2])'], {
    encoding: 'utf8',
  }).trim();
  const paths = ['usr/bin/python3', `usr/bin/${version}`, `usr/lib/${version}`];
  const skip = ['test', 'idlelib', 'dist-packages', '__pycache__'].map((name) => `--exclude=${name}`);
  const input = execFileSync('tar', ['-C', '/', ...skip, '-cf', '-', ...paths], { maxBuffer: 1 << 28 });
  const { code, stderr } = await bed.exec(host, ['tar', '-C', '/', '-xf', '-'], { input });
  if (code !== 0) throw new Error(`no Python for host ${host}: ${stderr}`);
}

async function succeed(bed: Bed, argv: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<void> {
  const { code, stdout, stderr } = await bed.operator(argv, { env, timeoutMs: 600_000 });
  if (code !== 0) throw new Error(`${argv[0] ?? ''}: exit ${code}\n${stdout}${stderr}`);
}
