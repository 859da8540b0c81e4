// delete (2)
// Request => path version
//   path => STRING   version => INT32 (-1: any)
// Response =>
import type { Request } from './request.js';

export const deleteNode = (path: string, version: number): Request<undefined> => ({
  ...{ name: 'delete', type: 2, path },
  write: (writer) => writer.string32(path).i32(version),
  read: () => undefined,
});
