// create (1)
// Request => path data [acl] flags
//   path => STRING   data => BYTES
//   acl => perms scheme id
//     perms => INT32   scheme, id => STRING
//   flags => INT32   1: ephemeral
// Response => path
//   path => STRING
import type { Request } from './request.js';

export type NodeKind = 'persistent' | 'ephemeral';

/** Everybody may do everything: what Kafka 0.8 and its tools do as well. */
const ALL_PERMISSIONS = 31;

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
