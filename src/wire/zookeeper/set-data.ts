// setData (5)
// Request => path data version
//   path => STRING   data => BYTES   version => INT32 (-1: any)
// Response => Stat
import type { Request } from './request.js';
import { readStat, type Stat } from './stat.js';

export const setData = (path: string, value: Buffer, version: number): Request<Stat> => ({
  ...{ name: 'setData', type: 5, path },
  write: (writer) => writer.string32(path).bytes32(value).i32(version),
  read: readStat,
});
