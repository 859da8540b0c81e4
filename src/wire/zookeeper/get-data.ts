// getData (4)
// Request => path watch
//   path => STRING   watch => BOOL
// Response => data Stat
//   data => BYTES
import type { Request } from './request.js';
import { readStat, type Stat } from './stat.js';

export interface ZNode {
  readonly value: Buffer;
  readonly stat: Stat;
}

export const getData = (path: string): Request<ZNode> => ({
  ...{ name: 'getData', type: 4, path },
  write: (writer) => writer.string32(path).bool(false),
  read: (reader) => ({ value: reader.bytes32() ?? Buffer.alloc(0), stat: readStat(reader) }),
});
