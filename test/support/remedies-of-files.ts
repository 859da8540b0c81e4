// Files, data and software of a host that are not as fams-ops left them, each with the remedy that its finding prints.
import { BASE, SOFTWARE } from './faults.js';
import { printedCommands } from './printed-commands.js';
import { ANY, AT, done, HOST, HOSTS, type Remedied } from './remedied.js';

const LOGS = '/home/fams/kafka-logs';
const IDENTITY = `${LOGS}/fams-ops.json`;
const MINE = `${SOFTWARE}/libs/mine.jar`;

export const FILES: readonly Remedied[] = [
  {
    name: 'a file was changed by hand',
    inject: ({ faults }) => faults.edit(HOST, `${BASE}/conf/server.properties`, '$a num.io.threads=9'),
    finding: { id: 'host.config', target: `${AT}/kafka`, status: 'warn', says: /server\.properties/ },
    exit: ANY,
  },
  {
    name: 'a process runs with other files',
    inject: async ({ faults }) => {
      const file = `${BASE}/conf/server.properties`;
      await faults.edit(HOST, file, '$a num.io.threads=9');
      await faults.service(HOST, 'stop', 'kafka', '60');
      await faults.service(HOST, 'start', 'kafka');
      await faults.edit(HOST, file, '$d');
    },
    finding: { id: 'host.config', target: `${AT}/kafka`, status: 'warn', says: /restart pending/ },
    exit: ANY,
  },
  {
    name: 'a jar was removed',
    inject: ({ faults }) => faults.run(HOST, ['sh', '-c', 'rm "$1"/libs/jopt-simple*', 'sh', SOFTWARE]),
    finding: { id: 'host.bundle', target: AT, status: 'warn', says: /were changed/ },
    exit: ANY,
  },
  {
    name: 'the record of the data is gone',
    inject: ({ faults }) => faults.run(HOST, ['mv', IDENTITY, '/tmp/identity']),
    finding: { id: 'host.identity', target: `${AT}/kafka`, status: 'crit', says: /no record/ },
    exit: ANY,
    person: ({ faults }) => faults.run(HOST, ['mv', '/tmp/identity', IDENTITY]),
  },
  {
    name: 'the inventory names other directories',
    inject: ({ fams }) => fams.write(HOSTS, 'kafka: { config: { log.dirs: /home/fams/elsewhere } }'),
    finding: { id: 'host.identity', target: `${AT}/kafka`, status: 'crit', says: /which the inventory does not name/ },
    exit: ANY,
    person: ({ fams }) => fams.write(HOSTS),
  },
  {
    name: 'a file system is mounted read-only',
    inject: async ({ faults }) => {
      await faults.root(HOST, ['mount', '--bind', LOGS, LOGS]);
      await faults.root(HOST, ['mount', '-o', 'remount,ro,bind', LOGS]);
    },
    finding: { id: 'host.disk', target: AT, status: 'crit', says: /is mounted read-only/ },
    exit: ANY,
    byHand: true,
    person: ({ faults }, fix) => faults.root(HOST, ['sh', '-c', printedCommands(fix, 'mount')[0] ?? 'false']),
    heal: ({ faults }) => faults.root(HOST, ['umount', '-l', LOGS]),
  },
  {
    name: 'a file of somebody else is in the software',
    inject: ({ faults }) => faults.run(HOST, ['touch', MINE]),
    finding: { id: 'host.bundle', target: AT, status: 'warn', says: /somebody put files into .*mine\.jar/ },
    exit: ANY,
    person: ({ faults }) => faults.run(HOST, ['mv', MINE, '/home/fams/mine.jar']),
  },
  {
    name: 'the software is not of fams-ops',
    inject: ({ faults }) => faults.run(HOST, ['sh', '-c', 'rm "$1"/bundles/*.record', 'sh', BASE]),
    finding: { id: 'host.bundle', target: AT, status: 'warn', says: /was not made by fams-ops/ },
    exit: ANY,
    person: ({ faults }) => faults.run(HOST, ['mv', SOFTWARE, `${SOFTWARE}.away`]),
    heal: ({ faults }) => faults.run(HOST, ['rm', '-r', `${SOFTWARE}.away`]),
  },
  {
    name: 'a service runs whose role was taken away',
    inject: ({ bed, fams }) =>
      fams.writeText(
        `cluster: fams\nssh: { identityFile: ${bed.keyFile} }\n` +
          `hosts: [192.168.1.1, 192.168.1.2, { address: ${AT}, roles: [zookeeper] }]\n`,
      ),
    finding: { id: 'host.roles', target: `${AT}/kafka`, status: 'warn', says: /is not among the roles of the host/ },
    exit: ANY,
    heal: async (scene) => {
      await scene.fams.write(HOSTS);
      await done(scene, 'start', 'kafka', '--limit', AT);
    },
  },
];
