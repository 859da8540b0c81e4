// demo: a whole cluster on this one machine, by the same code that works over ssh elsewhere.
import { readdir, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { platform } from 'node:os';
import { join } from 'node:path';
import { AppError } from '../errors/app-error.js';
import { localInventory } from '../inventory/local.js';
import { demoPlace, makePlace, ownPlace, type DemoPlace } from './demo/place.js';
import { destroy } from './destroy.js';
import type { FlowOptions, Outcome } from './run/options.js';
import { done } from './run/options.js';
import type { BroughtUp } from './run/brought-up.js';
import { launch } from './launch.js';
import { provision } from './provision.js';

const CLUSTER = 'demo';

export interface DemoResult extends Partial<BroughtUp> {
  readonly inventory: string;
  readonly removed: boolean;
}

export async function demo(options: FlowOptions & { readonly down: boolean }): Promise<Outcome<DemoResult>> {
  if (platform() !== 'linux')
    throw new AppError('HOST_UNFIT', 'The demo runs its three nodes on this machine, and nodes are Linux hosts.', {
      todo: ['Run it on Linux; from here, fams-ops provisions Linux hosts over ssh.'],
    });
  const place = demoPlace(options.env);
  const { root } = place;
  const inventory = join(root, 'inventory.yaml');
  if (options.down) return takeDown(place, inventory, options);
  await makePlace(place);
  if (place.note !== null) options.sink({ kind: 'note', text: place.note });
  if (!(await exists(inventory))) {
    await writeFile(inventory, localInventory({ name: CLUSTER, root, addresses: await addresses() }));
  }
  const whole = { ...options, inventory, limit: [], allow: [], planOnly: false };
  const provisioned = await provision(whole);
  if (provisioned.exitCode !== 0) return resultOf(provisioned, inventory, []);
  return resultOf(await launch(whole), inventory, provisioned.result.actions);
}

/** @param before what was done to get so far */
function resultOf(last: Outcome<BroughtUp>, inventory: string, before: BroughtUp['actions']): Outcome<DemoResult> {
  const actions = [...before, ...last.result.actions];
  const changes = actions.filter((action) => action.outcome === 'changed').length;
  return { ...last, result: { ...last.result, actions, changes, inventory, removed: false } };
}

async function takeDown(place: DemoPlace, inventory: string, options: FlowOptions): Promise<Outcome<DemoResult>> {
  const { root } = place;
  if ((await exists(inventory)) && (await ownPlace(place))) {
    await destroy({ ...options, inventory, limit: [], allow: [], withData: true, confirm: CLUSTER });
    await rm(inventory);
    await removeEmpty(root);
    if (await exists(root)) options.sink({ kind: 'note', text: `${root} stays with what fams-ops did not put there` });
  }
  return done(CLUSTER, { inventory, removed: true });
}

/** Directories alone: a file that is left was put there by somebody else. */
async function removeEmpty(dir: string): Promise<void> {
  const entries = await readdir(dir, { withFileTypes: true });
  for (const entry of entries) if (entry.isDirectory()) await removeEmpty(join(dir, entry.name));
  await rmdir(dir).catch((error: unknown) => {
    if (!(error instanceof Error && 'code' in error && ['ENOTEMPTY', 'EEXIST'].includes(String(error.code)))) throw error;
  });
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/** Linux answers on all of 127.0.0.0/8 unless somebody took that away; then one address with ports of their own must do. */
async function addresses(): Promise<readonly string[]> {
  const three = ['127.0.0.1', '127.0.0.2', '127.0.0.3'];
  const ofEach = three.flatMap((address) => [2181, 2888, 3888, 9092, 7077, 7078].map((port) => bindable(address, port)));
  // Spark binds its pages to every address.
  const pages = [8080, 8081, 4040].map((port) => bindable('0.0.0.0', port));
  return (await Promise.all([...ofEach, ...pages])).every(Boolean) ? three : ['127.0.0.1'];
}

function bindable(address: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => {
      resolve(false);
    });
    server.listen(port, address, () => {
      server.close(() => {
        resolve(true);
      });
    });
  });
}
