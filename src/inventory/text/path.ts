// A place in the inventory: keys and indexes from the top, and how a message shows it.
import { shown } from '../schema/fields.js';

export type Path = readonly PropertyKey[];

/** `hosts[1].kafka.config.log.dirs`; a key that is not a plain word is quoted. */
export const pathText = (path: Path): string =>
  path.map((part, i) => (typeof part === 'number' ? `[${String(part)}]` : `${i > 0 ? '.' : ''}${keyText(String(part))}`)).join('');

export const keyText = (key: string): string => (/^[\w.-]{1,60}$/.test(key) ? key : shown(key));

export const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>((inner, part) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, part) : undefined), value);
