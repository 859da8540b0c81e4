// Pure: the instances of one component, as the others see them.
import { AppError } from '../errors/app-error.js';
import type { ComponentName, HostName } from '../model/cluster.js';
import type { Instance, ResolvedInstances } from '../model/component.js';

/** Sorted by id, so that the same cluster always gives the same files. */
export const instancesOf = (resolved: ResolvedInstances, component: ComponentName): readonly Instance[] =>
  resolved.instances.filter((one) => one.component === component).toSorted((a, b) => a.id - b.id);

/** @throws AppError BUG for a port that the component's section does not have */
export function portOf({ component, settings }: Instance, name: string): number {
  const port = settings.ports[name];
  if (port === undefined) throw new AppError('BUG', `${component} has no port "${name}"`, { todo: ['Report this.'] });
  return port;
}

/** @throws AppError BUG for a key of directories that the component's section does not have */
export function dirsOf({ component, settings }: Instance, key: string): readonly string[] {
  const dirs = settings.dirs[key];
  if (dirs === undefined) throw new AppError('BUG', `${component} has no directory "${key}"`, { todo: ['Report this.'] });
  return dirs;
}

/** The one directory of a key that takes no list. */
export function dirOf(instance: Instance, key: string): string {
  const [dir, second] = dirsOf(instance, key);
  if (dir === undefined || second !== undefined)
    throw new AppError('BUG', `${instance.component} takes one directory for "${key}"`, { todo: ['Report this.'] });
  return dir;
}

/** `address:port` */
export const endpoint = (instance: Instance, port: string): string => `${instance.host.address}:${String(portOf(instance, port))}`;

/** Throws where there is none. */
export function instanceOn(host: HostName, component: ComponentName, { instances }: ResolvedInstances): Instance {
  const instance = instances.find((other) => other.component === component && other.host.name === host);
  if (instance === undefined) throw new Error(`there is no ${component} on ${host}`);
  return instance;
}
