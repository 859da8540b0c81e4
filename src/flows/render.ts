// render: every file as it would land on the hosts, into a folder. Asks no host, so ids are those that an empty cluster would get.
import { createHash } from 'node:crypto';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { specOf, specs } from '../components/specs.js';
import { AppError } from '../errors/app-error.js';
import { loadInventory } from '../inventory/load.js';
import type { HostName } from '../model/cluster.js';
import { assume } from '../plan/resolve.js';
import { done, type FlowOptions, type Outcome } from './run/options.js';
import { checkLimit } from './run/scope.js';
import { nameSoftware } from './run/software.js';

export interface RenderResult {
  readonly output: string;
  readonly files: readonly { readonly host: HostName; readonly path: string; readonly sha256: string }[];
  /** Ids and Java are assumed where the inventory does not name them. */
  readonly assumed: readonly string[];
}

export async function render(options: FlowOptions & { readonly output: string }): Promise<Outcome<RenderResult>> {
  const { cluster } = await loadInventory(options.inventory);
  checkLimit(cluster, options.limit);
  const resolved = assume(cluster, specs, nameSoftware(cluster));
  const placed = resolved.placed.filter(({ instance }) => options.limit.length === 0 || options.limit.includes(instance.host.name));
  const files = placed.flatMap(({ instance, layout }) => layout.files.map((file) => ({ host: instance.host.name, ...file })));
  for (const { host, path, text, mode } of files) {
    const target = join(options.output, host, path);
    await write(target, text, mode | 0o200).catch((cause: unknown) => {
      throw new AppError('USAGE', `The files cannot be written there: ${cause instanceof Error ? cause.message : String(cause)}.`, {
        where: { file: target },
        todo: ['Name another folder with --output.'],
        cause,
      });
    });
  }
  const hashed = files.map(({ host, path, text }) => ({ host, path, sha256: createHash('sha256').update(text).digest('hex') }));
  const unique = hashed.filter((one, i) => hashed.findIndex((other) => other.host === one.host && other.path === one.path) === i);
  const assumed = placed
    .filter(({ instance }) => instance.idSource === 'assumed' && specOf(instance.component).id !== null)
    .map(({ instance }) => `${instance.host.name}: ${instance.component} ${String(instance.id)}`);
  return done(cluster.name, { output: options.output, files: unique, assumed });
}

async function write(target: string, text: string, mode: number): Promise<void> {
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, text);
  await chmod(target, mode);
}
