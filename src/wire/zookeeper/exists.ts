// exists (3)
// Request => path watch
//   path => STRING   watch => BOOL
// Response => Stat
import type { Request } from './request.js';
import { readStat, type Stat } from './stat.js';

export const exists = (path: string): Request<Stat> => ({
  ...{ name: 'exists', type: 3, path },
  write: (writer) => writer.string32(path).bool(false),
  read: readStat,
});
