// FindCoordinator (10) v0
// Request => group_id
//   group_id => STRING
// Response => error node_id host port
//   error => INT16   node_id, port => INT32   host => STRING
import type { RegisteredBroker } from '../../../model/observed.js';
import { ByteWriter } from '../../bytes.js';
import { KAFKA_ERROR } from '../error-names.js';

/** `broker` takes the part of the coordinator; undefined: none is known yet, ask again. */
export function encodeCoordinator(broker: RegisteredBroker | undefined): Buffer {
  const { id, host, port } = broker ?? { id: -1, host: '', port: -1 };
  const error = broker === undefined ? KAFKA_ERROR.coordinatorNotAvailable : KAFKA_ERROR.none;
  return new ByteWriter().i16(error).i32(id).string16(host).i32(port).toBuffer();
}
