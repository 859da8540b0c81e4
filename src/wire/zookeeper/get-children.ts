// getChildren (8)
// Request => path watch
//   path => STRING   watch => BOOL
// Response => [name]
//   name => STRING
import type { Request } from './request.js';

export const getChildren = (path: string): Request<readonly string[]> => ({
  ...{ name: 'getChildren', type: 8, path },
  write: (writer) => writer.string32(path).bool(false),
  read: (reader) => reader.list((one) => one.string32()),
});
