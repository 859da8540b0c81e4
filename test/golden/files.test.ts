// Every rendered file that a host gets, as a whole, for the kinds of clusters that there are. Files that are copied as they are
// (log4j, the supervisor's scripts) are left out.
import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { specOf } from '../../src/components/specs.js';
import type { Host } from '../../src/model/cluster.js';
import { JAVA_17, JAVA_25, JAVA_8, resolvedFor, type ClusterOptions, type HostOptions } from '../support/cluster.js';

const ARTICLE = ['192.168.1.1', '192.168.1.2', '192.168.1.3'];

const shifted = (by: number): NonNullable<HostOptions['settings']> => ({
  zookeeper: { ports: { client: 2181 + by, peer: 2888 + by, election: 3888 + by } },
  kafka: { ports: { broker: 9092 + by } },
});

interface Case {
  readonly options: ClusterOptions;
  /** Hosts whose files are kept; the others are alike. */
  readonly shown: readonly string[];
}

const cases: Readonly<Record<string, Case>> = {
  article: { options: { hosts: ARTICLE, java: JAVA_17 }, shown: ARTICLE },
  'article-java-8': { options: { hosts: ARTICLE, java: JAVA_8 }, shown: ['192.168.1.1'] },
  single: { options: { hosts: ['10.1.0.7'], java: JAVA_25 }, shown: ['10.1.0.7'] },
  // Three members on one machine: a home and ports for each.
  local: {
    options: {
      name: 'demo',
      hosts: [1, 2, 3].map((n) => ({ address: `127.0.0.${String(n)}`, home: `/srv/demo/n${String(n)}`, settings: shifted(10 * n) })),
      settings: { zookeeper: { heap: '128m' }, kafka: { heap: '256m' } },
    },
    shown: ['127.0.0.2'],
  },
  'five-overrides': {
    options: {
      name: 'metrics',
      chroot: '/metrics',
      hosts: [
        { address: 'n1.example', ids: { kafka: 101 } },
        {
          address: 'n2.example',
          ids: { zookeeper: 12, kafka: 102 },
          settings: { kafka: { heap: '2g', config: { 'num.io.threads': '16', 'message.max.bytes': '8388608' } } },
        },
        { address: 'n3.example', ids: { kafka: 103 }, settings: { kafka: { dirs: { 'log.dirs': ['/disk1/kafka', '/disk2/kafka'] } } } },
        { address: 'n4.example', roles: ['kafka'], ids: { kafka: 104 }, java: JAVA_8 },
        { address: 'n5.example', roles: ['kafka'], ids: { kafka: 105 } },
      ],
      settings: {
        zookeeper: { config: { initLimit: '10', 'autopurge.purgeInterval': '24', snapCount: '50000' } },
        kafka: {
          config: {
            'message.max.bytes': '4194304',
            'unclean.leader.election.enable': 'true',
            'delete.topic.enable': 'true',
            'log.retention.hours': '72',
          },
        },
      },
    },
    shown: ['n2.example', 'n3.example', 'n4.example'],
  },
};

const COPIED = /log4j\.properties$|\.sh$/;
const kept = new Set<string>();

describe.each(Object.entries(cases))('%s', (name, { options, shown }) => {
  const resolved = resolvedFor(options);

  it.each(resolved.cluster.hosts.filter((host) => shown.includes(host.name)))('$name', async (host) => {
    const instances = resolved.instances.filter((one) => one.host === host);
    const layouts = instances.map((one) => specOf(one.component).layout(one, resolved));
    const files = new Map(layouts.flatMap((layout) => layout.files).map((file) => [file.path, file]));
    const keep = async (file: string, text: string): Promise<void> => {
      kept.add(`${name}/${host.name}/${file}`);
      await expect(text).toMatchFileSnapshot(`expected/${name}/${host.name}/${file}`);
    };
    for (const file of files.values()) if (!COPIED.test(file.path)) await keep(below(host, file.path), file.text);
    const listed = [...files.values()].map(({ path, mode }) => `${mode.toString(8)} ${path}`);
    const rest = layouts.map((layout) => ({
      ...layout,
      files: undefined,
      dirs: layout.dirs.map((dir) => `${dir.mode.toString(8)} ${dir.path}`),
    }));
    await keep('layout.json', `${JSON.stringify({ files: listed, layouts: rest }, null, 2)}\n`);
  });
});

it('keeps no file that no case gives any more', () => {
  const root = fileURLToPath(new URL('expected/', import.meta.url));
  const there = readdirSync(root, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  const paths = there.map((one) => relative(root, join(one.parentPath, one.name)));
  expect(paths.filter((path) => !kept.has(path))).toEqual([]);
});

const below = (host: Host, path: string): string => path.slice(host.home.length + 1).replace(/^\.fams-ops\/[^/]+\//, '');
