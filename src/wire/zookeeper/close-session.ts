// closeSession (-11)
// Request =>
// Response =>
import type { Request } from './request.js';

/** Ends the session at once, and with it its ephemeral nodes. */
export const closeSession = (): Request<undefined> => ({
  ...{ name: 'closeSession', type: -11, path: '' },
  write: () => undefined,
  read: () => undefined,
});
