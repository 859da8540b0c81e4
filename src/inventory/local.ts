// An inventory of three nodes on one machine, for `demo` and for trying things out. Pure.
import { specs } from '../components/specs.js';
import { yamlText } from './init.js';

const NODES = 3;
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
  const shared = addresses.length < NODES;
  const hosts = Array.from({ length: NODES }, (_, i) => [
    `  - name: n${String(i + 1)}`,
    `    address: ${yamlText((shared ? undefined : addresses[i]) ?? first)}`,
    `    paths: { home: ${JSON.stringify(`${root}/n${String(i + 1)}`)} }`,
    ...(shared ? portLines(SHIFT + i) : []),
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

const portLines = (shift: number): readonly string[] =>
  specs.map(({ section }) => {
    const ports = Object.entries(section.ports).map(([name, port]) => `${name}: ${String(port + shift)}`);
    return `    ${section.key}: { ports: { ${ports.join(', ')} } }`;
  });
