// The requests of a session: what each writes behind the header, and how its answer is read.
import type { Request } from './request.js';
import { readStat, type Stat } from './stat.js';

export type NodeKind = 'persistent' | 'ephemeral';

/** Everybody may do everything: what Kafka 0.8 and its tools do as well. */
const ALL_PERMISSIONS = 31;

// create (1)
// Request => path data [acl] flags
//   path => STRING   data => BYTES
//   acl => perms scheme id
//     perms => INT32   scheme, id => STRING
//   flags => INT32   1: ephemeral
// Response => path
//   path => STRING
export const create = (path: string, value: Buffer, kind: NodeKind): Request<string> => ({
  ...{ name: 'create', type: 1, path },
  write: (writer) =>
    writer
      .string32(path)
      .bytes32(value)
      .list([ALL_PERMISSIONS], (to, permissions) => to.i32(permissions).string32('world').string32('anyone'))
      .i32(kind === 'ephemeral' ? 1 : 0),
  read: (reader) => reader.string32(),
});

// delete (2)
// Request => path version
//   path => STRING   version => INT32 (-1: any)
// Response =>
export const deleteNode = (path: string, version: number): Request<undefined> => ({
  ...{ name: 'delete', type: 2, path },
  write: (writer) => writer.string32(path).i32(version),
  read: () => undefined,
});

// exists (3)
// Request => path watch
//   path => STRING   watch => BOOL
// Response => Stat
export const exists = (path: string): Request<Stat> => ({
  ...{ name: 'exists', type: 3, path },
  write: (writer) => writer.string32(path).bool(false),
  read: readStat,
});

export interface ZNode {
  readonly value: Buffer;
  readonly stat: Stat;
}

// getData (4)
// Request => path watch
//   path => STRING   watch => BOOL
// Response => data Stat
//   data => BYTES
export const getData = (path: string): Request<ZNode> => ({
  ...{ name: 'getData', type: 4, path },
  write: (writer) => writer.string32(path).bool(false),
  read: (reader) => ({ value: reader.bytes32() ?? Buffer.alloc(0), stat: readStat(reader) }),
});

// setData (5)
// Request => path data version
//   path => STRING   data => BYTES   version => INT32 (-1: any)
// Response => Stat
export const setData = (path: string, value: Buffer, version: number): Request<Stat> => ({
  ...{ name: 'setData', type: 5, path },
  write: (writer) => writer.string32(path).bytes32(value).i32(version),
  read: readStat,
});

// getChildren (8)
// Request => path watch
//   path => STRING   watch => BOOL
// Response => [name]
//   name => STRING
export const getChildren = (path: string): Request<readonly string[]> => ({
  ...{ name: 'getChildren', type: 8, path },
  write: (writer) => writer.string32(path).bool(false),
  read: (reader) => reader.list((name) => name.string32()),
});

// closeSession (-11)
// Request =>
// Response =>
/** Ends the session at once, and with it its ephemeral nodes. */
export const closeSession = (): Request<undefined> => ({
  ...{ name: 'closeSession', type: -11, path: '' },
  write: () => undefined,
  read: () => undefined,
});
