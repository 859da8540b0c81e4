// An inventory of three nodes on one machine, for `demo` and for trying things out. Pure.
import { specs } from '../components/specs.js';
import { yamlText } from './init.js';
import { fileSections } from './sections.js';

export const DEMO_NODES = 3;
/** Away from the usual ports: one address is used where those are taken. */
const SHIFT = 10_000;

interface LocalOptions {
  readonly name: string;
  /** Directory below which each node has one of its own. */
  readonly root: string;
  /** An address for each node, or one for all of them: then each has ports of its own. */
  readonly addresses: readonly string[];
}

export function localInventory({ name, root, addresses }: LocalOptions): string {
  const [first = '127.0.0.1'] = addresses;
  const shared = addresses.length < DEMO_NODES;
  const hosts = Array.from({ length: DEMO_NODES }, (_, i) => [
    `  - name: n${String(i + 1)}`,
    `    address: ${yamlText((shared ? undefined : addresses[i]) ?? first)}`,
    `    roles: [${rolesOf(i).join(', ')}]`,
    `    paths: { home: ${JSON.stringify(`${root}/n${String(i + 1)}`)} }`,
    ...(shared ? portLines(SHIFT + i, rolesOf(i)) : []),
  ]);
  return [
    '# Three nodes on this machine, each with a directory and an address or ports of its own.',
    `cluster: ${yamlText(name)}`,
    'connection: local',
    'hosts:',
    ...hosts.flat(),
    '',
  ].join('\n');
}

/** One worker, which is enough for the jobs, and the jobs on different nodes. The pages of a second one would want the same ports. */
const rolesOf = (i: number): readonly string[] => [
  'zookeeper',
  'kafka',
  ...(i === 0 ? ['spark-master', 'spark-worker', 'calculator'] : []),
  ...(i === DEMO_NODES - 1 ? ['producer'] : []),
];

const portLines = (shift: number, roles: readonly string[]): readonly string[] =>
  fileSections(specs.filter(({ name, section }) => roles.includes(name) && Object.keys(section.ports).length > 0)).map(
    ({ key, settings }) => {
      const ports = Object.entries(settings.ports).map(([name, port]) => `${name}: ${String(port + shift)}`);
      return `    ${key}: { ports: { ${ports.join(', ')} } }`;
    },
  );
