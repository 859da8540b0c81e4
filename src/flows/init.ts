// init: writes a commented inventory for the addresses given.
import { mkdir, open, rm, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AppError } from '../errors/app-error.js';
import { initInventory } from '../inventory/init.js';
import { done, type Outcome } from './run/options.js';

export interface InitResult {
  readonly path: string;
}

/** @throws AppError USAGE when the file is there already: it is somebody's work */
export async function init(addresses: readonly string[], path: string, name: string): Promise<Outcome<InitResult>> {
  const text = initInventory(addresses, { name });
  const file = await create(path).catch((cause: unknown) => {
    const there = cause instanceof Error && 'code' in cause && cause.code === 'EEXIST';
    const what = there ? 'There is a file of this name already; it was not touched.' : 'The inventory cannot be written there.';
    throw new AppError('USAGE', what, { where: { file: path }, todo: ['Name another one with -i FILE, or remove it first.'], cause });
  });
  try {
    await file.writeFile(text);
  } catch (error) {
    // Half of an inventory would stand in the way of the next attempt.
    await rm(path, { force: true });
    throw error;
  } finally {
    await file.close();
  }
  return done(name, { path });
}

async function create(path: string): Promise<FileHandle> {
  await mkdir(dirname(path), { recursive: true });
  return open(path, 'wx');
}
